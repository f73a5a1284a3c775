package dev.halcyon.engine.worker;

import dev.halcyon.engine.video.SoundSink;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Messages between host and worker: a kind, a length, that many bytes. Either end refuses a kind or
 * a length it does not expect, for the other end may be taken over by a hostile file. Reading and
 * writing are each confined to one thread.
 */
final class Pipe implements Closeable {
  /** What the largest message may hold: a sharp picture of 4096×4096 RGB. */
  static final int LARGEST = 4096 * 4096 * 3 + 64;

  /** Both ends must be of the same build; the worker says this first. */
  static final int VERSION = 6;

  /** What a message is. */
  enum Kind {
    /** Worker: ready; version. */
    HELLO(64),
    /** Host: look at this file. */
    ANALYSE(4096),
    /** Host: make one picture of this file. */
    PICTURE(4096),
    /** Worker: give me these bytes of the file; offset, length. */
    READ(64),
    /** Host: the bytes asked for, fewer only at the end of the file. */
    DATA(LARGEST),
    /** Worker: a keyframe: number, fingerprint and its three forms. */
    FRAME(LARGEST),
    /** Worker: forget a keyframe. */
    DROP(64),
    /** Worker: the facts; the analysis is over. */
    FACTS(1 << 20),
    /** Worker: the picture asked for. */
    PIXELS(LARGEST),
    /** Worker: it cannot be done; code, message, remedy. */
    PROBLEM(1 << 14),
    /** Host: fingerprint this file. */
    FINGERPRINT(4096),
    /** Worker: the fingerprint of one frame of a video. */
    PRINT(64),
    /** Worker: the fingerprint is complete. */
    PRINTED(1024),
    /** Host: decode the sound of this file. */
    LISTEN(4096),
    /** Worker: the next second of sound or less, 16-bit samples. */
    SOUND(SoundSink.BLOCK * Short.BYTES),
    /** Worker: what the sound was; the listening is over. */
    HEARD(1 << 14),
    /** Host: follow this film while it comes. */
    WATCH(4096),
    /** Worker: the next keyframe of a film that is followed. */
    SHOT(64),
    /** Worker: the next second or less of the sound of a film that is followed; time, samples. */
    LIVE_SOUND(Double.BYTES + SoundSink.BLOCK * Short.BYTES),
    /** Host: make the frames of this film one after the other. */
    PLAY(4096),
    /** Worker: the next frame of a film that is played; time, picture. */
    SHOWN(LARGEST),
    /** Host: no more frames are wanted; there is no answer but {@link #PLAYED}. */
    STOP(64),
    /** Worker: the film is over, or nobody wants more; when its last frame ends. */
    PLAYED(64),
    /**
     * Host, and worker in answer: nothing but zeros, between two jobs, so that no buffer on the way
     * holds anything else.
     */
    REST(Forgetting.REST);

    private final int largest;

    Kind(int largest) {
      this.largest = largest;
    }
  }

  /** One message as received. */
  record Message(Kind kind, byte[] body) {
    DataInputStream reader() {
      return new DataInputStream(new java.io.ByteArrayInputStream(body));
    }
  }

  private static final Kind[] KINDS = Kind.values();
  private final DataInputStream in;
  private final DataOutputStream out;
  private boolean stopAsked;

  Pipe(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(out);
  }

  /**
   * The next message.
   *
   * @throws EOFException when the other end is gone
   */
  Message receive() throws IOException {
    int kind = in.readUnsignedByte();
    int length = in.readInt();
    if (kind >= KINDS.length || length < 0 || length > KINDS[kind].largest) {
      throw new IOException("message of kind " + kind + " and " + length + " bytes refused");
    }
    byte[] body = new byte[length];
    in.readFully(body);
    return new Message(KINDS[kind], body);
  }

  /** Worker: a job begins; a stop that came too late for the one before is none for this. */
  void begin() {
    stopAsked = false;
  }

  /** Worker: whether the host wants no more; never waits. */
  boolean isStopAsked() throws IOException {
    if (!stopAsked && in.available() > 0) {
      Message message = receive();
      if (message.kind() != Kind.STOP) {
        throw new IOException("the host sent " + message.kind() + " while a film is played");
      }
      stopAsked = true;
    }
    return stopAsked;
  }

  /**
   * The next message, which must be bytes of the file; a stop before it is remembered.
   *
   * @param into takes them; more than fit are refused
   * @return how many came
   */
  int receiveData(byte[] into) throws IOException {
    int kind = in.readUnsignedByte();
    int length = in.readInt();
    if (kind == Kind.STOP.ordinal() && length == 0) {
      stopAsked = true;
      return receiveData(into);
    }
    if (kind != Kind.DATA.ordinal() || length < 0 || length > into.length) {
      throw new IOException("expected bytes of the file, got kind " + kind + ", " + length);
    }
    in.readFully(into, 0, length);
    return length;
  }

  /** Sends the parts as one message. */
  void send(Kind kind, byte[]... parts) throws IOException {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    out.writeByte(kind.ordinal());
    out.writeInt(length);
    for (byte[] part : parts) {
      out.write(part);
    }
    out.flush();
  }

  /** Sends the first bytes of an array as one message. */
  void send(Kind kind, byte[] bytes, int length) throws IOException {
    out.writeByte(kind.ordinal());
    out.writeInt(length);
    out.write(bytes, 0, length);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (in) {
      out.close();
    }
  }
}
