package dev.halcyon.engine.text;

/**
 * A text made out of another by taking stretches out or putting others in their place, with the way
 * back to the original for every code unit. Immutable.
 */
public final class TextMap {
  private final String text;
  private final int[] starts;
  private final int[] ends;

  private TextMap(String text, int[] starts, int[] ends) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
  }

  /** A text as it is. */
  public static TextMap of(String text) {
    return new Builder(text).build();
  }

  public String text() {
    return text;
  }

  /**
   * The stretch of the original that {@code [start, end)} of {@link #text()} came from.
   *
   * @throws IndexOutOfBoundsException when the stretch is empty or not within the text
   */
  public Span original(int start, int end) {
    if (start < 0 || end <= start || end > text.length()) {
      throw new IndexOutOfBoundsException(start + ".." + end + " of " + text.length());
    }
    return new Span(starts[start], ends[end - 1]);
  }

  /** The same text changed once more, with the way back to the first original. */
  public TextMap then(TextMap next) {
    int[] from = new int[next.starts.length];
    int[] to = new int[from.length];
    for (int i = 0; i < from.length; i++) {
      // Something put in between two units stands for nothing and points between them.
      boolean empty = next.ends[i] <= next.starts[i];
      from[i] = next.starts[i] < starts.length ? starts[next.starts[i]] : end();
      to[i] = empty ? from[i] : ends[next.ends[i] - 1];
    }
    return new TextMap(next.text, from, to);
  }

  private int end() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /** Makes one from left to right. Confined to one thread. */
  public static final class Builder {
    private final String original;
    private final StringBuilder text = new StringBuilder();
    private final java.util.ArrayList<Span> places = new java.util.ArrayList<>();
    private int at;

    public Builder(String original) {
      this.original = original;
    }

    /** Takes over what stands before {@code end}. */
    public void keepUntil(int end) {
      for (; at < end; at++) {
        text.append(original.charAt(at));
        places.add(new Span(at, at + 1));
      }
    }

    /** Puts something, possibly nothing, in the place of what stands before {@code end}. */
    public void replace(int end, String by) {
      for (int i = 0; i < by.length(); i++) {
        places.add(new Span(at, end));
      }
      text.append(by);
      at = end;
    }

    /** Takes over the rest. */
    public TextMap build() {
      keepUntil(original.length());
      int[] starts = places.stream().mapToInt(Span::start).toArray();
      int[] ends = places.stream().mapToInt(Span::end).toArray();
      return new TextMap(text.toString(), starts, ends);
    }
  }
}
