package dev.halcyon.app.media;

import dev.halcyon.app.fx.Background;
import dev.halcyon.client.desk.Rendition;
import dev.halcyon.protocol.Filter;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;

/**
 * Decodes renditions (JPEGs that our own server encoded) at the size they are drawn, in the
 * background, and keeps the last few. Safe for any thread.
 *
 * <p>Memory is bounded: so many pictures of at most the asked size; 240 thumbnails of 104×58 pixels
 * are under 6 MB.
 */
final class Thumbnails {
  private record Key(String mediaId, int frame, Filter filter) {}

  private final Background background;
  private final String title;
  private final double width;
  private final double height;
  private final int most;
  private final Map<Key, Optional<Image>> kept =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Optional<Image>> eldest) {
          return size() > most;
        }
      };

  /**
   * @param title of the work in words
   * @param width pixels at most
   * @param height pixels at most
   * @param most pictures kept
   */
  Thumbnails(Background background, String title, double width, double height, int most) {
    this.background = background;
    this.title = title;
    this.width = width;
    this.height = height;
    this.most = most;
  }

  /** Hands over the picture: at once when it is kept, else when it is decoded. */
  void want(Rendition rendition, Consumer<Image> ready) {
    Key key = key(rendition);
    Image known = known(key);
    if (known != null) {
      ready.accept(known);
      return;
    }
    background
        .compute(title, () -> decode(rendition.jpeg(), width, height))
        .then(
            image -> {
              keep(key, image);
              ready.accept(image);
            })
        .fail(_ -> {});
  }

  /** Whether the picture is kept, or known to be none. */
  boolean has(Rendition rendition) {
    synchronized (kept) {
      return kept.containsKey(key(rendition));
    }
  }

  /** Decodes the picture now unless it is kept; not for the FX thread. */
  void prepare(Rendition rendition) {
    if (has(rendition)) {
      return;
    }
    Optional<Image> image;
    try {
      image = Optional.of(decode(rendition.jpeg(), width, height));
    } catch (IllegalStateException e) {
      // A case is shown without the picture rather than never.
      image = Optional.empty();
    }
    synchronized (kept) {
      kept.put(key(rendition), image);
    }
  }

  private static Key key(Rendition rendition) {
    return new Key(rendition.mediaId(), rendition.frame(), rendition.filter());
  }

  private @Nullable Image known(Key key) {
    synchronized (kept) {
      Optional<Image> found = kept.get(key);
      return found == null ? null : found.orElse(null);
    }
  }

  private void keep(Key key, Image image) {
    synchronized (kept) {
      kept.put(key, Optional.of(image));
    }
  }

  /**
   * Decodes a JPEG of our own server to fit a box; for any thread but the FX thread.
   *
   * @throws IllegalStateException when the bytes are no picture
   */
  static Image decode(byte[] jpeg, double width, double height) {
    Image image = new Image(new ByteArrayInputStream(jpeg), width, height, true, true);
    if (image.isError()) {
      throw new IllegalStateException("the server sent a picture that cannot be read");
    }
    return image;
  }
}
