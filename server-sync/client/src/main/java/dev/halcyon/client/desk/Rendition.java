package dev.halcyon.client.desk;

/**
 * A harmless picture of one frame, in memory. The array is shared, not copied: never write to it.
 *
 * @param frame position in the keyframe strip, 0 for a picture
 * @param jpeg the encoded rendition
 */
public record Rendition(String mediaId, int frame, byte[] jpeg) {
  /** Says nothing of the content. */
  @Override
  public String toString() {
    return "Rendition[mediaId=" + mediaId + ", frame=" + frame + ", bytes=" + jpeg.length + "]";
  }
}
