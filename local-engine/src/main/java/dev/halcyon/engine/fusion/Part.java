package dev.halcyon.engine.fusion;

import com.google.re2j.Pattern;
import dev.halcyon.engine.personal.PersonalKind;
import dev.halcyon.protocol.Category;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One part of a combination, as a term of the rule says it. Immutable. */
sealed interface Part {
  /** Where a part is looked for. */
  enum Place {
    /** The item's own text. */
    TEXT,
    /** What is seen, and read, in pictures and frames. */
    PICTURE,
    /** What is said in the item's sound. */
    SOUND,
    /** The message before the item. */
    BEFORE;

    /** The name in policies, and the first part of the names of the stages that look there. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where it is looked for first, and alone unless {@link #places()} says more. */
  Place place();

  /** Where it may hold. */
  default Set<Place> places() {
    return Set.of(place());
  }

  /** How much it costs to look, in no unit. */
  int cost();

  /** Whether it holds by what is not there. */
  default boolean negative() {
    return false;
  }

  /**
   * Words, as a pattern over the normalised text; {@code lacking} when they must not stand there.
   */
  record Says(Place place, Pattern pattern, boolean lacking) implements Part {
    @Override
    public int cost() {
      return place == Place.TEXT ? 2 : 3;
    }

    @Override
    public boolean negative() {
      return lacking;
    }
  }

  /** An object with one of these labels, at least so surely seen. */
  record Shows(Set<String> labels, double least) implements Part {
    @Override
    public Place place() {
      return Place.PICTURE;
    }

    @Override
    public int cost() {
      return 0;
    }
  }

  /** A score of the stages that look at this place, at least so high. */
  record Scores(Place place, Category category, double least) implements Part {
    @Override
    public int cost() {
      return 0;
    }
  }

  /** Personal data of one of these kinds. */
  record Holds(Place place, Set<PersonalKind> kinds) implements Part {
    @Override
    public int cost() {
      return 4;
    }
  }

  /**
   * Words nearer in meaning to some examples than to others.
   *
   * @param more by how much, as difference of mean cosines
   */
  record Means(List<String> like, List<String> unlike, double more) implements Part {
    @Override
    public Place place() {
      return Place.TEXT;
    }

    @Override
    public int cost() {
      return 5;
    }
  }

  /**
   * Words that may be meant with one of these intents, wherever they stand.
   *
   * @param intents as {@link Intents#names()} has them
   * @param least the least score of the most likely
   */
  record Intends(Set<Place> places, List<String> intents, double least) implements Part {
    @Override
    public Place place() {
      return places.iterator().next();
    }

    @Override
    public int cost() {
      return 5;
    }
  }
}
