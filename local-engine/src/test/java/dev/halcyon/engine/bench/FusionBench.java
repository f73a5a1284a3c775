package dev.halcyon.engine.bench;

import dev.halcyon.engine.testing.Pairs;
import dev.halcyon.engine.testing.Pairs.Pair;
import dev.halcyon.engine.testing.Pairs.Picture;
import java.io.IOException;
import java.util.List;

/**
 * Counts how many pairs of a harmless caption and a harmless picture that are harmful together are
 * caught, and how many harmless pairs of the same parts raise the same alarm, in the half that the
 * rules were written on, in the half held out, and among pairs written by somebody who knew no
 * rule. With {@code --list}, names those of the first two that it got wrong.
 */
public final class FusionBench {
  private FusionBench() {}

  public static void main(String[] arguments) throws IOException {
    boolean list = List.of(arguments).contains("--list");
    try (Pairs cascade = new Pairs(true)) {
      List<Pair> pairs = Pairs.all();
      of(
          "fusion.tuning",
          cascade,
          pairs.stream().filter(pair -> !pair.heldOut()).toList(),
          Pairs.ordinary(false),
          list);
      of(
          "fusion.held-out",
          cascade,
          pairs.stream().filter(Pair::heldOut).toList(),
          Pairs.ordinary(true),
          list);
      of(
          "fusion.independent",
          cascade,
          Pairs.independent(),
          Pairs.independentOrdinary(),
          List.of(arguments).contains("--list-independent"));
    }
  }

  private static void of(
      String name, Pairs cascade, List<Pair> pairs, List<String> captions, boolean list) {
    int caught = 0;
    int alone = 0;
    int samePicture = 0;
    int sameCaption = 0;
    for (Pair pair : pairs) {
      boolean found = cascade.alarm(pair, pair.caption(), pair.picture());
      boolean caption = cascade.alarm(pair, pair.caption(), pair.otherPicture());
      boolean picture = cascade.alarm(pair, pair.otherCaption(), pair.picture());
      caught += found ? 1 : 0;
      sameCaption += caption ? 1 : 0;
      samePicture += picture ? 1 : 0;
      alone +=
          cascade.alarm(pair, pair.caption(), Picture.NONE)
                  || cascade.alarm(pair, "", pair.picture())
              ? 1
              : 0;
      if (list && (!found || caption || picture)) {
        System.out.printf(
            "%s %s%s%s%n",
            pair.id(),
            found ? "" : "missed ",
            caption ? "alarm-with-other-picture " : "",
            picture ? "alarm-with-other-caption" : "");
      }
    }
    Figures.share(name + ".caught", caught, pairs.size());
    Figures.share(name + ".alarm-by-one-part-alone", alone, pairs.size());
    Figures.share(name + ".false-alarms.same-caption", sameCaption, pairs.size());
    Figures.share(name + ".false-alarms.same-picture", samePicture, pairs.size());
    ordinary(name, cascade, pairs, captions);
  }

  /**
   * The pictures under captions that have nothing to do with them and say nothing alone; counted
   * again without pictures that alarm whatever stands under them.
   */
  private static void ordinary(String name, Pairs cascade, List<Pair> half, List<String> captions) {
    int alarms = 0;
    int all = 0;
    int together = 0;
    int quiet = 0;
    for (Pair pair : half) {
      boolean picture = cascade.alarm(pair, "", pair.picture());
      for (String caption : captions) {
        if (!cascade.alarm(pair, caption, Picture.NONE)) {
          boolean alarm = cascade.alarm(pair, caption, pair.picture());
          alarms += alarm ? 1 : 0;
          all++;
          together += alarm && !picture ? 1 : 0;
          quiet += picture ? 0 : 1;
        }
      }
    }
    Figures.share(name + ".false-alarms.ordinary-caption", alarms, all);
    Figures.share(name + ".false-alarms.ordinary-caption.picture-quiet-alone", together, quiet);
  }
}
