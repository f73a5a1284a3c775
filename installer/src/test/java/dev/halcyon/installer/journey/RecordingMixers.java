package dev.halcyon.installer.journey;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.Control;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineListener;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.spi.MixerProvider;

/**
 * A sound device for Java Sound on machines that have none: it takes its time like a real one and
 * keeps what it was given. Found by the service loader; {@link #use} puts it before any real one.
 */
public final class RecordingMixers extends MixerProvider {
  private static final String NAME = "Halcyon recording line";
  private static final Mixer.Info INFO = new Recorder("Halcyon", "test");
  private static final List<RecordingLine> LINES = new CopyOnWriteArrayList<>();

  /** Has sound played here instead of on a device of this machine. */
  static void use() {
    LINES.clear(); // of a journey before this one, in the same process
    System.setProperty(
        SourceDataLine.class.getName(), RecordingMixers.class.getName() + "#" + NAME);
  }

  /** Every line that was opened here, in order. */
  static List<RecordingLine> lines() {
    return List.copyOf(LINES);
  }

  private static final class Recorder extends Mixer.Info {
    Recorder(String vendor, String version) {
      super(NAME, vendor, "keeps what it is given", version);
    }
  }

  @Override
  public Mixer.Info[] getMixerInfo() {
    return new Mixer.Info[] {INFO};
  }

  @Override
  public Mixer getMixer(Mixer.Info wanted) {
    if (wanted != null && !INFO.equals(wanted)) {
      throw new IllegalArgumentException("no mixer " + wanted + " here");
    }
    return new RecordingMixer();
  }

  /** Gives lines for what the desk plays: 16 kHz, one channel, 16 bits. */
  private static final class RecordingMixer implements Mixer {
    private static final AudioFormat FORMAT = new AudioFormat(16_000, 16, 1, true, false);
    private static final DataLine.Info SOURCE = new DataLine.Info(SourceDataLine.class, FORMAT);

    @Override
    public Info getMixerInfo() {
      return INFO;
    }

    @Override
    public Line.Info[] getSourceLineInfo() {
      return new Line.Info[] {SOURCE};
    }

    @Override
    public Line.Info[] getTargetLineInfo() {
      return new Line.Info[0];
    }

    @Override
    public Line.Info[] getSourceLineInfo(Line.Info wanted) {
      return wanted.matches(SOURCE) ? getSourceLineInfo() : new Line.Info[0];
    }

    @Override
    public Line.Info[] getTargetLineInfo(Line.Info wanted) {
      return new Line.Info[0];
    }

    @Override
    public boolean isLineSupported(Line.Info wanted) {
      return wanted.matches(SOURCE);
    }

    @Override
    public Line getLine(Line.Info wanted) {
      if (!isLineSupported(wanted)) {
        throw new IllegalArgumentException("no line " + wanted + " here");
      }
      RecordingLine line = new RecordingLine(SOURCE, FORMAT);
      LINES.add(line);
      return line;
    }

    @Override
    public int getMaxLines(Line.Info wanted) {
      return AudioSystem.NOT_SPECIFIED;
    }

    @Override
    public Line[] getSourceLines() {
      return new Line[0];
    }

    @Override
    public Line[] getTargetLines() {
      return new Line[0];
    }

    @Override
    public void synchronize(Line[] lines, boolean maintained) {
      throw new IllegalArgumentException("lines are not kept in step here");
    }

    @Override
    public void unsynchronize(Line[] lines) {}

    @Override
    public boolean isSynchronizationSupported(Line[] lines, boolean maintained) {
      return false;
    }

    @Override
    public Line.Info getLineInfo() {
      return new Line.Info(Mixer.class);
    }

    @Override
    public void open() {}

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public Control[] getControls() {
      return new Control[0];
    }

    @Override
    public boolean isControlSupported(Control.Type control) {
      return false;
    }

    @Override
    public Control getControl(Control.Type control) {
      throw new IllegalArgumentException("no control " + control);
    }

    @Override
    public void addLineListener(LineListener listener) {}

    @Override
    public void removeLineListener(LineListener listener) {}
  }
}
