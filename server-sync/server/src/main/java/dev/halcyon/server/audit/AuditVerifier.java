package dev.halcyon.server.audit;

import dev.halcyon.protocol.AuditCheckpoint;
import dev.halcyon.protocol.AuditEntry;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the whole audit log from its rows and holds it against every signed checkpoint. Trusts
 * nothing but the public key. Stateless; confined to the caller's thread.
 */
final class AuditVerifier {
  /**
   * What verification found.
   *
   * @param entries numbered entries that were read
   * @param unnumbered committed entries a crash left without a number; the next start gives it
   * @param uncovered numbered entries after the last checkpoint, which no signature protects yet
   * @param fault the first fault in words, or null when the log is whole
   */
  record Report(
      long entries, int checkpoints, long unnumbered, long uncovered, @Nullable String fault) {}

  private final PublicKey key;
  private final AuditRepository repository = new AuditRepository();

  AuditVerifier(PublicKey key) {
    this.key = key;
  }

  /**
   * Verifies a log.
   *
   * @param kept checkpoints that the auditor kept elsewhere; they catch a log that was cut short or
   *     written anew together with its own checkpoints
   */
  Report verify(Handle handle, List<AuditCheckpoint> kept) {
    List<AuditCheckpoint> stored = repository.checkpoints(handle);
    long unnumbered = repository.countUnnumbered(handle);
    TreeMap<Long, List<AuditCheckpoint>> bySize = new TreeMap<>();
    for (List<AuditCheckpoint> some : List.of(stored, kept)) {
      for (AuditCheckpoint checkpoint : some) {
        if (!CheckpointKey.verify(checkpoint, key)) {
          return new Report(
              0,
              stored.size(),
              unnumbered,
              0,
              "the checkpoint over "
                  + checkpoint.size()
                  + " entries is not signed by this server's key");
        }
        bySize.computeIfAbsent(checkpoint.size(), size -> new ArrayList<>()).add(checkpoint);
      }
    }
    Walk walk = new Walk(bySize);
    try (var entries = repository.allEntries(handle)) {
      walk.over(entries.iterator());
    }
    long covered = bySize.isEmpty() ? 0 : bySize.lastKey();
    return new Report(
        walk.read,
        stored.size(),
        unnumbered,
        Math.max(0, walk.read - covered),
        walk.fault == null ? missingTail(walk, bySize) : walk.fault);
  }

  private static @Nullable String missingTail(
      Walk walk, TreeMap<Long, List<AuditCheckpoint>> bySize) {
    if (bySize.isEmpty()) {
      return walk.read == 0 ? null : "no signed checkpoint is left to hold the entries against";
    }
    return bySize.lastKey() <= walk.read
        ? null
        : "entry "
            + walk.read
            + " and what followed it are missing: a signed checkpoint covers "
            + bySize.lastKey()
            + " entries";
  }

  /** One pass over the entries in order, with the tree growing beside it. */
  private static final class Walk {
    private final TreeMap<Long, List<AuditCheckpoint>> bySize;
    private final MerkleFrontier frontier = new MerkleFrontier();
    private long provenSize;
    private long read;
    private @Nullable String fault;

    Walk(TreeMap<Long, List<AuditCheckpoint>> bySize) {
      this.bySize = bySize;
    }

    void over(Iterator<AuditEntry> entries) {
      checkRoot();
      while (fault == null && entries.hasNext()) {
        AuditEntry entry = entries.next();
        if (entry.seq() != read) {
          fault = "entry " + read + " is missing; the next one is " + entry.seq();
          return;
        }
        String leaf = AuditLeaf.hash(entry);
        if (!leaf.equals(entry.leafHash())) {
          fault =
              "entry "
                  + entry.seq()
                  + " ("
                  + entry.action()
                  + " at "
                  + entry.at()
                  + ") was changed: it no longer gives its hash";
          return;
        }
        frontier.append(HexFormat.of().parseHex(leaf));
        read++;
        checkRoot();
      }
    }

    private void checkRoot() {
      List<AuditCheckpoint> here = bySize.getOrDefault(read, List.of());
      String root = HexFormat.of().formatHex(frontier.root());
      for (AuditCheckpoint checkpoint : here) {
        if (!checkpoint.rootHash().equals(root)) {
          fault =
              "entry "
                  + provenSize
                  + " or one after it, up to "
                  + (read - 1)
                  + ", was changed together with its hash: they do not give the root of the signed"
                  + " checkpoint over "
                  + read
                  + " entries";
          return;
        }
        provenSize = read;
      }
    }
  }
}
