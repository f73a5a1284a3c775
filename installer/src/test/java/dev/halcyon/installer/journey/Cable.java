package dev.halcyon.installer.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The network between one workbench and the server: a loopback port that passes bytes on, can be
 * pulled out, and put in again. Safe for any thread.
 */
final class Cable implements AutoCloseable {
  private final URI server;
  private final ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int port;
  private ServerSocket listening;

  Cable(URI server) {
    this.server = server;
    this.listening = listen(0);
    this.port = listening.getLocalPort();
  }

  /** The address to give to the workbench. */
  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Ends every connection and takes no more. */
  void pull() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Works again at the same address. */
  void plugIn() {
    listening = listen(port);
  }

  private ServerSocket listen(int where) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), where));
      lanes.submit(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Void accept(ServerSocket socket) throws IOException {
    while (!socket.isClosed()) {
      Socket near = socket.accept();
      Socket far = new Socket();
      open.add(near);
      open.add(far);
      if (socket.isClosed()) {
        near.close();
        return null;
      }
      far.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      lanes.submit(() -> pass(near, far));
      lanes.submit(() -> pass(far, near));
    }
    return null;
  }

  /** One direction; when it ends the other must too. */
  private Void pass(Socket from, Socket to) throws IOException {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } finally {
      open.remove(from);
      open.remove(to);
    }
    return null;
  }

  @Override
  public void close() {
    pull();
    lanes.shutdownNow();
  }
}
