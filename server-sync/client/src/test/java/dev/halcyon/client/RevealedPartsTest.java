package dev.halcyon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RevealedPartsTest {
  private static final int SIZE = 20 * RevealedParts.PART + 777;

  private final byte[] original = new byte[SIZE];
  private final List<byte[]> given = new ArrayList<>();
  private final RevealedParts parts =
      new RevealedParts(
          SIZE,
          (from, length) -> {
            byte[] part = Arrays.copyOfRange(original, (int) from, (int) from + length);
            given.add(part);
            return part;
          });

  RevealedPartsTest() {
    new Random(3).nextBytes(original);
  }

  private static byte[] read(SeekableByteChannel channel, long from, int length)
      throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    channel.position(from);
    while (into.hasRemaining() && channel.read(into) >= 0) {
      // Goes on: a channel may give less than is asked.
    }
    return Arrays.copyOf(into.array(), into.position());
  }

  @Test
  void anyPlaceReadsAsInTheOriginal() throws IOException {
    try (SeekableByteChannel channel = parts.open()) {
      assertThat(channel.size()).isEqualTo(SIZE);
      for (long from : new long[] {0, 5, RevealedParts.PART - 3, SIZE - 9, SIZE}) {
        byte[] read = read(channel, from, 300_000);
        int end = (int) Math.min(SIZE, from + 300_000);
        assertThat(read)
            .as("from %d", from)
            .isEqualTo(Arrays.copyOfRange(original, (int) from, end));
      }
    }
  }

  @Test
  void onlyAFewPartsAreInMemoryHoweverMuchIsReadAndOldOnesAreOverwritten() throws IOException {
    try (SeekableByteChannel channel = parts.open()) {
      for (long from = 0; from < SIZE; from += RevealedParts.PART) {
        read(channel, from, 100);
        assertThat(parts.held())
            .isLessThanOrEqualTo((long) RevealedParts.KEPT * RevealedParts.PART);
      }
    }
    assertThat(given.getFirst()).containsOnly(0);
    assertThat(given.getLast()).isNotEqualTo(new byte[given.getLast().length]);
  }

  @Test
  void givingUpOverwritesAllAndNothingMoreIsRead() throws IOException {
    SeekableByteChannel channel = parts.open();
    read(channel, 0, 100);
    parts.close();
    assertThat(given).allSatisfy(part -> assertThat(part).containsOnly(0));
    assertThat(parts.held()).isZero();
    assertThatThrownBy(() -> read(channel, 0, 1)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aServerThatSendsLessThanTheFileHasIsAnError() {
    RevealedParts cut = new RevealedParts(1000, (_, _) -> new byte[10]);
    assertThatThrownBy(() -> read(cut.open(), 500, 10)).isInstanceOf(IOException.class);
  }
}
