package dev.halcyon.server.seal;

import dev.halcyon.protocol.UserProblem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens words of items on their way into and out of a database: part of its
 * configuration, so that whoever has a handle has it. Set once, when the database is opened; safe
 * for any thread from then on.
 */
public final class Seals implements JdbiConfig<Seals> {
  /** Begins sealed text; no words do that were stored before text was sealed. */
  private static final String MARK = "\u0001sealed:";

  private @Nullable ItemKeys keys;

  /** What a database has before {@link ItemKeys#open}: refuses to seal and to open. */
  public Seals() {}

  private Seals(@Nullable ItemKeys keys) {
    this.keys = keys;
  }

  public static Seals of(Handle handle) {
    return handle.getConfig(Seals.class);
  }

  public static Seals of(StatementContext context) {
    return context.getConfig(Seals.class);
  }

  void use(ItemKeys opened) {
    keys = opened;
  }

  @Override
  public Seals createCopy() {
    return new Seals(keys);
  }

  private ItemKeys keys() {
    if (keys == null) {
      throw new IllegalStateException("this database was opened without the keys of its items");
    }
    return keys;
  }

  /** A key for a new item, which the handle's transaction stores. */
  public ItemKey next(Handle handle) {
    return keys().next(handle);
  }

  /**
   * What was sealed; empty once its item's key was destroyed.
   *
   * @throws UserProblem {@code item.keys} when the keys are not here, or not those
   */
  public Optional<byte[]> open(byte[] sealed) {
    try {
      Optional<ItemKey> key = keys().find(ItemKey.number(sealed));
      return key.isEmpty() ? Optional.empty() : Optional.of(key.get().open(sealed));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UserProblem(
          "item.keys",
          "Stored words of an item cannot be opened: they were changed, or sealed under keys of"
              + " another database.",
          "Put back " + KeyFolder.NAME + " and " + KeyFolder.MASTER + " of this database.",
          e);
    }
  }

  static boolean isSealed(String stored) {
    return stored.startsWith(MARK);
  }

  /** Text as it was before {@link Sealer#seal}; "" once its item's key was destroyed. */
  public String text(String stored) {
    if (!isSealed(stored)) {
      return stored;
    }
    byte[] sealed = Base64.getDecoder().decode(stored.substring(MARK.length()));
    return open(sealed).map(words -> new String(words, StandardCharsets.UTF_8)).orElse("");
  }

  /** As {@link #text} of what may be absent. */
  public @Nullable String textOrNull(@Nullable String stored) {
    return stored == null ? null : text(stored);
  }

  /** What seals more words of an item, in the transaction that stores them. */
  public Sealer sealer(Handle handle, UUID item) {
    Optional<byte[]> head =
        handle
            .createQuery("select substring(words from 1 for 7) from item where id = :item")
            .bind("item", item)
            .mapTo(byte[].class)
            .findOne();
    return new Sealer(head.flatMap(known -> keys().find(ItemKey.number(known))));
  }

  /** As {@link #sealer}, of what the audit log names as a subject; of no item it seals nothing. */
  public Sealer sealerOfSubject(Handle handle, String subject) {
    try {
      return sealer(handle, UUID.fromString(subject));
    } catch (IllegalArgumentException none) {
      return Sealer.NONE;
    }
  }

  /** Seals words under one item's key. */
  public static final class Sealer {
    /** Of what has no key: leaves words as they are. */
    public static final Sealer NONE = new Sealer(Optional.empty());

    private final Optional<ItemKey> key;

    private Sealer(Optional<ItemKey> key) {
      this.key = key;
    }

    /** Words for a column of text; "" stays what it is, and so do words of an erased item. */
    public String seal(String words) {
      if (words.isEmpty() || key.isEmpty()) {
        return words;
      }
      byte[] sealed = key.get().seal(words.getBytes(StandardCharsets.UTF_8));
      return MARK + Base64.getEncoder().withoutPadding().encodeToString(sealed);
    }

    /** As {@link #seal} of what may be absent. */
    public @Nullable String sealOrNull(@Nullable String words) {
      return words == null ? null : seal(words);
    }
  }
}
