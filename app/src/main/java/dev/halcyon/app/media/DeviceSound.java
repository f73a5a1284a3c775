package dev.halcyon.app.media;

import dev.halcyon.app.kit.Words;
import dev.halcyon.engine.SoundStream;
import dev.halcyon.protocol.UserProblem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;

/** The sound device of this machine, where it has one. Safe for any thread. */
public final class DeviceSound implements SoundOutput {
  private static final AudioFormat FORMAT =
      new AudioFormat(SoundStream.RATE, Short.SIZE, 1, true, false);

  /** A quarter of a second on its way at most, so that silence comes soon. */
  private static final int BUFFER = SoundStream.RATE / 4 * Short.BYTES;

  private final Words words;

  public DeviceSound(Words words) {
    this.words = words;
  }

  @Override
  public Line open() {
    try {
      SourceDataLine line = AudioSystem.getSourceDataLine(FORMAT);
      line.open(FORMAT, BUFFER);
      line.start();
      return new DeviceLine(line);
    } catch (LineUnavailableException | IllegalArgumentException | SecurityException e) {
      // It is an IllegalArgumentException that says that a machine has no device at all.
      throw new UserProblem(
          "sound.none", words.say("sound.none"), words.say("sound.none.remedy"), e);
    }
  }

  private record DeviceLine(SourceDataLine line) implements Line {
    @Override
    public void write(short[] samples, int from, int count) {
      ByteBuffer bytes = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asShortBuffer().put(samples, from, count);
      line.write(bytes.array(), 0, bytes.capacity());
    }

    @Override
    public long played() {
      return line.getLongFramePosition();
    }

    @Override
    public void drain() {
      line.drain();
    }

    @Override
    public void silence() {
      line.stop();
      line.flush();
    }

    @Override
    public void close() {
      line.close();
    }
  }
}
