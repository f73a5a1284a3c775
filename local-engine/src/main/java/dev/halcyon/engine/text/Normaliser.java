package dev.halcyon.engine.text;

/**
 * Brings text into the form that rules and models compare: Unicode NFKC with case folding, no
 * invisible characters, no look-alikes from another script, no leet, no spaced-out or drawn-out
 * words, with the way back to the original kept. Never throws on any string, takes time linear in
 * its length, and leaves its own results alone. Immutable and safe for any thread.
 */
public final class Normaliser {
  /** Undoing one disguise can lay open another; more layers than this are left as they are. */
  private static final int MOST_ROUNDS = 8;

  private final KnownWords known;

  public Normaliser(KnownWords known) {
    this.known = known;
  }

  /** The comparable form of a text. */
  public NormalisedText normalise(String text) {
    return normalise(text, MappedChars.of(text));
  }

  /** The same of units that may already have offsets written down. */
  NormalisedText normalise(String text, MappedChars units) {
    MappedChars chars = units;
    boolean lowered = true;
    boolean changed = true;
    for (int round = 0; changed && round < MOST_ROUNDS; round++) {
      changed = false;
      if (!CharacterFolding.lower(chars)) {
        MappedChars folded = new MappedChars(chars.length);
        changed = CharacterFolding.fold(chars, folded);
        chars = folded;
        changed |= LookAlikes.fold(chars, known);
        lowered = false;
      }
      changed |= SpacedLetters.join(chars, known);
      changed |= InnerSeparators.join(chars, known);
      changed |= RepeatedLetters.collapse(chars, known);
      changed |= Leet.fold(chars, known);
      lowered &= !changed;
    }
    return new NormalisedText(text, chars, lowered);
  }

  /** Only the character step: comparable across vocabularies, so fit for fingerprints. */
  public static NormalisedText folded(String text) {
    MappedChars chars = MappedChars.of(text);
    boolean lowered = CharacterFolding.lower(chars);
    boolean changed = !lowered;
    for (int round = 0; changed && round < MOST_ROUNDS; round++) {
      MappedChars folded = new MappedChars(chars.length);
      changed = CharacterFolding.fold(chars, folded);
      chars = folded;
    }
    return new NormalisedText(text, chars, lowered);
  }
}
