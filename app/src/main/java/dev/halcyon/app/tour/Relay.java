package dev.halcyon.app.tour;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * A loopback port that passes bytes on to the server until it is cut, so that the tour can show a
 * workbench whose network went away while the server itself lives on. Safe for any thread.
 */
final class Relay implements AutoCloseable {
  private final URI server;
  private final ServerSocket listening;
  private final ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Relay(URI server, ServerSocket listening) {
    this.server = server;
    this.listening = listening;
  }

  /** Begins to pass on to a server. */
  static Relay to(URI server) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Relay relay = new Relay(server, socket);
    relay.lanes.submit(relay::accept);
    return relay;
  }

  /** The address to give to the workbench. */
  URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** Ends every connection and takes no more. */
  void cut() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private Void accept() throws IOException {
    while (!listening.isClosed()) {
      Socket near = listening.accept();
      Socket far = new Socket();
      open.add(near);
      open.add(far);
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
      in.transferTo(out);
    } finally {
      open.remove(from);
      open.remove(to);
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    cut();
    lanes.shutdownNow();
  }
}
