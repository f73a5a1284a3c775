package dev.halcyon.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.server.store.Database;
import dev.halcyon.server.store.JournaledDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The file under the database against a plain array: what is read is what was written, and after a
 * power cut it is byte for byte what the last flush promised, whichever writes reached the disk.
 */
class JournaledFileTest {
  private static final int PAGE = 4096;

  @TempDir Path directory;

  @BeforeEach
  void plugIn() throws IOException {
    Database.fileUrl(directory); // makes journal: known
    LossyDisk.plugIn();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void afterAPowerCutTheFileIsWhatTheLastFlushPromised(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] promised = new byte[0];
    for (int life = 0; life < 20; life++) {
      LossyDisk.plugIn();
      promised = live(random, promised);
      assertThat(readWhole("r")).as("life %d, reading only", life).isEqualTo(promised);
      assertThat(readWhole("rw")).as("life %d", life).isEqualTo(promised);
    }
  }

  /** Writes, cuts, reads and flushes at random until the power fails; returns what was promised. */
  private byte[] live(Random random, byte[] before) throws IOException {
    byte[] now = before;
    byte[] promised = before;
    FileChannel file = open("lossy", "rw");
    int steps = random.nextInt(60);
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          flush("lossy");
          promised = now;
        }
        case 1 -> {
          int length = random.nextInt(now.length + 1);
          file.truncate(random.nextBoolean() ? length : length / PAGE * PAGE);
          now = Arrays.copyOf(now, (int) file.size());
        }
        case 2 -> assertThat(read(file)).isEqualTo(now);
        default -> now = write(file, random, now);
      }
    }
    cutPower(file, random.nextBoolean() ? random : null);
    return promised;
  }

  private static byte[] write(FileChannel file, Random random, byte[] now) throws IOException {
    boolean wholePages = random.nextBoolean();
    int at = random.nextInt(Math.min(now.length, 40 * PAGE) + 2 * PAGE);
    byte[] bytes = new byte[1 + random.nextInt(3 * PAGE)];
    random.nextBytes(bytes);
    if (wholePages) {
      at = at / PAGE * PAGE;
      bytes = Arrays.copyOf(bytes, (bytes.length + PAGE - 1) / PAGE * PAGE);
    }
    file.write(ByteBuffer.wrap(bytes), at);
    byte[] after = Arrays.copyOf(now, Math.max(now.length, at + bytes.length));
    System.arraycopy(bytes, 0, after, at, bytes.length);
    return after;
  }

  @Test
  void anOrderlyCloseLeavesTheFileAloneWithoutAJournal() throws IOException {
    try (FileChannel file = open("async", "rw")) {
      file.write(ByteBuffer.wrap("safe".getBytes()), 0);
      assertThat(path()).as("before the flush").isEmptyFile();
      flush("async");
      assertThat(journal()).exists();
    }
    assertThat(path()).hasContent("safe");
    assertThat(journal()).doesNotExist();
  }

  @Test
  void whatTheOwnerAskedForLastIsThereAfterAnOrderlyCloseAndNotBefore() throws IOException {
    try (FileChannel file = open("async", "rw")) {
      file.write(ByteBuffer.wrap("last".getBytes()), 0);
      file.force(true);
      assertThat(path()).as("before the close").isEmptyFile();
    }
    assertThat(path()).hasContent("last");
    try (FileChannel file = open("async", "rw")) {
      file.write(ByteBuffer.wrap("lost".getBytes()), 0);
    }
    assertThat(path()).as("nobody asked").hasContent("last");
  }

  @Test
  void aJournalThatLostABatchFromItsMiddleIsRefusedAndNothingIsChanged() throws IOException {
    FileChannel file = open("lossy", "rw");
    for (int i = 0; i < 5; i++) {
      file.write(ByteBuffer.wrap(new byte[PAGE]), (long) i * PAGE);
      flush("lossy");
    }
    cutPower(file, null);
    try (FileChannel raw = FileChannel.open(journal(), StandardOpenOption.WRITE)) {
      raw.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 2 * 2 * PAGE + 500);
    }
    byte[] before = Files.readAllBytes(path());
    byte[] journalBefore = Files.readAllBytes(journal());
    for (String mode : new String[] {"r", "rw"}) {
      try (FileChannel again = open("async", mode)) {
        assertThatThrownBy(again::size)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("journal is damaged");
      }
    }
    assertThat(path()).hasBinaryContent(before);
    assertThat(journal()).hasBinaryContent(journalBefore);
  }

  @Test
  void aTornLastRecordIsDroppedAndTheNextOneTakesItsPlace() throws IOException {
    FileChannel file = open("lossy", "rw");
    file.write(ByteBuffer.wrap("first".getBytes()), 0);
    flush("lossy");
    file.write(ByteBuffer.wrap("again".getBytes()), 0);
    flush("lossy");
    cutPower(file, null);
    try (FileChannel raw = FileChannel.open(journal(), StandardOpenOption.WRITE)) {
      raw.truncate(raw.size() - 5000);
      try (FileChannel main = FileChannel.open(path(), StandardOpenOption.WRITE)) {
        main.write(ByteBuffer.wrap("again".getBytes()), 0);
      }
    }
    assertThat(readWhole("r")).isEqualTo("first".getBytes());
    try (FileChannel again = open("async", "rw")) {
      assertThat(read(again)).isEqualTo("first".getBytes());
      again.write(ByteBuffer.wrap("third".getBytes()), 0);
      flush("async");
    }
    assertThat(readWhole("r")).isEqualTo("third".getBytes());
  }

  @Test
  void moreThanFitsInMemoryIsWrittenWithoutBeingAskedFor() throws IOException {
    byte[] block = new byte[1 << 20];
    try (FileChannel file = open("async", "rw")) {
      for (int i = 0; i < 80; i++) {
        Arrays.fill(block, (byte) i);
        file.write(ByteBuffer.wrap(block), (long) i << 20);
      }
      assertThat(Files.size(path())).isGreaterThanOrEqualTo(64L << 20);
      flush("async");
    }
    try (FileChannel file = open("async", "r")) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, (79L << 20) + 5);
      assertThat(one.get(0)).isEqualTo((byte) 79);
    }
  }

  private static void cutPower(FileChannel file, @Nullable Random survivors) throws IOException {
    LossyDisk.cutPower(survivors);
    try {
      file.close();
    } catch (IOException dark) {
      // Nothing can be closed in order without power.
    }
  }

  private void flush(String below) throws IOException {
    JournaledDisk.flush("journal:" + below + ":" + path());
  }

  private FileChannel open(String below, String mode) throws IOException {
    return FilePath.get("journal:" + below + ":" + path()).open(mode);
  }

  private byte[] readWhole(String mode) throws IOException {
    @Nullable FileChannel file = null;
    try {
      file = open("async", mode);
      return read(file);
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }

  private static byte[] read(FileChannel file) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(10_000);
    while (file.read(buffer, all.size()) > 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    assertThat(all.size()).isEqualTo((int) file.size());
    return all.toByteArray();
  }

  private Path path() {
    return directory.resolve("file");
  }

  private Path journal() {
    return directory.resolve("file.journal");
  }
}
