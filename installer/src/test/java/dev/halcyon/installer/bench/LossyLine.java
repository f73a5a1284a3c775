package dev.halcyon.installer.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A far and bad network between workbench and server: a loopback port whose bytes arrive half the
 * round trip later, and what counts as a lost packet only after it was sent again, one round trip
 * and 200 ms after (the least that TCP waits on Linux). Order is kept. Safe for any thread.
 */
final class LossyLine implements AutoCloseable {
  private static final int PACKET = 1460;
  private static final long LEAST_TIMEOUT = 200;

  private final URI server;
  private final long oneWay;
  private final double loss;
  private final ServerSocket listening;
  private final ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();

  private record Packet(byte[] bytes, long due) {}

  /**
   * @param roundTrip ms
   * @param loss share of packets lost, 0 to 1
   */
  LossyLine(URI server, long roundTrip, double loss) {
    this.server = server;
    this.oneWay = roundTrip / 2;
    this.loss = loss;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lanes.submit(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  private Void accept() throws IOException {
    while (!listening.isClosed()) {
      Socket near = listening.accept();
      Socket far = new Socket();
      far.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      lanes.submit(() -> pass(near, far));
      lanes.submit(() -> pass(far, near));
    }
    return null;
  }

  private Void pass(Socket from, Socket to) throws IOException {
    BlockingQueue<Packet> onTheWay = new LinkedBlockingQueue<>();
    lanes.submit(() -> deliver(onTheWay, to));
    byte[] buffer = new byte[PACKET];
    try (InputStream in = from.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        onTheWay.add(new Packet(Arrays.copyOf(buffer, read), due()));
      }
    } finally {
      onTheWay.add(new Packet(new byte[0], System.nanoTime()));
    }
    return null;
  }

  private long due() {
    long millis = oneWay;
    while (ThreadLocalRandom.current().nextDouble() < loss) {
      millis += 2 * oneWay + LEAST_TIMEOUT;
    }
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static Void deliver(BlockingQueue<Packet> onTheWay, Socket to)
      throws IOException, InterruptedException {
    try (to;
        OutputStream out = to.getOutputStream()) {
      for (Packet next = onTheWay.take(); next.bytes().length > 0; next = onTheWay.take()) {
        long wait = next.due() - System.nanoTime();
        if (wait > 0) {
          TimeUnit.NANOSECONDS.sleep(wait);
        }
        out.write(next.bytes());
        out.flush();
      }
    }
    return null;
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lanes.shutdownNow();
  }
}
