package dev.halcyon.server.http;

import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Loads the server's key and certificate from a PKCS#12 file. Stateless. */
final class TlsKeys {
  private TlsKeys() {}

  /**
   * @throws UserProblem {@code http.tls} when the key cannot be read
   */
  static SSLContext load(ServerOptions options) {
    @Nullable Path keystore = options.tlsKeystore();
    @Nullable Path passwordFile = options.tlsPasswordFile();
    if (keystore == null || passwordFile == null) {
      throw new UserProblem(
          "http.tls",
          "TLS needs a key store and the file with its password.",
          "Give both --tls-keystore FILE and --tls-password-file FILE.");
    }
    try (InputStream in = Files.newInputStream(keystore)) {
      char[] password = Files.readString(passwordFile).strip().toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new UserProblem(
          "http.tls",
          "The TLS key in " + keystore + " cannot be read: " + e.getMessage(),
          "Check that it is a PKCS#12 file, that the password is right, and its permissions.",
          e);
    }
  }
}
