package dev.halcyon.engine.bench;

import dev.halcyon.engine.testing.Pairs;
import dev.halcyon.engine.testing.Pairs.Pair;
import dev.halcyon.engine.testing.Pairs.Picture;
import java.io.IOException;
import java.util.List;

/**
 * Counts how many pairs of a harmless caption and a harmless picture that are harmful together are
 * caught, and how many harmless pairs of the same parts raise the same alarm, in the half that the
 * rules were written on and in the half held out. With {@code --list}, names those it got wrong.
 */
public final class FusionBench {
  private FusionBench() {}

  public static void main(String[] arguments) throws IOException {
    boolean list = List.of(arguments).contains("--list");
    try (Pairs cascade = new Pairs(true)) {
      for (boolean heldOut : new boolean[] {false, true}) {
        List<Pair> half = Pairs.all().stream().filter(pair -> pair.heldOut() == heldOut).toList();
        int caught = 0;
        int samePicture = 0;
        int sameCaption = 0;
        for (Pair pair : half) {
          boolean found = cascade.alarm(pair, pair.caption(), pair.picture());
          boolean caption = cascade.alarm(pair, pair.caption(), pair.otherPicture());
          boolean picture = cascade.alarm(pair, pair.otherCaption(), pair.picture());
          caught += found ? 1 : 0;
          sameCaption += caption ? 1 : 0;
          samePicture += picture ? 1 : 0;
          if (list && (!found || caption || picture)) {
            System.out.printf(
                "%s %s%s%s%n",
                pair.id(),
                found ? "" : "missed ",
                caption ? "alarm-with-other-picture " : "",
                picture ? "alarm-with-other-caption" : "");
          }
        }
        String name = heldOut ? "fusion.held-out" : "fusion.tuning";
        Figures.share(name + ".caught", caught, half.size());
        Figures.share(name + ".false-alarms.same-caption", sameCaption, half.size());
        Figures.share(name + ".false-alarms.same-picture", samePicture, half.size());
        ordinary(name, cascade, half, Pairs.ordinary(heldOut));
      }
    }
  }

  /** The pictures under captions that have nothing to do with them and say nothing alone. */
  private static void ordinary(String name, Pairs cascade, List<Pair> half, List<String> captions) {
    int alarms = 0;
    int all = 0;
    for (Pair pair : half) {
      for (String caption : captions) {
        if (!cascade.alarm(pair, caption, Picture.NONE)) {
          alarms += cascade.alarm(pair, caption, pair.picture()) ? 1 : 0;
          all++;
        }
      }
    }
    Figures.share(name + ".false-alarms.ordinary-caption", alarms, all);
  }
}
