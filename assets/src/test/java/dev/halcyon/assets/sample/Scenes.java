package dev.halcyon.assets.sample;

import static dev.halcyon.assets.sample.Brush.box;
import static dev.halcyon.assets.sample.Brush.disc;
import static dev.halcyon.assets.sample.Brush.rgb;
import static dev.halcyon.assets.sample.Brush.rgba;
import static dev.halcyon.assets.sample.Brush.ridge;
import static dev.halcyon.assets.sample.Brush.round;
import static dev.halcyon.assets.sample.Brush.shape;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.random.RandomGenerator;

/**
 * The places that pictures and films show. Each is painted in a frame of {@code w × h} at a moment
 * {@code t} of 0..1, in which clouds drift and trams go by.
 */
final class Scenes {
  /** Paints one moment of a place. */
  @FunctionalInterface
  interface Scene {
    void paint(Brush brush, double w, double h, double t);
  }

  private Scenes() {}

  static void harbour(Brush b, double w, double h, double t) {
    double sea = h * 0.58;
    b.fade(box(0, 0, w, sea), rgb(0x5f86b5), rgb(0xf8c88f));
    b.glow(w * 0.3, sea - h * 0.06, h * 0.5, rgba(0xfff0c0, 0.85));
    b.fill(disc(w * 0.3, sea - h * 0.06, h * 0.055), rgb(0xfffbe6));
    for (int i = 0; i < 3; i++) {
      double x = w * (0.15 + 0.33 * i + 0.05 * t);
      cloud(b, x, h * (0.14 + 0.06 * (i % 2)), h * 0.07, rgba(0xfff4e4, 0.75));
    }
    b.fill(ridge(w, h, sea - h * 0.03, h * 0.05, 0.4, 1), rgb(0x6d7d94));
    b.fill(ridge(w, h, sea - h * 0.01, h * 0.03, 2.2, 2), rgb(0x51647c));
    water(b, w, h, sea, t, rgb(0x5a7d9c), rgb(0x1f3f5c), w * 0.3);
    boat(b, w * (0.46 + 0.05 * t), sea + h * 0.08, h * 0.16, rgb(0xb8423a));
    boat(b, w * (0.16 + 0.03 * t), sea + h * 0.2, h * 0.22, rgb(0x2f5d50));
    b.fill(ridge(w * 1.3, h, h * 0.9, h * 0.1, 3.6, 1), rgb(0x2b3338));
    lighthouse(b, w * 0.8, h * 0.86, h * 0.62);
  }

  static void sunset(Brush b, double w, double h, double t) {
    double sea = h * 0.62;
    b.fade(box(0, 0, w, sea), rgb(0x3b2a5c), rgb(0xff9a52));
    double sun = sea - h * (0.22 - 0.2 * t);
    b.glow(w * 0.5, sun, h * 0.6, rgba(0xffd27a, 0.8))
        .fill(disc(w * 0.5, sun, h * 0.1), rgb(0xffefb5));
    for (int i = 0; i < 5; i++) {
      cloud(
          b,
          w * (0.05 + 0.22 * i - 0.06 * t),
          h * (0.16 + 0.05 * (i % 3)),
          h * 0.05,
          rgba(0xd0708a, 0.55));
    }
    water(b, w, h, sea, t, rgb(0xc9704a), rgb(0x2a1f45), w * 0.5);
    b.fill(shape(0, h, 0, h * 0.86, w * 0.2, h * 0.9, w * 0.34, h), rgb(0x161022));
  }

  static void street(Brush b, double w, double h, double t) {
    b.fade(box(0, 0, w, h), rgb(0x8fc1e3), rgb(0xe9f2f5));
    cloud(b, w * (0.2 + 0.1 * t), h * 0.12, h * 0.07, rgba(0xffffff, 0.9));
    cloud(b, w * (0.7 + 0.1 * t), h * 0.18, h * 0.06, rgba(0xffffff, 0.8));
    int[] walls = {0xd9705f, 0xe7b05b, 0x7aa37f, 0x6f8fb5, 0xc98ba6, 0xd8c7a0, 0x8c6d5a};
    double width = w / 6.2;
    for (int i = 0; i < walls.length; i++) {
      double x = -w * 0.03 + i * width;
      double top = h * (0.3 - 0.06 * (i * 37 % 5) / 4.0);
      b.fade(box(x, top, width - 2, h * 0.7 - top), rgb(walls[i]), rgb(walls[i]).darker());
      b.fill(shape(x - 3, top, x + width / 2, top - h * 0.1, x + width + 1, top), rgb(0x7a3b30));
      windows(b, x, top, width, h);
    }
    b.fill(box(0, h * 0.7, w, h * 0.06), rgb(0xb9b2a6))
        .fade(box(0, h * 0.76, w, h * 0.24), rgb(0x5d6167), rgb(0x43464b));
    b.fill(box(0, h * 0.9, w, h * 0.012), rgb(0xd8d8d8));
    tram(b, w * (-0.35 + 1.1 * t), h * 0.56, h * 0.28);
  }

  static void market(Brush b, double w, double h, double t) {
    b.fade(box(0, 0, w, h), rgb(0xbfd7e2), rgb(0xe8dcc5));
    b.fill(box(0, h * 0.72, w, h * 0.28), rgb(0xa99f8d));
    RandomGenerator random = Chance.of("market");
    int[] cloths = {0xc0392b, 0x2d7d5a, 0x2c6fa8};
    int[][] fruit = {{0xe74c3c, 0xc0392b}, {0xf39c12, 0xe67e22}, {0x7cb342, 0x558b2f}};
    for (int s = 0; s < 3; s++) {
      double x = w * (0.03 + 0.325 * s);
      double width = w * 0.29;
      b.fill(box(x + 4, h * 0.3, 5, h * 0.5), rgb(0x6b4f3a))
          .fill(box(x + width - 9, h * 0.3, 5, h * 0.5), rgb(0x6b4f3a));
      for (int k = 0; k < 8; k++) {
        double sway = h * 0.006 * Math.sin(t * 12 + k + s);
        double x0 = x + width * k / 8;
        b.fill(
            shape(
                x0,
                h * 0.2,
                x0 + width / 8,
                h * 0.2,
                x0 + width / 8,
                h * 0.34 + sway,
                x0,
                h * 0.34 + sway),
            k % 2 == 0 ? rgb(cloths[s]) : rgb(0xf7f3ea));
      }
      b.fade(box(x, h * 0.58, width, h * 0.2), rgb(0x9c7148), rgb(0x6f4d2e));
      for (int i = 0; i < 60; i++) {
        double fx = x + width * (0.06 + 0.88 * random.nextDouble());
        double fy = h * (0.5 + 0.09 * random.nextDouble());
        b.fill(disc(fx, fy, h * 0.025), rgb(fruit[s][i % 2]))
            .fill(disc(fx - 2, fy - 3, h * 0.006), rgba(0xffffff, 0.6));
      }
    }
    for (int i = 0; i < 4; i++) {
      person(b, w * (0.1 + 0.24 * i + 0.1 * t * (i % 2 == 0 ? 1 : -1)), h * 0.98, h * 0.42, i);
    }
  }

  static void mountains(Brush b, double w, double h, double t) {
    b.fade(box(0, 0, w, h), rgb(0x7fb0dc), rgb(0xeaf3f8));
    cloud(b, w * (0.1 + 0.2 * t), h * 0.16, h * 0.08, rgba(0xffffff, 0.9));
    cloud(b, w * (0.6 + 0.2 * t), h * 0.24, h * 0.06, rgba(0xffffff, 0.85));
    peak(b, w * 0.34, h * 0.2, w * 0.42, h * 0.75, 0x7488a0);
    peak(b, w * 0.72, h * 0.28, w * 0.38, h * 0.75, 0x64788f);
    b.fill(ridge(w, h, h * 0.68, h * 0.07, 1.1, 1), rgb(0x57795c))
        .fill(ridge(w, h, h * 0.8, h * 0.06, 2.9, 1), rgb(0x3f6447));
    RandomGenerator random = Chance.of("pines");
    for (int i = 0; i < 40; i++) {
      double x = w * random.nextDouble();
      double y = h * (0.8 + 0.18 * random.nextDouble());
      double s = h * (0.05 + 0.06 * random.nextDouble());
      b.fill(
          shape(x - s * 0.35, y, x, y - s, x + s * 0.35, y), rgb(i % 2 == 0 ? 0x24452f : 0x2f5539));
    }
  }

  static void night(Brush b, double w, double h, double t) {
    b.fade(box(0, 0, w, h), rgb(0x0b1230), rgb(0x35406b));
    RandomGenerator random = Chance.of("night");
    for (int i = 0; i < 140; i++) {
      b.fill(
          disc(w * random.nextDouble(), h * 0.6 * random.nextDouble(), 0.6 + random.nextDouble()),
          rgba(0xffffff, 0.4 + 0.5 * random.nextDouble()));
    }
    b.glow(w * 0.78, h * 0.2, h * 0.25, rgba(0xdfe8ff, 0.5))
        .fill(disc(w * 0.78, h * 0.2, h * 0.06), rgb(0xf3f2e4));
    for (double x = -10; x < w; ) {
      double width = w * (0.05 + 0.06 * random.nextDouble());
      double top = h * (0.45 + 0.25 * random.nextDouble());
      b.fill(box(x, top, width - 3, h - top), rgb(0x141a33));
      for (double y = top + 10; y < h * 0.9; y += h * 0.055) {
        for (double wx = x + 6; wx < x + width - 12; wx += w * 0.018) {
          boolean lit = random.nextInt(100) < 40 + (int) (10 * Math.sin(t * 6 + wx));
          b.fill(box(wx, y, w * 0.009, h * 0.028), lit ? rgb(0xffd98a) : rgb(0x222a4a));
        }
      }
      x += width;
    }
    b.fill(box(0, h * 0.93, w, h * 0.07), rgb(0x0a0d1c));
  }

  static void dunes(Brush b, double w, double h, double t) {
    b.fade(box(0, 0, w, h), rgb(0xe8b798), rgb(0xf6dcc4));
    b.glow(w * 0.75, h * 0.16, h * 0.3, rgba(0xfff6e6, 0.9));
    int[] sand = {0xe3b293, 0xd9a283, 0xcd9272, 0xc08262, 0xb07354};
    for (int i = 0; i < sand.length; i++) {
      double base = h * (0.42 + 0.13 * i);
      Path2D dune = ridge(w, h, base, h * (0.07 + 0.012 * i), i * 1.7 + 0.3 + t, 1);
      b.fade(dune, rgb(sand[i]), rgb(sand[i]).darker());
      b.line(dune, rgba(0xffe9d4, 0.35), 2);
    }
  }

  static void kitchen(Brush b, double w, double h, double t) {
    b.fade(box(0, 0, w, h * 0.5), rgb(0xdfe7e6), rgb(0xc8d4d2));
    for (int i = 0; i < 9; i++) {
      b.line(new Line2D.Double(w * i / 8, 0, w * i / 8, h * 0.5), rgb(0xb6c4c2), 2);
      b.line(new Line2D.Double(0, h * i / 12, w, h * i / 12), rgb(0xb6c4c2), 2);
    }
    b.fade(box(0, h * 0.48, w, h * 0.52), rgb(0x8a6a4c), rgb(0x5c442f));
    b.fade(round(w * 0.18, h * 0.56, w * 0.62, h * 0.36, 24), rgb(0xd8ae77), rgb(0xb98a55));
    for (int i = 0; i < 6; i++) {
      b.line(
          new Line2D.Double(w * 0.2, h * (0.6 + 0.05 * i), w * 0.78, h * (0.605 + 0.05 * i)),
          rgba(0x9a6f3f, 0.35),
          1.5);
    }
    tomato(b, w * 0.29, h * 0.68, h * 0.075);
    tomato(b, w * 0.37, h * 0.76, h * 0.07);
    for (int i = 0; i < 5; i++) {
      b.fill(
          new Ellipse2D.Double(w * (0.45 + 0.02 * i), h * 0.72, h * 0.03, h * 0.11), rgb(0xd8382c));
      b.fill(
          new Ellipse2D.Double(w * (0.452 + 0.02 * i), h * 0.735, h * 0.02, h * 0.08),
          rgb(0xf2968c));
    }
    double lift = h * 0.05 * Math.abs(Math.sin(t * Math.PI * 8));
    knife(b, w * 0.56, h * 0.74 - lift, w * 0.34, -0.12);
  }

  // ---- parts of scenes

  static void knife(Brush b, double x, double y, double length, double angle) {
    AffineTransform before = b.graphics().getTransform();
    b.graphics().translate(x, y);
    b.graphics().rotate(angle);
    double l = length;
    Path2D blade = new Path2D.Double();
    blade.moveTo(0, l * 0.02);
    blade.quadTo(l * 0.22, l * 0.15, l * 0.62, l * 0.14);
    blade.lineTo(l * 0.62, 0);
    blade.quadTo(l * 0.2, -l * 0.01, 0, l * 0.02);
    b.fade(blade, rgb(0xf4f7f9), rgb(0x9aa5ad)).line(blade, rgb(0x7d878e), 1.2);
    b.fill(box(l * 0.62, -l * 0.008, l * 0.03, l * 0.12), rgb(0x80868b));
    b.fade(round(l * 0.64, -l * 0.01, l * 0.36, l * 0.085, l * 0.06), rgb(0x4a3328), rgb(0x221610));
    for (int i = 0; i < 3; i++) {
      b.fill(disc(l * (0.71 + 0.11 * i), l * 0.032, l * 0.012), rgb(0xcfd4d8));
    }
    b.graphics().setTransform(before);
  }

  private static void tomato(Brush b, double x, double y, double r) {
    b.fill(new Ellipse2D.Double(x - r, y + r * 0.7, 2 * r, r * 0.5), rgba(0x3a2412, 0.3));
    b.fill(disc(x, y, r), rgb(0xcf3326))
        .glow(x - r * 0.3, y - r * 0.35, r * 0.7, rgba(0xffb3a0, 0.8));
    b.fill(
        shape(
            x,
            y - r * 1.15,
            x + r * 0.18,
            y - r * 0.7,
            x + r * 0.6,
            y - r * 0.75,
            x,
            y - r * 0.5,
            x - r * 0.6,
            y - r * 0.75,
            x - r * 0.18,
            y - r * 0.7),
        rgb(0x3e7a34));
  }

  private static void windows(Brush b, double x, double top, double width, double h) {
    for (int row = 0; row < 3; row++) {
      for (int col = 0; col < 2; col++) {
        double wx = x + width * (0.16 + 0.42 * col);
        double wy = top + h * (0.04 + 0.12 * row);
        b.fill(box(wx - 2, wy - 2, width * 0.26 + 4, h * 0.08 + 4), rgb(0xf4efe4));
        b.fade(box(wx, wy, width * 0.26, h * 0.08), rgb(0x49627a), rgb(0x7f9ab3));
      }
    }
    b.fill(box(x + width * 0.4, h * 0.6, width * 0.2, h * 0.1), rgb(0x5b3a29));
  }

  private static void tram(Brush b, double x, double y, double s) {
    b.fade(round(x, y, s * 2.6, s * 0.8, 18), rgb(0xd94f3a), rgb(0xa93525));
    for (int i = 0; i < 5; i++) {
      b.fade(
          round(x + s * (0.12 + 0.5 * i), y + s * 0.12, s * 0.38, s * 0.3, 8),
          rgb(0xbfe0ef),
          rgb(0x7fa9bf));
    }
    b.fill(box(x, y + s * 0.52, s * 2.6, s * 0.07), rgb(0xf3e6c8));
    b.fill(disc(x + s * 0.5, y + s * 0.82, s * 0.1), rgb(0x22252a))
        .fill(disc(x + s * 2.1, y + s * 0.82, s * 0.1), rgb(0x22252a));
  }

  static void person(Brush b, double x, double y, double s, int which) {
    int[] coats = {0x3d5a80, 0x9c4a3c, 0x4f6d4a, 0x6b4e71};
    int[] skins = {0xe0b394, 0x8d5a3b, 0xc58f68, 0xf0c9a8};
    Color coat = rgb(coats[which % coats.length]);
    b.fill(round(x - s * 0.13, y - s * 0.7, s * 0.26, s * 0.5, s * 0.14), coat);
    b.fill(box(x - s * 0.1, y - s * 0.25, s * 0.08, s * 0.25), rgb(0x2d3138))
        .fill(box(x + s * 0.02, y - s * 0.25, s * 0.08, s * 0.25), rgb(0x2d3138));
    b.fill(disc(x, y - s * 0.8, s * 0.095), rgb(skins[which % skins.length]));
    b.fill(
        new Arc2D.Double(x - s * 0.1, y - s * 0.91, s * 0.2, s * 0.18, 0, 180, Arc2D.PIE),
        rgb(0x3b2a20));
  }

  private static void cloud(Brush b, double x, double y, double r, Color color) {
    b.fill(new Ellipse2D.Double(x - r * 2, y - r * 0.5, r * 4, r), color);
    b.fill(disc(x - r * 0.6, y - r * 0.3, r * 0.7), color)
        .fill(disc(x + r * 0.5, y - r * 0.45, r * 0.85), color);
  }

  private static void water(
      Brush b, double w, double h, double top, double t, Color near, Color far, double sun) {
    b.fade(box(0, top, w, h - top), near, far);
    RandomGenerator random = Chance.of("water");
    for (int i = 0; i < 130; i++) {
      double depth = random.nextDouble();
      double y = top + (h - top) * depth * depth;
      double length = w * (0.01 + 0.07 * depth);
      double x = (random.nextDouble() + 0.12 * t) % 1.0 * w;
      boolean bright = Math.abs(x - sun) < w * 0.1 * (0.4 + depth);
      b.line(
          new Line2D.Double(x, y, x + length, y),
          bright ? rgba(0xffe6b0, 0.7) : rgba(0xffffff, 0.16),
          1 + 1.5 * depth);
    }
  }

  private static void boat(Brush b, double x, double y, double s, Color hull) {
    b.line(new Line2D.Double(x, y, x, y - s), rgb(0x4b3a2b), s * 0.03);
    b.fill(
        shape(x + s * 0.04, y - s * 0.95, x + s * 0.5, y - s * 0.14, x + s * 0.04, y - s * 0.14),
        rgb(0xf6f1e4));
    b.fill(
        shape(x - s * 0.04, y - s * 0.8, x - s * 0.34, y - s * 0.14, x - s * 0.04, y - s * 0.14),
        rgb(0xe7dfcd));
    b.fill(
        shape(
            x - s * 0.5,
            y - s * 0.08,
            x + s * 0.58,
            y - s * 0.08,
            x + s * 0.4,
            y + s * 0.1,
            x - s * 0.36,
            y + s * 0.1),
        hull);
  }

  private static void lighthouse(Brush b, double x, double y, double s) {
    for (int i = 0; i < 5; i++) {
      double w0 = s * (0.13 - 0.012 * i);
      double w1 = s * (0.13 - 0.012 * (i + 1));
      double y0 = y - s * 0.16 * i;
      b.fill(
          shape(x - w0, y0, x + w0, y0, x + w1, y0 - s * 0.16, x - w1, y0 - s * 0.16),
          rgb(i % 2 == 0 ? 0xf1ece1 : 0xb3372e));
    }
    b.fill(box(x - s * 0.1, y - s * 0.83, s * 0.2, s * 0.03), rgb(0x2c2f33));
    b.glow(x, y - s * 0.87, s * 0.22, rgba(0xfff3b0, 0.9))
        .fill(box(x - s * 0.045, y - s * 0.92, s * 0.09, s * 0.09), rgb(0xfff6c9));
    b.fill(shape(x - s * 0.07, y - s * 0.92, x, y - s, x + s * 0.07, y - s * 0.92), rgb(0x7a241e));
  }

  private static void peak(Brush b, double x, double top, double width, double bottom, int color) {
    b.fade(shape(x - width / 2, bottom, x, top, x + width / 2, bottom), rgb(color), rgb(0x93a7b5));
    double s = (bottom - top) * 0.28;
    double half = width * 0.14;
    b.fill(
        shape(
            x,
            top,
            x + half,
            top + s,
            x + half * 0.4,
            top + s * 0.8,
            x,
            top + s * 1.1,
            x - half * 0.45,
            top + s * 0.75,
            x - half,
            top + s),
        rgb(0xf5f9fc));
  }
}
