package dev.halcyon.engine.pack;

import dev.halcyon.engine.model.HotSwap;
import dev.halcyon.protocol.UserProblem;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The model of one kind as a running engine uses it: whatever pack of the kind is installed now.
 * When an administrator adds another, the next use gets that one, and the old model is closed when
 * its last use has ended. Safe for any thread; a use that has to load a model blocks, others go on
 * with the model before it meanwhile.
 *
 * @param <M> what is made of a pack
 */
public final class PackSlot<M> implements AutoCloseable {
  private final Optional<PackStore> store;
  private final PackKind kind;
  private final Function<InstalledPack, M> open;
  private final Consumer<M> closer;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable HotSwap<M> loaded;
  private volatile String seen = "";
  private String loadedManifest = "";
  private volatile boolean closed;
  private volatile Installed installed = new Installed("none read yet", "");

  private record Installed(String stamp, String manifest) {}

  /**
   * A slot; nothing is read before the first use.
   *
   * @param store where packs are, or empty where there are none
   * @param open makes of a pack what is used
   * @param closer frees what {@code open} made
   */
  public PackSlot(
      Optional<PackStore> store,
      PackKind kind,
      Function<InstalledPack, M> open,
      Consumer<M> closer) {
    this.store = store;
    this.kind = kind;
    this.open = open;
    this.closer = closer;
  }

  /**
   * Begins to use the model of the pack that is installed now.
   *
   * @return the caller's to close; empty where no pack of the kind is installed
   * @throws UserProblem {@code pack.*} or {@code model.*} when it is, and cannot be used
   */
  public Optional<HotSwap.Use<M>> use() {
    if (closed) {
      throw new UserProblem(
          "model.closed", "The engine was closed.", "Start the engine, then scan again.");
    }
    if (store.isEmpty()) {
      return Optional.empty();
    }
    String stamp = store.get().stamp();
    if (!stamp.equals(seen)) {
      refresh(store.get(), stamp);
    }
    while (true) {
      @Nullable HotSwap<M> now = loaded;
      if (now == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(now.use());
      } catch (UserProblem e) {
        if (loaded == now) {
          throw e;
        }
        // It was let go between the two lines; the next round sees what took its place.
      }
    }
  }

  /**
   * Which pack is installed now, by the hash of its manifest; the empty string where none is. Loads
   * no model.
   *
   * @throws UserProblem {@code pack.*} when it cannot be read
   */
  public String installed() {
    if (store.isEmpty()) {
      return "";
    }
    String stamp = store.get().stamp();
    Installed known = installed;
    if (!known.stamp().equals(stamp)) {
      String manifest =
          store.get().ofKind(kind).map(pack -> pack.pin().manifestSha256()).orElse("");
      known = new Installed(stamp, manifest);
      installed = known;
    }
    return known.manifest();
  }

  private void refresh(PackStore packs, String stamp) {
    if (loaded == null) {
      lock.lock(); // there is nothing to go on with
    } else if (!lock.tryLock()) {
      return; // another thread loads the new one; until then the one before serves
    }
    try {
      if (!stamp.equals(seen) && !closed) {
        load(packs);
      }
    } finally {
      lock.unlock();
    }
  }

  private void load(PackStore packs) {
    while (true) {
      String stamp = packs.stamp();
      try {
        packs.ofKind(kind).ifPresentOrElse(this::take, this::letGo);
        seen = stamp;
        return;
      } catch (UserProblem e) {
        if (stamp.equals(packs.stamp())) {
          letGo(); // what was installed before it is no longer wanted
          throw e;
        }
        // It was replaced while it was read; the next round reads what took its place.
      }
    }
  }

  private void take(InstalledPack pack) {
    String manifest = pack.pin().manifestSha256();
    @Nullable HotSwap<M> before = loaded;
    if (before == null) {
      loaded = new HotSwap<>(open.apply(pack), closer);
    } else if (!manifest.equals(loadedManifest)) {
      before.swap(open.apply(pack));
    }
    loadedManifest = manifest;
  }

  private void letGo() {
    @Nullable HotSwap<M> before = loaded;
    loaded = null;
    loadedManifest = "";
    if (before != null) {
      before.close();
    }
  }

  /** Lets go of the model; it is closed once nobody uses it. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      letGo();
    } finally {
      lock.unlock();
    }
  }
}
