package dev.halcyon.engine.image;

/**
 * How stored pixels are turned for display: one of the eight axis-aligned ways, as the matrix
 * {@code x' = a·x + c·y, y' = b·x + d·y} with entries −1, 0 or 1 (the convention of FFmpeg's
 * display matrix).
 */
public record Orientation(int a, int b, int c, int d) {
  public static final Orientation NORMAL = new Orientation(1, 0, 0, 1);

  /**
   * The orientation of an EXIF tag 0x0112 (EXIF 2.32, table 6).
   *
   * @param tag 1..8; anything else counts as 1, as viewers do
   */
  public static Orientation exif(int tag) {
    return switch (tag) {
      case 2 -> new Orientation(-1, 0, 0, 1);
      case 3 -> new Orientation(-1, 0, 0, -1);
      case 4 -> new Orientation(1, 0, 0, -1);
      case 5 -> new Orientation(0, 1, 1, 0);
      case 6 -> new Orientation(0, 1, -1, 0);
      case 7 -> new Orientation(0, -1, -1, 0);
      case 8 -> new Orientation(0, -1, 1, 0);
      default -> NORMAL;
    };
  }

  /**
   * The nearest axis-aligned orientation of a display matrix.
   *
   * @param matrix nine entries, 16.16 fixed point, as FFmpeg gives them
   */
  public static Orientation displayMatrix(int[] matrix) {
    int a = sign(matrix[0], matrix[1]);
    int b = sign(matrix[1], matrix[0]);
    int c = sign(matrix[3], matrix[4]);
    int d = sign(matrix[4], matrix[3]);
    return a * d - b * c == 0 ? NORMAL : new Orientation(a, b, c, d);
  }

  private static int sign(int entry, int other) {
    return Math.abs((long) entry) > Math.abs((long) other) ? Integer.signum(entry) : 0;
  }

  /** Whether width and height change places. */
  public boolean swapsSides() {
    return a == 0;
  }

  /** The pixels as they are to be shown. */
  public Pixels apply(Pixels from) {
    if (equals(NORMAL)) {
      return from;
    }
    int w = from.width();
    int h = from.height();
    int n = from.channels();
    int outWidth = swapsSides() ? h : w;
    int outHeight = swapsSides() ? w : h;
    int shiftX = (a < 0 || c < 0) ? outWidth - 1 : 0;
    int shiftY = (b < 0 || d < 0) ? outHeight - 1 : 0;
    byte[] out = new byte[from.bytes().length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int to = ((b * x + d * y + shiftY) * outWidth + a * x + c * y + shiftX) * n;
        System.arraycopy(from.bytes(), (y * w + x) * n, out, to, n);
      }
    }
    return new Pixels(outWidth, outHeight, n, out);
  }
}
