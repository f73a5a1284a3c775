package dev.halcyon.assets.sample;

import static dev.halcyon.assets.sample.Brush.box;
import static dev.halcyon.assets.sample.Brush.rgb;

import dev.halcyon.assets.sample.Film.Flash;
import dev.halcyon.assets.sample.Film.Shot;
import dev.halcyon.assets.sample.Scenes.Scene;
import java.awt.Color;
import java.util.List;

/** The five films of the corpus. */
final class Films {
  private Films() {}

  static List<Film> all() {
    return List.of(harbourWalk(), kitchenMinute(), sunsetHidden(), announcement(), slides());
  }

  private static Film harbourWalk() {
    return new Film(
        "harbour-walk.mp4",
        25,
        420_000,
        List.of(
            shot(Scenes::harbour, 150, 0, 1.0, 1.25, -0.4, 0.4),
            shot(Scenes::street, 125, 0, 1.15, 1.15, -1, 1),
            shot(Scenes::market, 125, 0, 1.3, 1.05, 0.5, -0.2),
            shot(Scenes::mountains, 100, 0, 1.0, 1.2, 0, 0.6)),
        List.of(),
        false);
  }

  private static Film kitchenMinute() {
    return new Film(
        "kitchen-minute.mp4",
        30,
        500_000,
        List.of(
            shot(Scenes::kitchen, 120, 0, 1.0, 1.1, 0, 0),
            shot(Scenes::market, 105, 0, 1.6, 1.4, -0.6, 0.6),
            shot(
                card(0x2d5a46, "Enjoy your meal", "recipe in the comments"),
                135,
                30,
                1.0,
                1.08,
                0,
                0)),
        List.of(),
        false);
  }

  private static Film sunsetHidden() {
    return new Film(
        "sunset-hidden.mp4",
        25,
        500_000,
        List.of(shot(Scenes::sunset, 200, 0, 1.0, 1.15, 0, 0.2)),
        List.of(new Flash(111, card(0xffd500, "CLAIM YOUR PRIZE", "free-gift.example"))),
        false);
  }

  private static Film announcement() {
    return new Film(
        "announcement.mp4",
        25,
        300_000,
        List.of(
            shot(Scenes::night, 150, 0, 1.0, 1.2, -0.5, 0.5),
            shot(
                card(0x8c1d18, "PROBEALARM", "Samstag 12:00 Uhr · bitte nicht anrufen"),
                225,
                0,
                1.0,
                1.05,
                0,
                0)),
        List.of(),
        true);
  }

  private static Film slides() {
    return new Film(
        "slides.mp4",
        25,
        250_000,
        List.of(
            shot(card(0x101820, "THE WHOLE TRUTH", "in 40 seconds"), 125, 0, 1.0, 1.1, 0, 0),
            shot(Pictures::chart, 125, 0, 1.0, 1.25, 0, 0.3),
            shot(card(0x3a0d0d, "THEY KNOW.", "and they say nothing"), 125, 0, 1.0, 1.0, 0, 0),
            shot(Scenes::night, 125, 0, 1.3, 1.3, -1, 1),
            shot(
                card(0x14213d, "IT CHANGES YOUR DNA", "ask yourself why"), 125, 0, 1.05, 1.0, 0, 0),
            shot(Scenes::mountains, 125, 0, 1.2, 1.0, 0.5, 0),
            shot(
                card(0x222222, "DO YOUR OWN RESEARCH", "watch my other films"),
                125,
                0,
                1.0,
                1.0,
                0,
                0),
            shot(
                card(0x7a1212, "SHARE BEFORE IT IS DELETED", "truthseeker_x"),
                125,
                0,
                1.0,
                1.1,
                0,
                0)),
        List.of(),
        false);
  }

  private static Shot shot(
      Scene scene, int frames, int dissolve, double z0, double z1, double p0, double p1) {
    return new Shot(scene, frames, dissolve, new double[] {z0, z1}, new double[] {p0, p1});
  }

  private static Scene card(int color, String title, String subtitle) {
    boolean light = (color >> 16 & 255) > 200;
    Color ink = light ? rgb(0x9c0f0f) : Color.WHITE;
    return (b, w, h, t) -> {
      b.fade(box(0, 0, w, h), rgb(color).brighter(), rgb(color));
      double size = Math.min(h * 0.15, w * 1.5 / title.length());
      b.centred(title, w / 2, h * 0.5, true, size, ink);
      b.fill(box(w * 0.5 - w * 0.15, h * 0.56, w * 0.3, h * 0.008), ink);
      b.centred(subtitle, w / 2, h * 0.67, false, h * 0.06, ink);
    };
  }
}
