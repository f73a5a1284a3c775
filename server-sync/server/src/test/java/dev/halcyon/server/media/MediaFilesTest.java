package dev.halcyon.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.UserProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaFilesTest {
  private static final byte[] BYTES = "a harmless file".getBytes(StandardCharsets.UTF_8);
  private static final String ID = HexFormat.of().formatHex(IncomingMedia.sha256().digest(BYTES));

  @TempDir Path folder;

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private MediaKeys keys() {
    return MediaKeys.open(folder);
  }

  private MediaFiles files() {
    return new MediaFiles(folder.resolve("media"), keys());
  }

  private List<Path> everyFile() throws IOException {
    try (var files = Files.walk(folder.resolve("media"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void bytesAreFoundByTheirHashAndReadBackAsTheyWere() throws IOException {
    MediaFiles files = files();
    assertThat(files.holds(ID)).isFalse();
    assertThat(files.store(stream(BYTES), -1))
        .isEqualTo(new MediaFiles.Stored(ID, BYTES.length, false));
    MediaSource source = files().source(ID, Modality.IMAGE, "image/png");
    assertThat(source.size()).isEqualTo(BYTES.length);
    assertThat(source.declaredType()).isEqualTo("image/png");
    for (int time = 0; time < 2; time++) {
      try (var channel = source.open()) {
        ByteBuffer read = ByteBuffer.allocate(100);
        channel.read(read);
        assertThat(HexFormat.of().formatHex(read.array(), 0, read.position()))
            .isEqualTo(HexFormat.of().formatHex(BYTES));
      }
    }
  }

  @Test
  void theSameBytesAreKeptOnceHoweverManySendThemAtOnce() throws Exception {
    MediaFiles files = files();
    byte[] large = new byte[300_000];
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<MediaFiles.Stored>> uploads =
          IntStream.range(0, 16)
              .<Callable<MediaFiles.Stored>>mapToObj(i -> () -> files.store(stream(large), -1))
              .toList();
      long fresh = 0;
      for (var upload : senders.invokeAll(uploads)) {
        fresh += upload.get().known() ? 0 : 1;
      }
      assertThat(fresh).isEqualTo(1);
    }
    assertThat(everyFile()).hasSize(1);
  }

  @Test
  void anUploadAboveTheLimitIsRefusedAndLeavesNothing() throws IOException {
    MediaFiles files = new MediaFiles(folder.resolve("media"), keys(), 10, DurableFiles::open);
    for (long announced : new long[] {-1, BYTES.length}) {
      assertThatThrownBy(() -> files.store(stream(BYTES), announced))
          .isInstanceOfSatisfying(
              UserProblem.class, e -> assertThat(e.code()).isEqualTo("media.too_large"));
    }
    assertThat(everyFile()).isEmpty();
    assertThat(files.store(stream(new byte[10]), 10).bytes()).isEqualTo(10);
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws IOException {
    MediaFiles files = files();
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertThatThrownBy(() -> files.store(new SequenceInputStream(stream(BYTES), broken), -1))
        .isInstanceOf(IOException.class);
    assertThat(everyFile()).isEmpty();
  }

  @Test
  void aFullDiskIsNamedAndLeavesNothing() throws IOException {
    for (boolean atForce : new boolean[] {false, true}) {
      MediaFiles files =
          new MediaFiles(folder.resolve("media"), keys(), 1000, file -> full(file, atForce));
      UserProblem problem =
          catchThrowableOfType(UserProblem.class, () -> files.store(stream(BYTES), -1));
      assertThat(problem.code()).isEqualTo("disk.full");
      assertThat(problem).hasMessageContaining(folder.toString());
      assertThat(problem.remedy()).contains("again");
      assertThat(everyFile()).isEmpty();
    }
  }

  /** A disk that takes a few bytes and then no more, as a real one does. */
  private static DurableFiles.Sink full(Path file, boolean atForce) throws IOException {
    DurableFiles.Sink real = DurableFiles.open(file);
    return new DurableFiles.Sink() {
      @Override
      public void write(byte[] bytes, int length) throws IOException {
        real.write(bytes, Math.min(length, 4));
        if (!atForce) {
          throw new IOException("No space left on device");
        }
      }

      @Override
      public void force() throws IOException {
        throw new IOException("No space left on device");
      }

      @Override
      public void close() throws IOException {
        real.close();
      }
    };
  }

  @Test
  void anEmptyUploadIsRefused() {
    assertThatThrownBy(() -> files().store(stream(new byte[0]), 0))
        .isInstanceOfSatisfying(
            UserProblem.class, e -> assertThat(e.code()).isEqualTo("media.empty"));
  }

  @Test
  void whatACrashLeftIsClearedAtTheNextStart() throws IOException {
    files();
    Files.write(folder.resolve("media").resolve("incoming").resolve("half.part"), BYTES);
    files();
    assertThat(everyFile()).isEmpty();
  }

  @Test
  void anIdThatIsNoHashNeverReachesTheFileSystem() throws IOException {
    MediaFiles files = files();
    files.store(stream(BYTES), -1);
    for (String id : List.of("../" + ID, ID.toUpperCase(Locale.ROOT), "", ID + "/..")) {
      assertThat(files.holds(id)).isFalse();
      assertThatThrownBy(() -> files.source(id, Modality.IMAGE, "image/png"))
          .isInstanceOfSatisfying(
              UserProblem.class, e -> assertThat(e.code()).isEqualTo("media.unknown"));
    }
  }

  @Test
  void nothingOnDiskIsReadableWithoutTheKeys() throws IOException {
    byte[] large = new byte[300_000];
    new java.util.Random(5).nextBytes(large);
    MediaFiles files = files();
    String id = files.store(stream(large), -1).mediaId();
    byte[] stored = Files.readAllBytes(everyFile().getFirst());
    assertThat(stored.length).isGreaterThan(large.length);
    String hex = HexFormat.of().formatHex(stored);
    for (int at = 0; at + 32 < large.length; at += 9_000) {
      assertThat(hex).doesNotContain(HexFormat.of().formatHex(large, at, at + 32));
    }
    for (int at : new int[] {0, 65_530, 131_072, 299_990}) {
      try (var channel = files.source(id, Modality.IMAGE, "image/png").open()) {
        ByteBuffer read = ByteBuffer.allocate(10);
        channel.position(at);
        while (read.hasRemaining() && channel.read(read) >= 0) {
          assertThat(read.position()).isPositive();
        }
        assertThat(read.array()).isEqualTo(Arrays.copyOfRange(large, at, at + 10));
      }
    }
  }

  @Test
  void aByteThatChangedOnDiskIsNoticed() throws IOException {
    MediaFiles files = files();
    files.store(stream(BYTES), -1);
    Path file = everyFile().getFirst();
    byte[] stored = Files.readAllBytes(file);
    stored[stored.length - 20] ^= 1;
    Files.write(file, stored);
    assertThatThrownBy(
            () -> {
              try (var channel = files.source(ID, Modality.IMAGE, "image/png").open()) {
                channel.read(ByteBuffer.allocate(100));
              }
            })
        .isInstanceOfAny(IOException.class, java.io.UncheckedIOException.class);
  }

  @Test
  void afterItsKeyIsDestroyedACopyIsNoiseAndTheSameBytesCanComeAnew() throws IOException {
    MediaFiles files = files();
    files.store(stream(BYTES), -1);
    Path file = everyFile().getFirst();
    byte[] copy = Files.readAllBytes(file);
    files.delete(ID);
    files.delete(ID);
    assertThat(everyFile()).isEmpty();
    Files.write(file, copy);
    assertThat(files.holds(ID)).isFalse();
    assertThat(files.store(stream(BYTES), -1).known()).isFalse();
    assertThat(files.source(ID, Modality.IMAGE, "image/png").size()).isEqualTo(BYTES.length);
  }

  @Test
  void aKeyThatACrashOrAnotherServerLeftIsUsed() throws IOException {
    keys().keep(ID, MediaKeys.fresh());
    MediaFiles files = files();
    assertThat(files.store(stream(BYTES), -1).known()).isFalse();
    assertThat(files.source(ID, Modality.IMAGE, "image/png").size()).isEqualTo(BYTES.length);
  }

  @Test
  void whatAnEarlierVersionLeftReadableIsEncrypted() throws IOException {
    MediaFiles files = files();
    Path legacy = folder.resolve("media").resolve(ID.substring(0, 2)).resolve(ID);
    Files.createDirectories(legacy.getParent());
    Files.write(legacy, BYTES);
    assertThat(files.sealLegacy()).isEqualTo(1);
    assertThat(legacy).doesNotExist();
    assertThat(files.source(ID, Modality.IMAGE, "image/png").size()).isEqualTo(BYTES.length);
    assertThat(files.sealLegacy()).isZero();
    Files.write(legacy, BYTES);
    Files.delete(folder.resolve("media").resolve("all-encrypted"));
    assertThat(files().sealLegacy()).as("older files were put back").isEqualTo(1);
  }

  @Test
  void aMasterKeyThatIsLostOrDamagedIsNamedAndNeverReplaced() throws IOException {
    files().store(stream(BYTES), -1);
    Path master = folder.resolve(MediaKeys.MASTER);
    String kept = Files.readString(master);
    Files.writeString(master, "12ab");
    assertKeyProblem();
    Files.writeString(master, "not a key");
    assertKeyProblem();
    Files.delete(master);
    assertKeyProblem();
    assertThat(master).doesNotExist();
    Files.writeString(master, kept);
    assertThat(files().holds(ID)).isTrue();
  }

  private void assertKeyProblem() {
    assertThatThrownBy(this::keys)
        .isInstanceOfSatisfying(
            UserProblem.class,
            e -> {
              assertThat(e.code()).isEqualTo("media.key");
              assertThat(e.remedy()).contains("backup");
            });
  }

  @Test
  void renditionsAreKeptByMediaAndFrame() throws IOException {
    RenditionFiles renditions = new RenditionFiles(folder.resolve("renditions"), keys());
    renditions.store(ID, List.of(new EncodedPicture("image/jpeg", 1, 1, new byte[] {9})));
    assertThat(renditions.load(ID, 0)).as("of a part without a key nothing is kept").isEmpty();
    keys().keep(ID, MediaKeys.fresh());
    byte[] first = {1, 2};
    byte[] second = {3};
    renditions.store(
        ID,
        List.of(
            new EncodedPicture("image/jpeg", 1, 1, first),
            new EncodedPicture("image/jpeg", 1, 1, second)));
    assertThat(renditions.load(ID, 0)).hasValue(first);
    assertThat(renditions.load(ID, 1)).hasValue(second);
    assertThat(renditions.load(ID, 2)).isEmpty();
    assertThat(renditions.load(ID, -1)).isEmpty();
    assertThat(renditions.load("../" + ID, 0)).isEmpty();
    renditions.delete(ID);
    assertThat(renditions.load(ID, 0)).isEmpty();
  }

  @Test
  void whatIsSaidIsKeptUnreadableAndGoesWithTheMediaPart() throws IOException {
    Path kept = folder.resolve("renditions");
    RenditionFiles renditions = new RenditionFiles(kept, keys());
    SoundTrack sound =
        new SoundTrack(
            ID,
            1,
            0.5,
            new byte[] {1, 2},
            new byte[] {3, 4},
            true,
            "en",
            List.of(new SoundTrack.Said(0, 1, "words nobody may find", 0.9)),
            0);
    renditions.store(sound);
    assertThat(renditions.sound(ID)).as("of a part without a key nothing is kept").isEmpty();
    keys().keep(ID, MediaKeys.fresh());
    renditions.store(sound);
    assertThat(renditions.sound(ID)).hasValue(sound);
    assertThat(renditions.sound("../" + ID)).isEmpty();
    try (Stream<Path> files = Files.walk(kept)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("nobody");
      }
    }
    renditions.delete(ID);
    assertThat(renditions.sound(ID)).isEmpty();
    try (Stream<Path> files = Files.walk(kept)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }
}
