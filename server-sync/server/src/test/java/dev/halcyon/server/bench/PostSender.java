package dev.halcyon.server.bench;

import dev.halcyon.protocol.Protocol;
import dev.halcyon.server.TestClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * A load generator of one thread: sends posts that were made beforehand over plain connections that
 * it keeps, each when it is due whatever became of those before, and notes what each was answered.
 * A client's comfort costs more than a server's work on one post, and is no part of what is
 * measured here; what this thread itself takes is measured apart. Confined to the thread that runs
 * it.
 */
final class PostSender implements AutoCloseable {
  /** More than ever wait at a rate that the server holds; what is due beyond them waits here. */
  private static final int MOST_CONNECTIONS = 800;

  private static final String END_OF_HEAD = "\r\n\r\n";

  /**
   * What a post was answered.
   *
   * @param body as it came, with the sizes of its chunks where it came in chunks
   * @param dueSeconds after the first was due
   * @param millis since it was due
   */
  record Answered(int status, String body, double dueSeconds, double millis) {}

  private final Selector selector = Selector.open();
  private final InetSocketAddress address;
  private final byte[] head;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final List<Answered> answers = new ArrayList<>();
  private int connections;
  private long begun;
  private double seconds;

  /**
   * @param path and query of the address
   * @param type of the bodies
   */
  PostSender(TestClient client, String path, String type) throws IOException {
    URI url = client.url();
    address = new InetSocketAddress(url.getHost(), url.getPort());
    head =
        """
        POST %s HTTP/1.1
        Host: %s
        Authorization: Bearer %s
        %s: %s
        Content-Type: %s
        Content-Length: \
        """
            .formatted(
                path,
                url.getAuthority(),
                client.token(),
                Protocol.VERSION_HEADER,
                Protocol.VERSION,
                type)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A whole request with this body. */
  byte[] request(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] rest = (bytes.length + END_OF_HEAD).getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(head.length + rest.length + bytes.length)
        .put(head)
        .put(rest)
        .put(bytes)
        .array();
  }

  /** Sends each request in its turn, so many a second, and waits for all answers. */
  List<Answered> send(List<byte[]> requests, double rate) throws IOException {
    long clock = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    answers.clear();
    begun = System.nanoTime();
    for (int next = 0; answers.size() < requests.size(); ) {
      for (long due = due(next, rate);
          next < requests.size() && due <= System.nanoTime() && free();
          due = due(next, rate)) {
        idle.removeFirst().send(requests.get(next++), due);
      }
      selector.select(key -> ((Connection) key.attachment()).readable(), 1);
    }
    seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - clock) / 1e9;
    return List.copyOf(answers);
  }

  /** Processor time that sending took, in seconds. */
  double seconds() {
    return seconds;
  }

  private long due(int post, double rate) {
    return begun + (long) (post * 1e9 / rate);
  }

  private boolean free() throws IOException {
    if (idle.isEmpty() && connections < MOST_CONNECTIONS) {
      idle.add(new Connection());
      connections++;
    }
    return !idle.isEmpty();
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  /** One request after the other. */
  private final class Connection {
    private final SocketChannel channel = SocketChannel.open(address);
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    private long due;

    private Connection() throws IOException {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    private void send(byte[] request, long when) throws IOException {
      due = when;
      in.clear();
      ByteBuffer out = ByteBuffer.wrap(request);
      while (out.hasRemaining()) { // a post is far smaller than a socket's buffer
        channel.write(out);
      }
    }

    private void readable() {
      try {
        if (channel.read(in) < 0) {
          throw new IllegalStateException("the server closed a connection");
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf(END_OF_HEAD);
      if (end < 0 || !whole(text, end)) {
        return;
      }
      int status = Integer.parseInt(text.substring(9, 12));
      String body = text.substring(end + END_OF_HEAD.length());
      answers.add(new Answered(status, body, (due - begun) / 1e9, (System.nanoTime() - due) / 1e6));
      idle.addFirst(this);
    }

    private boolean whole(String text, int end) {
      String headers = text.substring(0, end).toLowerCase(Locale.ROOT) + "\r\n";
      String name = "\r\ncontent-length:";
      int at = headers.indexOf(name);
      if (at < 0) {
        return text.endsWith("\r\n0" + END_OF_HEAD);
      }
      int length =
          Integer.parseInt(
              headers.substring(at + name.length(), headers.indexOf("\r\n", at + 2)).strip());
      return text.length() - end - END_OF_HEAD.length() == length;
    }
  }
}
