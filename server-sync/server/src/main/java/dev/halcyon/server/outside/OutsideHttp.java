package dev.halcyon.server.outside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Makes clients for what lies outside: no redirects, no proxy, no retries of their own, a limit on
 * the whole call, and no connection to a private address. The address is looked at where the
 * connection is made, so neither a name that resolves to one, nor one that does so only the second
 * time, nor a bare number gets past. Stateless.
 */
public final class OutsideHttp {
  private OutsideHttp() {}

  /** Says that a connection was not made because of where it would have led. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused() {
      super("the address is private");
    }
  }

  /**
   * A client.
   *
   * @param limit how long a whole call may take
   * @param privateAddresses whether private addresses may be reached
   */
  public static OkHttpClient client(Duration limit, boolean privateAddresses) {
    return client(limit, privateAddresses ? address -> false : OutsideHttp::isPrivate);
  }

  /**
   * A client of another idea of which addresses are not to be reached.
   *
   * @param refused looked at where each connection is made
   */
  public static OkHttpClient client(Duration limit, Predicate<InetAddress> refused) {
    return new OkHttpClient.Builder()
        .callTimeout(limit)
        .connectTimeout(limit.dividedBy(2))
        .readTimeout(limit)
        .writeTimeout(limit)
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .proxy(Proxy.NO_PROXY)
        .protocols(List.of(Protocol.HTTP_1_1))
        .connectionPool(new ConnectionPool(4, 30, java.util.concurrent.TimeUnit.SECONDS))
        .socketFactory(new CheckedSockets(refused))
        .build();
  }

  /** Whether an address is one that the public internet does not route to a stranger's host. */
  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || (bytes.length == 4 ? isReserved(bytes, 0) : isReserved6(bytes));
  }

  /**
   * RFC 6890: this network, shared (CGNAT), protocol assignments, documentation, benchmarks,
   * reserved.
   */
  private static boolean isReserved(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    return first == 0
        || first == 10
        || first == 127
        || first >= 224
        || first == 100 && (second & 0xc0) == 64
        || first == 169 && second == 254
        || first == 172 && (second & 0xf0) == 16
        || first == 192 && second == 168
        || first == 192 && second == 0 && bytes[at + 2] == 0
        || first == 192 && second == 0 && bytes[at + 2] == 2
        || first == 198 && (second & 0xfe) == 18
        || first == 198 && second == 51 && bytes[at + 2] == 100
        || first == 203 && second == 0 && bytes[at + 2] == 113;
  }

  /**
   * Unique local addresses, protocol assignments (Teredo among them), documentation, discard, and
   * those that carry an IPv4 address: mapped, NAT64, 6to4.
   */
  private static boolean isReserved6(byte[] bytes) {
    int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    boolean zeros = true;
    for (int i = 2; i < 10; i++) {
      zeros &= bytes[i] == 0;
    }
    boolean embedded = first == 0 && zeros;
    boolean nat64 = first == 0x0064 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
    int second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    boolean assigned = first == 0x2001 && ((second & 0xfe00) == 0 || second == 0x0db8);
    return (first & 0xfe00) == 0xfc00
        || assigned
        || first == 0x0100 && second == 0
        || embedded && isReserved(bytes, 12)
        || nat64 && (bytes[5] != 0 || isReserved(bytes, 12))
        || first == 0x2002 && isReserved(bytes, 2);
  }

  private static final class CheckedSockets extends SocketFactory {
    private final Predicate<InetAddress> refused;

    CheckedSockets(Predicate<InetAddress> refused) {
      this.refused = refused;
    }

    @Override
    public Socket createSocket() {
      return new Socket() {
        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
          if (!(endpoint instanceof InetSocketAddress inet)
              || inet.isUnresolved()
              || refused.test(inet.getAddress())) {
            throw new Refused();
          }
          super.connect(endpoint, timeout);
        }
      };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      Socket socket = createSocket();
      socket.connect(new InetSocketAddress(host, port), 0);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
        throws IOException {
      return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
        throws IOException {
      return createSocket(host, port);
    }
  }
}
