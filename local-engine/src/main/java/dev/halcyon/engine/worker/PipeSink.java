package dev.halcyon.engine.worker;

import dev.halcyon.engine.fingerprint.PdqHasher;
import dev.halcyon.engine.image.FrameForms;
import dev.halcyon.engine.image.MediaFacts;
import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.video.LiveSink;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends keyframes over the pipe from the worker's side. Confined to one thread. */
record PipeSink(Pipe pipe) implements LiveSink {
  @Override
  public void frame(int id, Pixels rgb224, Pixels rgb300, Pixels rendition) throws IOException {
    if (rgb224.width() != FrameForms.NSFW_SIDE || rgb300.width() != FrameForms.OBJECT_SIDE) {
      throw new IllegalArgumentException("a tensor has the wrong size");
    }
    pipe.send(
        Pipe.Kind.FRAME,
        number(id),
        Prints.bytes(PdqHasher.of(rgb300)),
        rgb224.bytes(),
        rgb300.bytes(),
        Answers.shape(rendition),
        rendition.bytes());
  }

  @Override
  public void drop(int id) throws IOException {
    pipe.send(Pipe.Kind.DROP, number(id));
  }

  @Override
  public void shot(MediaFacts.Shot shot) throws IOException {
    pipe.send(Pipe.Kind.SHOT, Answers.shot(shot));
  }

  @Override
  public void sound(double atSeconds, short[] samples) throws IOException {
    byte[] at = ByteBuffer.allocate(Double.BYTES).putDouble(atSeconds).array();
    pipe.send(Pipe.Kind.LIVE_SOUND, at, Answers.sound(samples));
  }

  private static byte[] number(int id) {
    return ByteBuffer.allocate(4).putInt(id).array();
  }
}
