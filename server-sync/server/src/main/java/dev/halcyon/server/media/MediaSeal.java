package dev.halcyon.server.media;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.protocol.Modality;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * How media lie encrypted on disk: AES-256-GCM in segments (Tink's AES-GCM-HKDF streaming), so that
 * a film can be read from anywhere and a changed byte is noticed. Stateless.
 */
final class MediaSeal {
  /** Small, because readers of films jump about and each jump opens a segment. */
  private static final int SEGMENT = 64 * 1024;

  private static final int KEY_BYTES = 32;
  private static final byte[] NOTHING = {};

  private MediaSeal() {}

  /** Encrypts into a sink; closing it writes the last segment and leaves the sink open. */
  static OutputStream into(DurableFiles.Sink sink, byte[] key) throws IOException {
    OutputStream plain =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            sink.write(from == 0 ? bytes : Arrays.copyOfRange(bytes, from, from + length), length);
          }
        };
    try {
      return cipher(key).newEncryptingStream(plain, NOTHING);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /** The bytes as they were uploaded; reading fails with an IOException where one was changed. */
  static SeekableByteChannel open(Path file, byte[] key) throws IOException {
    SeekableByteChannel sealed = Files.newByteChannel(file);
    try {
      return cipher(key).newSeekableDecryptingChannel(sealed, NOTHING);
    } catch (GeneralSecurityException e) {
      sealed.close();
      throw new IOException("the file cannot be decrypted: " + e.getMessage(), e);
    } catch (IOException e) {
      sealed.close();
      throw e;
    }
  }

  private static AesGcmHkdfStreaming cipher(byte[] key) throws GeneralSecurityException {
    return new AesGcmHkdfStreaming(key, "HmacSha256", KEY_BYTES, SEGMENT, 0);
  }

  /** A stored file for the engine. */
  record Source(
      String mediaId, Modality kind, String declaredType, long size, Path file, byte[] key)
      implements MediaSource {
    @Override
    public SeekableByteChannel open() throws IOException {
      return MediaSeal.open(file, key);
    }
  }
}
