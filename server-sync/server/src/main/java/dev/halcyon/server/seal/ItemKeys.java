package dev.halcyon.server.seal;

import com.google.crypto.tink.subtle.Random;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.store.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Gives each item a key of its own and destroys it for ever (docs/decisions/0280). A server takes
 * keys from a tree that it alone takes from, in memory and in order, so that a key costs an item
 * two hashes and no write; a restart begins another tree. Thread-safe; several servers share the
 * folder.
 */
public final class ItemKeys {
  /** 65,536 keys a tree: a file of 1.2 MB at the worst, when every second one is destroyed. */
  static final int DEPTH = 16;

  private static final int TREES_KEPT = 64;
  private static final int NEWEST_ITEMS = 100;
  private static final int FEW = 16;

  private record Kept(KeyTree tree, KeyFolder.Stamp stamp) {}

  private final KeyFolder folder;
  private final Map<Integer, Kept> trees = new LinkedHashMap<>(16, 0.75f, true);
  private final Database database;
  private @Nullable KeyWalk walk;
  private int walked;

  /** The newest tree that the database is known to know of. */
  private final AtomicInteger recorded = new AtomicInteger();

  private ItemKeys(KeyFolder folder, Database database) {
    this.folder = folder;
    this.database = database;
  }

  /**
   * Opens the keys of a database's items, and lets every reader and writer of it use them.
   *
   * @param dataDirectory where {@code item-keys} and {@code item-master.key} lie, or are made for a
   *     database that never had any
   * @throws UserProblem {@code item.keys} when they are damaged, older than the database, or not
   *     its own: new ones made silently would leave every stored word unreadable
   */
  public static ItemKeys open(Path dataDirectory, Database database) {
    KeyFolder folder = KeyFolder.open(dataDirectory);
    Optional<String> known = database.read(ItemKeys::identity);
    String identity = folder.identity();
    if (known.isPresent() && !known.get().equals(identity)) {
      throw folder.foreign();
    }
    if (known.isEmpty()) {
      String own = folder.name();
      database.useTransaction(handle -> register(handle, folder, own));
      database.durable().await();
    }
    if (folder.newest() < database.read(ItemKeys::newestTree)) {
      throw KeyFolder.damaged(
          dataDirectory.resolve(KeyFolder.NAME), "they are older than the database", null);
    }
    ItemKeys keys = new ItemKeys(folder, database);
    database.jdbi().configure(Seals.class, seals -> seals.use(keys));
    return keys;
  }

  private static Optional<String> identity(Handle handle) {
    return handle
        .createQuery("select identity from item_key_folder where id = 1")
        .mapTo(String.class)
        .findOne();
  }

  /** Another server may have begun at the same moment, with a folder of its own. */
  private static void register(Handle handle, KeyFolder folder, String own) {
    Optional<String> known = identity(handle);
    if (known.isEmpty()) {
      handle.execute("insert into item_key_folder (id, identity) values (1, ?)", own);
    } else if (!known.get().equals(own)) {
      throw folder.foreign();
    }
  }

  /** The newest tree that was recorded, or that the newest items of an earlier server name. */
  private static int newestTree(Handle handle) {
    int known =
        handle
            .createQuery("select newest_tree from item_key_folder where id = 1")
            .mapTo(Integer.class)
            .one();
    int named =
        handle
            .createQuery(
                "select substring(words from 1 for 7) from item order by id desc limit :most")
            .bind("most", NEWEST_ITEMS)
            .mapTo(byte[].class)
            .list()
            .stream()
            .filter(head -> head != null)
            .mapToInt(head -> treeOf(ItemKey.number(head)))
            .max()
            .orElse(0);
    return Math.max(known, named);
  }

  /**
   * A key that nothing was sealed under; what is stored under it must not be on disk before what
   * this commits. Not for use in a transaction.
   */
  public ItemKey next() {
    ItemKey key = draw();
    int tree = treeOf(key.number());
    if (tree > recorded.get()) {
      database.useTransaction(handle -> record(handle, tree));
      recorded.accumulateAndGet(tree, Math::max);
    }
    return key;
  }

  /** A key that nothing was sealed under, for what its transaction stores. */
  ItemKey next(Handle handle) {
    ItemKey key = draw();
    int tree = treeOf(key.number());
    if (tree > recorded.get()) {
      record(handle, tree);
      // Not before: another transaction's key must not rest on one that is rolled back.
      handle.afterCommit(() -> recorded.accumulateAndGet(tree, Math::max));
    }
    return key;
  }

  private static void record(Handle handle, int tree) {
    handle.execute(
        "update item_key_folder set newest_tree = ? where id = 1 and newest_tree < ?", tree, tree);
  }

  private synchronized ItemKey draw() {
    if (walk == null || walk.next().isEmpty()) {
      byte[] root = Random.randBytes(KeyTree.BYTES);
      walked = folder.add(KeyTree.grown(DEPTH, root));
      walk = new KeyWalk(DEPTH, root);
      Arrays.fill(root, (byte) 0);
    }
    long number = (long) walked << DEPTH | walk.next().orElseThrow();
    return new ItemKey(number, walk.take());
  }

  /**
   * The key of a number; empty once it was destroyed.
   *
   * @throws UserProblem {@code item.keys} when the tree that it is of is missing or damaged
   */
  public Optional<ItemKey> find(long number) {
    return tree(treeOf(number), false).leaf(leafOf(number)).map(key -> new ItemKey(number, key));
  }

  /** The first of these, as long as few trees have them: what one round destroys. */
  public static List<Long> ofFewTrees(List<Long> numbers) {
    Set<Integer> few = new HashSet<>();
    return numbers.stream()
        .filter(
            number -> few.contains(treeOf(number)) || few.size() < FEW && few.add(treeOf(number)))
        .toList();
  }

  /**
   * Destroys keys for ever; returns when that is on disk. Nothing happens where that was done.
   *
   * @return how many of them were there
   */
  public int destroy(Collection<Long> numbers) {
    Map<Integer, List<Integer>> leaves = new TreeMap<>();
    numbers.forEach(
        number ->
            leaves.computeIfAbsent(treeOf(number), tree -> new ArrayList<>()).add(leafOf(number)));
    int destroyed = 0;
    for (Map.Entry<Integer, List<Integer>> each : leaves.entrySet()) {
      int there = folder.puncture(each.getKey(), each.getValue());
      if (there > 0) {
        tree(each.getKey(), true);
      }
      destroyed += there;
    }
    return destroyed;
  }

  private KeyTree tree(int number, boolean anew) {
    KeyFolder.Stamp now = folder.stamp(number);
    synchronized (trees) {
      @Nullable Kept kept = trees.get(number);
      if (!anew && kept != null && kept.stamp().equals(now)) {
        return kept.tree();
      }
    }
    // What is written meanwhile has another stamp and is read the next time.
    KeyTree tree = folder.read(number);
    synchronized (trees) {
      trees.put(number, new Kept(tree, now));
      if (trees.size() > TREES_KEPT) {
        trees.remove(trees.keySet().iterator().next());
      }
    }
    return tree;
  }

  private static int treeOf(long number) {
    return (int) (number >>> DEPTH);
  }

  private static int leafOf(long number) {
    return (int) (number & (1 << DEPTH) - 1);
  }
}
