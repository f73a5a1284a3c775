package dev.halcyon.installer.journey;

import java.io.ByteArrayOutputStream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.Control;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineListener;
import javax.sound.sampled.SourceDataLine;

/**
 * A line that plays into memory as fast as a loudspeaker would: what does not fit into its buffer
 * waits, and what was not played yet when it is flushed is lost. Safe for any thread.
 */
final class RecordingLine implements SourceDataLine {
  private static final long NANOS = 1_000_000_000;

  private final DataLine.Info info;
  private final AudioFormat format;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private final ByteArrayOutputStream played = new ByteArrayOutputStream();
  private int bufferBytes;
  private boolean open;
  private boolean running;
  private long last;

  RecordingLine(DataLine.Info info, AudioFormat format) {
    this.info = info;
    this.format = format;
  }

  /** What a listener would have heard so far. */
  synchronized byte[] heard() {
    advance();
    return played.toByteArray();
  }

  /** How long that is. */
  long heardMillis() {
    return heard().length * 1000L / bytesPerSecond();
  }

  private long bytesPerSecond() {
    return (long) (format.getFrameRate() * format.getFrameSize());
  }

  /** Plays what time has passed for, in whole frames. */
  private void advance() {
    long now = System.nanoTime();
    if (!running || waiting.size() == 0) {
      last = now;
      return;
    }
    long frames = (long) ((now - last) / (double) NANOS * format.getFrameRate());
    int due = (int) Math.min(waiting.size(), frames * format.getFrameSize());
    byte[] all = waiting.toByteArray();
    played.write(all, 0, due);
    waiting.reset();
    waiting.write(all, due, all.length - due);
    last =
        waiting.size() == 0
            ? now
            : last + (long) (frames * (NANOS / (double) format.getFrameRate()));
    notifyAll();
  }

  @Override
  public synchronized int write(byte[] bytes, int from, int length) {
    int written = 0;
    while (written < length && open) {
      advance();
      int room = Math.min(bufferBytes - waiting.size(), length - written);
      if (room > 0) {
        waiting.write(bytes, from + written, room);
        written += room;
      } else if (!await(20)) {
        return written;
      }
    }
    return written;
  }

  /** False when interrupted. */
  private boolean await(long millis) {
    try {
      wait(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public synchronized void drain() {
    advance();
    while (open && running && waiting.size() > 0 && await(20)) {
      advance();
    }
  }

  @Override
  public synchronized void flush() {
    advance();
    waiting.reset();
    notifyAll();
  }

  @Override
  public synchronized void start() {
    last = System.nanoTime();
    running = true;
  }

  @Override
  public synchronized void stop() {
    advance();
    running = false;
    notifyAll();
  }

  @Override
  public void open(AudioFormat wanted, int bytes) {
    if (!wanted.matches(format)) {
      throw new IllegalArgumentException("no format " + wanted + " here");
    }
    synchronized (this) {
      bufferBytes = bytes;
      open = true;
    }
  }

  @Override
  public void open(AudioFormat wanted) {
    open(wanted, (int) bytesPerSecond());
  }

  @Override
  public void open() {
    open(format);
  }

  @Override
  public synchronized void close() {
    stop();
    open = false;
    notifyAll();
  }

  @Override
  public synchronized boolean isOpen() {
    return open;
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }

  @Override
  public synchronized boolean isActive() {
    advance();
    return running && waiting.size() > 0;
  }

  @Override
  public AudioFormat getFormat() {
    return format;
  }

  @Override
  public synchronized int getBufferSize() {
    return bufferBytes;
  }

  @Override
  public synchronized int available() {
    advance();
    return bufferBytes - waiting.size();
  }

  @Override
  public int getFramePosition() {
    return (int) getLongFramePosition();
  }

  @Override
  public synchronized long getLongFramePosition() {
    advance();
    return played.size() / format.getFrameSize();
  }

  @Override
  public long getMicrosecondPosition() {
    return (long) (getLongFramePosition() * 1_000_000 / format.getFrameRate());
  }

  @Override
  public float getLevel() {
    return -1;
  }

  @Override
  public Line.Info getLineInfo() {
    return info;
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
