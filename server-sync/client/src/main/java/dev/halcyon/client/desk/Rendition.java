package dev.halcyon.client.desk;

import dev.halcyon.protocol.Filter;

/**
 * A harmless picture of one frame, in memory. The array is shared, not copied: never write to it.
 *
 * @param frame position in the keyframe strip, 0 for a picture
 * @param filter that it was made with
 * @param jpeg the encoded rendition
 */
public record Rendition(String mediaId, int frame, Filter filter, byte[] jpeg) {
  /** One as everybody sees first. */
  public Rendition(String mediaId, int frame, byte[] jpeg) {
    this(mediaId, frame, Filter.USUAL, jpeg);
  }

  /** Says nothing of the content. */
  @Override
  public String toString() {
    return "Rendition[mediaId=" + mediaId + ", frame=" + frame + ", bytes=" + jpeg.length + "]";
  }
}
