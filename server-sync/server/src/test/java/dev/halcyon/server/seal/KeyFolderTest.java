package dev.halcyon.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.UserProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trees on disk: whole after a kill anywhere, refused when damaged, shared by processes. */
@Timeout(120)
class KeyFolderTest {
  private static final int DEPTH = 10;
  private static final byte[] ROOT = new byte[KeyTree.BYTES];

  @TempDir Path data;

  private Path file() {
    return data.resolve("item-keys").resolve("00000001.tree");
  }

  private static byte[] expected(int leaf) {
    return KeyTree.grown(DEPTH, ROOT).leaf(leaf).orElseThrow();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> all = Files.list(data.resolve("item-keys"))) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatWasTakenOutIsGoneForWhoeverOpensTheFolder() throws IOException {
    KeyFolder folder = KeyFolder.open(data);
    int number = folder.add(KeyTree.grown(DEPTH, ROOT));
    KeyFolder other = KeyFolder.open(data);
    byte[] before = Files.readAllBytes(file());
    KeyFolder.Stamp stamp = other.stamp(number);
    folder.puncture(number, List.of(3, 900));
    assertThat(other.stamp(number)).as("others notice").isNotEqualTo(stamp);
    for (KeyFolder each : List.of(folder, other, KeyFolder.open(data))) {
      KeyTree tree = each.read(number);
      assertThat(tree.leaf(3)).isEmpty();
      assertThat(tree.leaf(900)).isEmpty();
      assertThat(tree.leaf(4)).contains(expected(4));
    }
    assertThat(Files.readAllBytes(file())).isNotEqualTo(before);
    assertThat(left()).containsExactly("00000001.tree", "lock");
  }

  @Test
  void twoThatTakeOutAtOnceLoseNothingOfEachOther() throws Exception {
    int number = KeyFolder.open(data).add(KeyTree.grown(DEPTH, ROOT));
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        KeyFolder own = KeyFolder.open(data);
        int first = i * 10;
        threads.submit(
            () -> {
              for (int leaf = first; leaf < first + 10; leaf++) {
                own.puncture(number, List.of(leaf));
              }
            });
      }
    }
    KeyTree tree = KeyFolder.open(data).read(number);
    for (int leaf = 0; leaf < 40; leaf++) {
      assertThat(tree.leaf(leaf)).as("leaf %d", leaf).isEmpty();
    }
    assertThat(tree.leaf(40)).contains(expected(40));
  }

  /** A data directory of its own that shares the folder of keys. */
  private Path sharing(Path other) throws IOException {
    Files.createSymbolicLink(other.resolve(KeyFolder.NAME), data.resolve(KeyFolder.NAME));
    return other;
  }

  private static void refusedForItsMaster(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo("item.keys");
              assertThat(problem.getMessage()).contains(KeyFolder.MASTER);
            });
  }

  @Test
  void twoThatBeginAtOnceWithMastersOfTheirOwnAreNotBothAccepted(@TempDir Path other)
      throws IOException {
    KeyFolder one = KeyFolder.open(data);
    KeyFolder two = KeyFolder.open(sharing(other));
    String name = one.name();
    refusedForItsMaster(two::name);
    refusedForItsMaster(two::identity);
    refusedForItsMaster(() -> KeyFolder.open(other));
    // What the problem says to do.
    Files.copy(
        data.resolve(KeyFolder.MASTER),
        other.resolve(KeyFolder.MASTER),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(KeyFolder.open(other).name()).isEqualTo(name);
  }

  @Test
  void whoComesToANamedFolderWithoutItsMasterMakesNone(@TempDir Path other) throws IOException {
    KeyFolder.open(data).name();
    sharing(other);
    refusedForItsMaster(() -> KeyFolder.open(other));
    assertThat(other.resolve(KeyFolder.MASTER)).doesNotExist();
  }

  @Test
  void aFolderOfAnEarlierServerIsBoundToTheMasterOfItsTrees(@TempDir Path other)
      throws IOException {
    KeyFolder earlier = KeyFolder.open(data);
    earlier.add(KeyTree.grown(DEPTH, ROOT));
    KeyFolder.open(other);
    Files.delete(other.resolve(KeyFolder.NAME).resolve("lock"));
    Files.delete(other.resolve(KeyFolder.NAME));
    Path identity = data.resolve(KeyFolder.NAME).resolve(KeyIdentity.NAME);
    Files.writeString(identity, "a-name");
    sharing(other);
    refusedForItsMaster(() -> KeyFolder.open(other));
    assertThat(identity).as("a wrong master binds nothing").hasContent("a-name");
    assertThat(KeyFolder.open(data).identity()).isEqualTo("a-name");
    assertThat(Files.readAllLines(identity)).hasSize(2).first().isEqualTo("a-name");
    refusedForItsMaster(() -> KeyFolder.open(other));
    assertThat(KeyFolder.open(data).name()).isEqualTo("a-name");
  }

  @Test
  void whoReadsATreeWhileAnotherTakesItsPlaceReadsTheOther() {
    KeyFolder folder = KeyFolder.open(data);
    folder.add(KeyTree.grown(DEPTH, ROOT));
    List<Integer> reads = new ArrayList<>();
    KeyTree tree =
        folder.read(
            1,
            file -> {
              try (var opened = Files.newInputStream(file)) {
                if (reads.isEmpty()) {
                  folder.puncture(1, List.of(3));
                }
                reads.add(1);
                return opened.readAllBytes();
              }
            });
    assertThat(reads).as("the first one was overwritten while it was open").hasSize(2);
    assertThat(tree.leaf(3)).isEmpty();
    assertThat(tree.leaf(4)).contains(expected(4));
  }

  @Test
  void aFileCutShortOrEditedIsRefusedByName() throws IOException {
    KeyFolder folder = KeyFolder.open(data);
    folder.add(KeyTree.grown(DEPTH, ROOT));
    byte[] whole = Files.readAllBytes(file());
    byte[] edited = whole.clone();
    edited[20] ^= 1;
    for (byte[] bad : List.of(new byte[0], Arrays.copyOf(whole, whole.length - 1), edited)) {
      Files.write(file(), bad);
      assertThatThrownBy(() -> folder.read(1))
          .isInstanceOf(UserProblem.class)
          .hasMessageContaining("00000001.tree")
          .hasMessageContaining("damaged");
    }
    Files.write(file(), whole);
    assertThat(folder.read(1).leaf(0)).isPresent();
  }

  @Test
  void aTreeCannotStandInForAnother() throws IOException {
    KeyFolder folder = KeyFolder.open(data);
    folder.add(KeyTree.grown(DEPTH, ROOT));
    folder.add(KeyTree.grown(DEPTH, expected(1)));
    Path second = file().resolveSibling("00000002.tree");
    Files.copy(file(), second, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> folder.read(2)).hasMessageContaining("damaged");
    Files.delete(file());
    assertThatThrownBy(() -> KeyFolder.open(data))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("00000001.tree")
        .hasMessageContaining("missing");
  }

  @Test
  void aMasterKeyThatIsMissingBesideTreesIsNotMadeAnew() throws IOException {
    KeyFolder.open(data).add(KeyTree.grown(DEPTH, ROOT));
    Files.delete(data.resolve(KeyFolder.MASTER));
    assertThatThrownBy(() -> KeyFolder.open(data))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(KeyFolder.MASTER);
    assertThat(data.resolve(KeyFolder.MASTER)).doesNotExist();
  }

  @Test
  void whatAKillLeavesBesideATreeIsOverwrittenAndTheTreeStays() throws IOException {
    KeyFolder folder = KeyFolder.open(data);
    folder.add(KeyTree.grown(DEPTH, ROOT));
    // Before the new one took its place: both names are of one file.
    Path old = file().resolveSibling("00000001.tree.old");
    Files.createLink(old, file());
    Files.copy(file(), file().resolveSibling("00000001.tree.new"));
    KeyFolder.open(data);
    assertThat(left()).containsExactly("00000001.tree", "lock");
    assertThat(folder.read(1).leaf(5)).contains(expected(5));
    // After it did: the old one still has the keys.
    Path link = data.resolve("seen-by-the-test");
    Files.copy(file(), old);
    Files.createLink(link, old);
    folder.puncture(1, List.of(5));
    assertThat(left()).containsExactly("00000001.tree", "lock");
    assertThat(Files.readAllBytes(link)).as("overwritten").containsOnly(0);
    assertThat(folder.read(1).leaf(5)).isEmpty();
    assertThat(folder.read(1).leaf(6)).contains(expected(6));
  }

  /** Takes leaves out in a given order until it is killed, and says which are out. */
  static final class Puncturer {
    private Puncturer() {}

    public static void main(String[] arguments) {
      KeyFolder folder = KeyFolder.open(Path.of(arguments[0]));
      int from = Integer.parseInt(arguments[1]);
      for (int leaf = from; leaf < 1 << DEPTH; leaf++) {
        folder.puncture(1, List.of(leaf));
        System.out.println(leaf);
      }
    }
  }

  @Test
  void aKillAnywhereLeavesWhatWasAnsweredGoneAndAllElseWhole() throws Exception {
    KeyFolder.open(data).add(KeyTree.grown(DEPTH, ROOT));
    Random random = new Random(11);
    Set<Integer> answered = new TreeSet<>();
    int from = 0;
    for (int kill = 0; kill < 5; kill++) {
      List<Integer> now = punctureAndKill(from, 3 + random.nextInt(40));
      answered.addAll(now);
      from = now.getLast() + 1;
      KeyTree tree = KeyFolder.open(data).read(1);
      for (int leaf = 0; leaf < 1 << DEPTH; leaf++) {
        if (answered.contains(leaf)) {
          assertThat(tree.leaf(leaf)).as("leaf %d", leaf).isEmpty();
        } else if (leaf != from) {
          assertThat(tree.leaf(leaf)).as("leaf %d", leaf).contains(expected(leaf));
        }
      }
      assertThat(left()).containsExactly("00000001.tree", "lock");
    }
  }

  private List<Integer> punctureAndKill(int from, int most) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Puncturer.class.getName(),
                data.toString(),
                Integer.toString(from))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Integer> out = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      while (out.size() < most) {
        out.add(Integer.parseInt(lines.readLine()));
      }
      process.destroyForcibly().waitFor();
      lines.lines().forEach(line -> out.add(Integer.parseInt(line)));
    } catch (UncheckedIOException closed) {
      // What it said is read.
    } finally {
      process.destroyForcibly();
    }
    return out;
  }
}
