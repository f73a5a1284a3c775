package dev.halcyon.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.MemberKind;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Visibility;
import dev.halcyon.protocol.Wire;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Which items are so much alike that a person looks at one of them. */
class LikenessTest {
  private static final PolicyRef POLICY = new PolicyRef("p", 1, null);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String LONG =
      "We are selling the very best followers and likes for every account in this town, delivered"
          + " within the hour by our own people, and whoever writes to us today gets a second"
          + " thousand for nothing at all. Ask for the list of prices and for what others said of"
          + " us before you pay, and tell your friends and neighbours where you found this offer.";

  @Test
  void theSameWordsInTheSamePlaceAreExact() {
    assertThat(text("Buy now").compare(text("Buy now"))).contains(MemberKind.EXACT);
    assertThat(text("Buy now").compare(text("buy  NOW!"))).contains(MemberKind.NEAR);
    assertThat(text("Buy now").compare(text("Buy later"))).isEmpty();
    assertThat(text("").compare(text(""))).as("nothing is like nothing").isEmpty();
  }

  @Test
  void whatAShortTextMeansIsInWhatWasSaidBefore() {
    Likeness answer = of(item("yes", Surface.CHAT, false, "shall we meet?"), List.of());
    Likeness other = of(item("yes", Surface.CHAT, false, "shall I kill him?"), List.of());
    assertThat(answer.compare(other)).isEmpty();
    assertThat(answer.compare(of(item("yes", Surface.CHAT, false, "shall we meet?"), List.of())))
        .contains(MemberKind.EXACT);
    assertThat(
            of(item(LONG, Surface.CHAT, false, "hello"), List.of())
                .compare(of(item(LONG, Surface.CHAT, false, "hi"), List.of())))
        .as("a long text stands for itself, but its decision is not repeated unseen")
        .contains(MemberKind.NEAR);
  }

  @Test
  void anotherPlaceAnotherPolicyOrAMinorIsNotTheSame() {
    Likeness post = text("Buy now");
    assertThat(post.compare(of(item("Buy now", Surface.CHAT, false), List.of()))).isEmpty();
    assertThat(
            post.compare(
                Likeness.of(
                    item("Buy now", Surface.POST, false), List.of(), new PolicyRef("p", 1, "DE"))))
        .isEmpty();
    assertThat(
            post.compare(
                Likeness.of(
                    item("Buy now", Surface.POST, false), List.of(), new PolicyRef("p", 2, null))))
        .as("a new version of the policy does not part what waits")
        .contains(MemberKind.EXACT);
    assertThat(post.compare(of(item("Buy now", Surface.POST, true), List.of())))
        .contains(MemberKind.NEAR);
  }

  /** Whatever is alike shares a print to be found by, and a lock to be made one by. */
  @Property(tries = 300)
  void likeTextsShareAPrintAndALock(
      @ForAll @IntRange(min = 0, max = 300) int at,
      @ForAll @IntRange(min = 0, max = 25) int letter) {
    StringBuilder changed = new StringBuilder(LONG);
    changed.setCharAt(at, (char) ('a' + letter));
    Likeness one = text(LONG);
    Likeness other = text(changed.toString());
    boolean near = SimHash.of(LONG).distance(SimHash.of(changed.toString())) <= SimHash.MATCH;
    assertThat(one.compare(other).isPresent()).isEqualTo(near);
    if (near) {
      assertThat(Collections.disjoint(one.prints(), other.sought())).isFalse();
      assertThat(Collections.disjoint(one.locks(), other.locks())).isFalse();
    }
  }

  @Property(tries = 300)
  void picturesUpToTheLimitShareAPrintAndALockAndBeyondItAreNotAlike(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int bits) {
    Random random = new Random(seed);
    long[] words = random.longs(4).toArray();
    PdqHash hash = new PdqHash(words[0], words[1], words[2], words[3]);
    Likeness one = picture("a", hash, 80);
    Likeness other = picture("b", flipped(hash, bits, random), 80);
    assertThat(one.compare(other).isPresent()).isEqualTo(bits <= PdqHash.MATCH);
    if (bits <= PdqHash.MATCH) {
      assertThat(one.compare(other)).contains(MemberKind.NEAR);
      assertThat(Collections.disjoint(one.prints(), other.sought())).isFalse();
      assertThat(Collections.disjoint(one.locks(), other.locks())).isFalse();
    }
  }

  @Test
  void aFlatPictureIsLikeItselfAlone() {
    PdqHash hash = new PdqHash(1, 2, 3, 4);
    assertThat(picture("a", hash, 49).compare(picture("b", hash, 90))).isEmpty();
    assertThat(picture("a", hash, 50).compare(picture("b", hash, 90))).contains(MemberKind.NEAR);
    assertThat(picture("a", hash, 0).compare(picture("a", hash, 0))).contains(MemberKind.EXACT);
  }

  @Test
  void theSamePictureUnderOtherWordsIsAnotherItem() {
    PdqHash hash = new PdqHash(1, 2, 3, 4);
    MediaAnalysis part = analysis("a", hash, 90);
    Item one = with(item("Look at my dog", Surface.POST, false), part.info());
    Item other = with(item("We will find you", Surface.POST, false), part.info());
    assertThat(of(one, List.of(part)).compare(of(other, List.of(part)))).isEmpty();
    assertThat(of(one, List.of(part)).compare(of(one, List.of(part)))).contains(MemberKind.EXACT);
    assertThat(of(one, List.of(part)).compare(text("Look at my dog"))).isEmpty();
  }

  @Test
  void itIsKeptAsHashesAndHoldsNoWords() {
    Likeness likeness = text(LONG);
    String json = Wire.write(likeness);
    assertThat(json).doesNotContain("followers").doesNotContain("neighbours");
    assertThat(Wire.read(json, Likeness.class)).isEqualTo(likeness);
  }

  private static PdqHash flipped(PdqHash hash, int bits, Random random) {
    long[] words = {hash.a(), hash.b(), hash.c(), hash.d()};
    List<Integer> places =
        new java.util.ArrayList<>(java.util.stream.IntStream.range(0, 256).boxed().toList());
    Collections.shuffle(places, random);
    places.subList(0, bits).forEach(place -> words[place / 64] ^= 1L << place % 64);
    return new PdqHash(words[0], words[1], words[2], words[3]);
  }

  private static Likeness text(String text) {
    return of(item(text, Surface.POST, false), List.of());
  }

  private static Likeness picture(String id, PdqHash hash, int quality) {
    MediaAnalysis part = analysis(id, hash, quality);
    return of(with(item("", Surface.POST, false), part.info()), List.of(part));
  }

  private static MediaAnalysis analysis(String id, PdqHash hash, int quality) {
    MediaInfo info =
        new MediaInfo(
            id.repeat(64),
            Modality.IMAGE,
            MediaState.READY,
            "image/png",
            "image/png",
            1,
            8,
            8,
            0,
            false,
            List.of(),
            null);
    return new MediaAnalysis(info, List.of())
        .withPrints(List.of(new PdqFingerprint(hash, quality)));
  }

  private static Likeness of(Item item, List<MediaAnalysis> media) {
    return Likeness.of(item, media, POLICY);
  }

  private static Item with(Item item, MediaInfo part) {
    return new Item(
        item.id(),
        item.source(),
        item.externalId(),
        item.surface(),
        item.language(),
        item.region(),
        item.author(),
        item.text(),
        List.of(part),
        item.conversation(),
        item.postedAt(),
        item.receivedAt(),
        item.reach(),
        item.visibility());
  }

  private static Item item(String text, Surface surface, boolean minor, String... before) {
    return new Item(
        UUID.randomUUID(),
        "harbor",
        "1",
        surface,
        "en",
        "DE",
        new Author("a", "A", 1, minor),
        text,
        List.of(),
        List.of(before).stream()
            .map(each -> new ContextMessage("b", "B", each, NOW, null))
            .toList(),
        NOW,
        NOW,
        1,
        Visibility.PENDING);
  }
}
