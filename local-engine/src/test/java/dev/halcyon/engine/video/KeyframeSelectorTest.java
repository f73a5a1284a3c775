package dev.halcyon.engine.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.image.Pixels;
import dev.halcyon.engine.testing.Painting;
import dev.halcyon.engine.video.KeyframeSelector.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyframeSelectorTest {
  private static final int FPS = 25;

  private static Pixels scene(int number) {
    byte[] rgb = new byte[Thumb.WIDTH * Thumb.HEIGHT * 3];
    Painting.copy(Painting.scene(number, Thumb.WIDTH, Thumb.HEIGHT), rgb);
    return new Pixels(Thumb.WIDTH, Thumb.HEIGHT, 3, rgb);
  }

  private static Map<Integer, Reason> select(int frames, IntFunction<Pixels> video) {
    KeyframeSelector selector = new KeyframeSelector();
    Map<Integer, Reason> chosen = new TreeMap<>();
    int next = 0;
    for (int i = 0; i < frames; i++) {
      selector.see(new Thumb((double) i / FPS, video.apply(i)));
      if (selector.waiting() > KeyframeSelector.LOOK_AHEAD) {
        next = decide(selector, chosen, next);
      }
    }
    while (selector.waiting() > 0) {
      next = decide(selector, chosen, next);
    }
    return chosen;
  }

  private static int decide(KeyframeSelector selector, Map<Integer, Reason> chosen, int frame) {
    Reason reason = selector.decide();
    if (reason != null) {
      chosen.put(frame, reason);
    }
    return frame + 1;
  }

  @Test
  void aStillVideoHasOneKeyframeEachSecond() {
    Pixels still = scene(1);
    assertThat(select(101, i -> still).keySet()).containsExactly(0, 25, 50, 75, 100);
  }

  @Property(tries = 60)
  void everyHardCutAndEverySingleFrameFlashHasItsOwnKeyframe(
      @ForAll @IntRange(min = 3, max = 60) int cut,
      @ForAll @IntRange(min = 3, max = 60) int flash) {
    Pixels first = scene(1);
    Pixels second = scene(2);
    Pixels hidden = scene(4);
    int flashAt = cut + flash;
    Map<Integer, Reason> chosen =
        select(140, i -> i == flashAt ? hidden : i < cut ? first : second);
    assertThat(chosen).containsEntry(cut, Reason.CUT).containsKey(flashAt);
    assertThat(chosen.values().stream().filter(reason -> reason == Reason.CUT))
        .as("going back to the scene is no new scene")
        .hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aFlashOfASmallPartOfThePictureIsSeen() {
    Pixels still = scene(1);
    byte[] marked = still.bytes().clone();
    for (int y = 20; y < 34; y++) {
      for (int x = 30; x < 50; x++) {
        for (int k = 0; k < 3; k++) {
          int at = (y * Thumb.WIDTH + x) * 3 + k;
          marked[at] = (byte) (255 - (marked[at] & 0xff));
        }
      }
    }
    Pixels hidden = new Pixels(Thumb.WIDTH, Thumb.HEIGHT, 3, marked);
    assertThat(select(60, i -> i == 37 ? hidden : still)).containsKey(37);
  }

  @Test
  void aFadeToAnotherSceneIsSeenOnItsWay() {
    byte[] from = scene(1).bytes();
    byte[] to = scene(2).bytes();
    Map<Integer, Reason> chosen =
        select(
            60,
            i -> {
              double share = Math.clamp((i - 28) / 18.0, 0, 1);
              byte[] mixed = new byte[from.length];
              for (int k = 0; k < mixed.length; k++) {
                mixed[k] = (byte) ((from[k] & 0xff) * (1 - share) + (to[k] & 0xff) * share);
              }
              return new Pixels(Thumb.WIDTH, Thumb.HEIGHT, 3, mixed);
            });
    assertThat(chosen).doesNotContainValue(Reason.CUT);
    assertThat(chosen.keySet()).anyMatch(frame -> frame > 28 && frame < 49);
  }

  @Test
  void aTintThatNobodySeesIsNoCut() {
    byte[] gray = new byte[Thumb.WIDTH * Thumb.HEIGHT * 3];
    java.util.Arrays.fill(gray, (byte) 34);
    byte[] tinted = gray.clone();
    for (int i = 1; i < tinted.length; i += 3) {
      tinted[i] += 4;
    }
    Pixels before = new Pixels(Thumb.WIDTH, Thumb.HEIGHT, 3, gray);
    Pixels after = new Pixels(Thumb.WIDTH, Thumb.HEIGHT, 3, tinted);
    assertThat(select(60, i -> i < 30 ? before : after)).doesNotContainValue(Reason.CUT);
  }

  @Test
  void aStripThatIsFullThinsTheSecondsEvenlyAndKeepsTheCuts() throws IOException {
    List<Integer> dropped = new ArrayList<>();
    Strip strip = new Strip(40, dropped::add);
    int sent = 0;
    for (int second = 0; second < 500; second++) {
      boolean cut = second % 50 == 25;
      Reason reason = cut ? Reason.CUT : Reason.SECOND;
      if (!strip.skips(second, reason)) {
        strip.add(second, reason);
        sent++;
      }
    }
    List<Strip.Entry> kept = strip.entries();
    assertThat(kept).hasSizeLessThanOrEqualTo(40);
    assertThat(sent - dropped.size()).isEqualTo(kept.size());
    assertThat(kept.stream().filter(entry -> entry.reason() == Reason.CUT)).hasSize(10);
    assertThat(strip.cutsLost()).isFalse();
    List<Double> seconds =
        kept.stream().filter(e -> e.reason() == Reason.SECOND).map(Strip.Entry::atSeconds).toList();
    assertThat(seconds.getFirst()).isZero();
    assertThat(seconds.getLast()).isGreaterThan(460);
  }

  @Test
  void aStripOfNothingButCutsSaysThatItLostSome() throws IOException {
    Strip strip = new Strip(40, id -> {});
    for (int i = 0; i < 200; i++) {
      strip.add(i * 0.1, Reason.CUT);
    }
    assertThat(strip.entries()).hasSizeLessThanOrEqualTo(40);
    assertThat(strip.cutsLost()).isTrue();
  }
}
