package dev.halcyon.server.cluster;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MemberKind;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.server.store.Hashes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an item looks like, as far as that tells whether a decision on one holds for another: hashes
 * alone, no words. Two items are alike when each part of one is like the same part of the other in
 * the same place and under the same policy (docs/decisions/0206). Immutable.
 *
 * @param scope policy, overlay, surface and audience
 * @param text SHA-256 of the text as written
 * @param words SHA-256 of its comparable form
 * @param near its SimHash, or null where it is too short for a near match to say anything
 * @param context SHA-256 of what was said before
 * @param minor whether the author is one
 */
record Likeness(
    String scope,
    String text,
    String words,
    @Nullable String near,
    String context,
    boolean minor,
    List<Part> media) {
  private static final String NOTHING = "";
  private static final int BLOCK_BITS = 16;
  private static final int SCOPE_DIGITS = 16;
  private static final int LOCKS = 64;

  /** Every media item takes this one: near pictures share no block for certain. */
  private static final int MEDIA_LOCK = 0;

  /**
   * One media part.
   *
   * @param pdq of a picture that is distinct enough, else null
   */
  record Part(String mediaId, @Nullable String pdq) {
    boolean isLike(Part other) {
      return mediaId.equals(other.mediaId)
          || pdq != null
              && other.pdq != null
              && PdqHash.parse(pdq).distance(PdqHash.parse(other.pdq)) <= PdqHash.MATCH;
    }
  }

  /**
   * How far like items are apart, 0 to 100: 0 for the same, 100 at the edge of what is alike.
   *
   * @param pictures of the parts, the one furthest apart
   */
  record Apart(int words, int pictures) {}

  Likeness {
    media = media == null ? List.of() : List.copyOf(media);
  }

  static Likeness of(Item item, List<MediaAnalysis> analysed, PolicyRef policy) {
    String words = item.text();
    boolean blank = words.isBlank();
    return new Likeness(
        Hashes.sha256(
            String.join(
                "\n",
                policy.id(),
                Objects.requireNonNullElse(policy.overlay(), ""),
                item.surface().name(),
                item.audience().name())),
        blank ? NOTHING : Hashes.sha256(words),
        blank ? NOTHING : TextFingerprint.of(words),
        blank || !SimHash.fits(words) ? null : SimHash.of(words).hex(),
        item.conversation().isEmpty()
            ? NOTHING
            : Hashes.sha256(
                item.conversation().stream()
                    .map(ContextMessage::text)
                    .collect(Collectors.joining("\u0000"))),
        item.author().minor(),
        item.media().stream()
            .map(part -> new Part(part.mediaId(), pdq(part.mediaId(), analysed)))
            .toList());
  }

  private static @Nullable String pdq(String mediaId, List<MediaAnalysis> analysed) {
    return analysed.stream()
        .filter(each -> each.info().mediaId().equals(mediaId))
        .filter(each -> each.info().kind() == Modality.IMAGE && each.prints().size() == 1)
        .map(each -> each.prints().getFirst())
        .filter(PdqFingerprint::usable)
        .map(print -> print.hash().hex())
        .findFirst()
        .orElse(null);
  }

  /** Whether another item is like this one, and how; empty where a person has to look at each. */
  Optional<MemberKind> compare(Likeness other) {
    boolean sameText = text.equals(other.text);
    boolean sameContext = context.equals(other.context);
    if (!scope.equals(other.scope) || !sameText && !isNearText(other) || !likeMedia(other)) {
      return Optional.empty();
    }
    boolean wordsOfContext = media.isEmpty() && (near == null || other.near == null);
    if (wordsOfContext && (text.isEmpty() || !sameContext)) {
      // What "yes" means is in what was said before it.
      return Optional.empty();
    }
    boolean sameFiles =
        media.stream()
            .map(Part::mediaId)
            .toList()
            .equals(other.media.stream().map(Part::mediaId).toList());
    boolean exact = sameText && sameContext && sameFiles && minor == other.minor;
    return Optional.of(exact ? MemberKind.EXACT : MemberKind.NEAR);
  }

  /** How far another item is from this one; only for those that {@link #compare} finds alike. */
  Apart apart(Likeness other) {
    int pictures = 0;
    for (int i = 0; i < media.size(); i++) {
      Part own = media.get(i);
      Part others = other.media.get(i);
      if (!own.mediaId().equals(others.mediaId()) && own.pdq() != null && others.pdq() != null) {
        int bits = PdqHash.parse(own.pdq()).distance(PdqHash.parse(others.pdq()));
        pictures = Math.max(pictures, share(bits, PdqHash.MATCH));
      }
    }
    if (text.equals(other.text)) {
      return new Apart(0, pictures);
    }
    boolean byWords = near == null || other.near == null || words.equals(other.words);
    int bits = byWords ? 0 : SimHash.parse(near).distance(SimHash.parse(other.near));
    return new Apart(share(bits, SimHash.MATCH), pictures);
  }

  /** What is not the same is never 0. */
  private static int share(int bits, int most) {
    return Math.clamp(100L * bits / most, 1, 100);
  }

  private boolean isNearText(Likeness other) {
    if (text.isEmpty() || other.text.isEmpty()) {
      return false;
    }
    return words.equals(other.words)
        || near != null
            && other.near != null
            && SimHash.parse(near).distance(SimHash.parse(other.near)) <= SimHash.MATCH;
  }

  private boolean likeMedia(Likeness other) {
    if (media.size() != other.media.size()) {
      return false;
    }
    for (int i = 0; i < media.size(); i++) {
      if (!media.get(i).isLike(other.media.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Under which prints a case about this item is found: one of them is any like item's too. */
  Set<String> prints() {
    Set<String> prints = new LinkedHashSet<>();
    if (media.isEmpty()) {
      prints.add(print("w", words));
      blocks(near, 1).forEach(block -> prints.add(print("s", block)));
    } else {
      prints.add(print("m", media.getFirst().mediaId()));
      blocks(media.getFirst().pdq(), PDQ_WORDS).forEach(block -> prints.add(print("p", block)));
    }
    return prints;
  }

  private static final int PDQ_WORDS = 4;

  /**
   * Under which prints a case is looked for. Of sixteen blocks of pictures at most 31 bits apart
   * one differs by at most one bit; of four blocks of texts at most three bits apart one is equal.
   */
  Set<String> sought() {
    Set<String> sought = new LinkedHashSet<>(prints());
    if (!media.isEmpty() && media.getFirst().pdq() != null) {
      List<String> blocks = blocks(media.getFirst().pdq(), PDQ_WORDS);
      for (String block : blocks) {
        int at = block.indexOf('.');
        int bits = Integer.parseInt(block.substring(at + 1), 16);
        for (int bit = 0; bit < BLOCK_BITS; bit++) {
          sought.add(print("p", block.substring(0, at + 1) + "%04x".formatted(bits ^ 1 << bit)));
        }
      }
    }
    return sought;
  }

  /**
   * The locks that any two like items have at least one of in common, in the order to take them.
   */
  SortedSet<Integer> locks() {
    SortedSet<Integer> locks = new TreeSet<>();
    if (media.isEmpty()) {
      prints().forEach(print -> locks.add(1 + Math.floorMod(print.hashCode(), LOCKS)));
    } else {
      locks.add(MEDIA_LOCK);
    }
    return locks;
  }

  private String print(String kind, String value) {
    return scope.substring(0, SCOPE_DIGITS) + kind + value;
  }

  private static List<String> blocks(@Nullable String hex, int words) {
    List<String> blocks = new ArrayList<>();
    if (hex != null) {
      int digits = BLOCK_BITS / 4;
      for (int i = 0; i < words * Long.SIZE / BLOCK_BITS; i++) {
        blocks.add(i + "." + hex.substring(i * digits, (i + 1) * digits));
      }
    }
    return blocks;
  }
}
