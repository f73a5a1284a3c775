package dev.halcyon.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteadyDiskTest {
  @TempDir Path folder;
  private FileChannel channel;

  @BeforeEach
  void open() throws IOException {
    JournaledDisk.plugIn();
    channel = FilePath.get(name()).open("rw");
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
  }

  private String name() {
    return SteadyDisk.SCHEME + ":" + folder.resolve("file");
  }

  @Test
  void writesReadsAndCutsAsAFileDoes() throws IOException {
    Random random = new Random(1);
    byte[] expected = new byte[0];
    for (int step = 0; step < 300; step++) {
      int at = random.nextInt(20_000);
      if (random.nextInt(6) == 0) {
        channel.truncate(at);
        expected = at < expected.length ? java.util.Arrays.copyOf(expected, at) : expected;
      } else {
        byte[] bytes = new byte[1 + random.nextInt(9_000)];
        random.nextBytes(bytes);
        ByteBuffer source = step % 2 == 0 ? ByteBuffer.wrap(bytes) : direct(bytes);
        assertThat(channel.write(source, at)).isEqualTo(bytes.length);
        assertThat(source.hasRemaining()).isFalse();
        expected = java.util.Arrays.copyOf(expected, Math.max(expected.length, at + bytes.length));
        System.arraycopy(bytes, 0, expected, at, bytes.length);
      }
      assertThat(channel.size()).isEqualTo(expected.length);
      if (expected.length > 0) {
        int from = random.nextInt(expected.length);
        int most = 1 + random.nextInt(5_000);
        ByteBuffer target =
            step % 2 == 0 ? ByteBuffer.allocate(most) : ByteBuffer.allocateDirect(most);
        int count = channel.read(target, from);
        assertThat(count).isEqualTo(Math.min(most, expected.length - from));
        byte[] found = new byte[count];
        target.flip().get(found);
        assertThat(found).isEqualTo(java.util.Arrays.copyOfRange(expected, from, from + count));
      }
    }
    assertThat(channel.read(ByteBuffer.allocate(1), expected.length)).isEqualTo(-1);
    channel.force(true);
    assertThat(Files.readAllBytes(folder.resolve("file"))).isEqualTo(expected);
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  @Test
  void anInterruptedThreadReadsAndWritesAndTheFileStaysOpen() throws IOException {
    Thread.currentThread().interrupt();
    channel.write(ByteBuffer.wrap(new byte[] {7}), 3);
    channel.force(true);
    ByteBuffer target = ByteBuffer.allocate(4);
    assertThat(channel.read(target, 0)).isEqualTo(4);
    assertThat(target.get(3)).isEqualTo((byte) 7);
    assertThat(Thread.interrupted()).as("the interrupt is for others to see").isTrue();
    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.size()).isEqualTo(4);
  }

  @Test
  void itsLockKeepsOthersOutUntilItIsClosed() throws IOException {
    FileLock mine = channel.tryLock();
    assertThat(mine).isNotNull();
    channel.read(ByteBuffer.allocate(1), 0);
    try (FileChannel other = FilePath.get(name()).open("rw")) {
      assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
    }
    assertThat(mine.isValid()).isTrue();
  }
}
