package dev.halcyon.engine;

import dev.halcyon.protocol.Modality;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/**
 * Untrusted media bytes by reference, so that nothing but the worker process ever decodes them.
 * Implementations must allow {@link #open()} from any thread, several times.
 */
public interface MediaSource {
  /** SHA-256 of the bytes, lower-case hex. */
  String mediaId();

  /** The kind the platform claimed; the worker checks it against the bytes. */
  Modality kind();

  /** The MIME type the platform claimed. */
  String declaredType();

  /** Length in bytes. */
  long size();

  /**
   * Whether whoever encoded it has no reason to hide a frame, as with one's own recordings. A video
   * of theirs is then looked at twice as fast, and frames that no other frame needs go unseen.
   */
  default boolean trusted() {
    return false;
  }

  /** The same of somebody who hides no frame: the caller says so. */
  default MediaSource asTrusted() {
    return new TrustedSource(this);
  }

  /** A fresh channel over the bytes, positioned at 0; the caller closes it. */
  SeekableByteChannel open() throws IOException;
}
