package dev.halcyon.app.kit;

import java.net.URI;

/** Reads what people type as the address of a server. Stateless. */
public final class ServerAddress {
  private ServerAddress() {}

  /**
   * The address in a text: {@code http} or {@code https} with a host, nothing after the port.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static URI parse(String text) {
    URI uri = URI.create(text.strip().replaceAll("/+$", ""));
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null || !uri.getPath().isEmpty()) {
      throw new IllegalArgumentException("not the address of a server: " + text);
    }
    return uri;
  }
}
