package dev.halcyon.engine.text.train;

import dev.halcyon.engine.text.deep.SentenceEncoder;
import dev.halcyon.engine.text.deep.Tokens;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The sentence encoder's points of the training texts, each encoded alone, so that no text's point
 * depends on its neighbours; kept in a file between runs, since encoding takes most of the time.
 * Confined to one thread, though it encodes on all cores.
 */
final class EmbeddingStore {
  private static final int AT_ONCE = 4_000;

  private final SentenceEncoder encoder;
  private final @Nullable Path file;
  private final PrintStream out;
  private final Map<Tokens, float[]> points = new HashMap<>();

  /**
   * A store.
   *
   * @param file where points are kept between runs, or null for nowhere; a file of another encoder
   *     or one that is cut short is used as far as it is sound
   */
  EmbeddingStore(SentenceEncoder encoder, @Nullable Path file, PrintStream out) throws IOException {
    this.encoder = encoder;
    this.file = file;
    this.out = out;
    if (file != null && Files.exists(file)) {
      read(file);
    }
  }

  private void read(Path file) throws IOException {
    long sound = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      if (!in.readUTF().equals(encoder.ref().sha256())) {
        Files.delete(file);
        return;
      }
      byte[] bytes = new byte[SentenceEncoder.DIMENSIONS * Float.BYTES];
      sound = Short.BYTES + encoder.ref().sha256().length();
      while (true) {
        int[] ids = new int[in.readUnsignedShort()];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = in.readUnsignedShort();
        }
        in.readFully(bytes);
        float[] point = new float[SentenceEncoder.DIMENSIONS];
        java.nio.ByteBuffer.wrap(bytes).asFloatBuffer().get(point);
        points.put(new Tokens(ids), point);
        sound += Short.BYTES * (1L + ids.length) + bytes.length;
      }
    } catch (java.io.EOFException e) {
      out.printf("%d points of an earlier run%n", points.size());
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(sound); // an earlier run may have been stopped while it wrote
    }
  }

  float[] point(Tokens tokens) {
    float @Nullable [] point = points.get(tokens);
    if (point == null) {
      throw new IllegalStateException("asked for a text that was not encoded");
    }
    return point;
  }

  /** Encodes what is not yet there. */
  void encode(Collection<Tokens> wanted) throws IOException, InterruptedException {
    List<Tokens> missing =
        wanted.stream().distinct().filter(each -> !points.containsKey(each)).toList();
    long begun = System.nanoTime();
    for (int from = 0; from < missing.size(); from += AT_ONCE) {
      List<Tokens> some = missing.subList(from, Math.min(missing.size(), from + AT_ONCE));
      float[][] found = encodeAlone(some);
      for (int i = 0; i < found.length; i++) {
        points.put(some.get(i), found[i]);
      }
      write(some, found);
      out.printf(
          "encoded %d of %d texts, %d s%n",
          from + some.size(), missing.size(), (System.nanoTime() - begun) / 1_000_000_000);
    }
  }

  private float[][] encodeAlone(List<Tokens> texts) throws InterruptedException {
    int workers = Runtime.getRuntime().availableProcessors();
    float[][] found = new float[texts.size()][];
    try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      List<Future<?>> work = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        int first = worker;
        work.add(
            pool.submit(
                () -> {
                  for (int i = first; i < found.length; i += workers) {
                    found[i] = encoder.encode(List.of(texts.get(i)))[0];
                  }
                }));
      }
      for (Future<?> each : work) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
    return found;
  }

  private void write(List<Tokens> texts, float[][] found) throws IOException {
    if (file == null) {
      return;
    }
    boolean fresh = !Files.exists(file);
    try (DataOutputStream to =
        new DataOutputStream(
            new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                1 << 20))) {
      if (fresh) {
        to.writeUTF(encoder.ref().sha256());
      }
      for (int i = 0; i < found.length; i++) {
        int[] ids = texts.get(i).ids();
        to.writeShort(ids.length);
        for (int id : ids) {
          to.writeShort(id);
        }
        for (float value : found[i]) {
          to.writeFloat(value);
        }
      }
    }
  }
}
