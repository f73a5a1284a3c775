package dev.halcyon.engine.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places that a hostile file may name and that nobody may open: an address on this machine, a film
 * in a file and one in a named pipe. Each tells when it was opened. Safe for any thread.
 */
public final class Traps implements AutoCloseable {
  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();
  private final Path film;
  private final Path pipe;
  private final Path opened;
  private final Process writer;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private Traps(ServerSocket server, Path film, Path pipe, Path opened, Process writer) {
    this.server = server;
    this.film = film;
    this.pipe = pipe;
    this.opened = opened;
    this.writer = writer;
  }

  /**
   * Sets the traps.
   *
   * @param bait what they hand out: a whole film, so that whoever opens one has frames of it
   */
  public static Traps set(Path folder, byte[] bait) throws IOException, InterruptedException {
    Path film = Files.write(folder.resolve("bait.ts"), bait);
    Path pipe = folder.resolve("bait.fifo");
    Path opened = folder.resolve("opened");
    new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();
    // A shell waits at the pipe until somebody opens its other end, and says so before it writes.
    Process writer =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "exec 3>\"$1\"; : >\"$2\"; cat \"$3\" >&3",
                "bait",
                pipe.toString(),
                opened.toString(),
                film.toString())
            .start();
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Traps traps = new Traps(server, film, pipe, opened, writer);
    traps.threads.execute(() -> traps.serve(bait));
    return traps;
  }

  private void serve(byte[] bait) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        connections.incrementAndGet();
        OutputStream out = client.getOutputStream();
        String head =
            "HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nConnection: close\r\nContent-Length: ";
        out.write((head + bait.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bait);
      } catch (IOException e) {
        // The visitor went away, or the trap was taken away, which ends the loop.
        continue;
      }
    }
  }

  /** What a file may name: the address first. */
  public List<String> targets() {
    return List.of(
        "http://127.0.0.1:" + server.getLocalPort() + "/bait.ts",
        pipe.toString(),
        "file://" + pipe,
        film.toString(),
        "pipe:0",
        "fd:0");
  }

  public Path pipe() {
    return pipe;
  }

  /** What was opened so far; whoever connected before this was called is in it. */
  public List<String> sprung() throws IOException {
    List<String> all = new ArrayList<>();
    // The listener's queue is first in, first out: behind our own knock nobody earlier waits.
    int before;
    try (Socket knock = new Socket(server.getInetAddress(), server.getLocalPort())) {
      while (knock.getInputStream().read() >= 0) {
        knock.getInputStream().skip(1 << 20);
      }
      before = connections.getAndSet(0) - 1;
    }
    if (before > 0) {
      all.add("address, " + before + " times");
    }
    if (Files.exists(opened)) {
      all.add("pipe");
    }
    return all;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    server.close();
    writer.destroyForcibly();
    threads.shutdownNow();
    if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
      throw new IOException("the trap's listener did not end");
    }
  }
}
