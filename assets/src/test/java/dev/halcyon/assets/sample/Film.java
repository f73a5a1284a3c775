package dev.halcyon.assets.sample;

import dev.halcyon.assets.sample.Scenes.Scene;
import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A short film with known cuts: shots one after the other, each a scene seen by a camera that pans
 * and zooms.
 *
 * @param flashes single frames in which something else is shown
 * @param sound whether a siren-like tone is added
 */
record Film(
    String name, int fps, int bitrate, List<Shot> shots, List<Flash> flashes, boolean sound) {
  static final int WIDTH = 640;
  static final int HEIGHT = 360;

  /**
   * One shot.
   *
   * @param frames its length
   * @param dissolve how many of its first frames fade over from the shot before; 0 is a hard cut
   * @param zoom scale at the start and at the end, at least 1
   * @param pan horizontal place of the camera at the start and the end, −1..1
   */
  record Shot(Scene scene, int frames, int dissolve, double[] zoom, double[] pan) {
    BufferedImage frame(double t) {
      double scale = zoom[0] + (zoom[1] - zoom[0]) * t;
      double place = pan[0] + (pan[1] - pan[0]) * t;
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
      Graphics2D g = image.createGraphics();
      Brush brush = new Brush(g);
      double spare = WIDTH * (scale - 1) / 2;
      g.translate(-spare * (1 + place), -HEIGHT * (scale - 1) / 2);
      g.scale(scale, scale);
      scene.paint(brush, WIDTH, HEIGHT, t);
      g.dispose();
      return image;
    }
  }

  /** Another picture for one frame. */
  record Flash(int frame, Scene scene) {}

  int frames() {
    return shots.stream().mapToInt(Shot::frames).sum();
  }

  double seconds() {
    return frames() / (double) fps;
  }

  /** First frames of shots that begin with a hard cut. */
  List<Integer> hardCuts() {
    List<Integer> cuts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < shots.size(); i++) {
      if (i > 0 && shots.get(i).dissolve() == 0) {
        cuts.add(start);
      }
      start += shots.get(i).frames();
    }
    return cuts;
  }

  /** First and last frame of each gradual change. */
  List<int[]> fades() {
    List<int[]> fades = new ArrayList<>();
    int start = 0;
    for (Shot shot : shots) {
      if (shot.dissolve() > 0) {
        fades.add(new int[] {start, start + shot.dissolve() - 1});
      }
      start += shot.frames();
    }
    return fades;
  }

  BufferedImage frame(int number) {
    for (Flash flash : flashes) {
      if (flash.frame() == number) {
        return new Shot(flash.scene(), 1, 0, new double[] {1, 1}, new double[] {0, 0}).frame(0);
      }
    }
    int start = 0;
    for (int i = 0; i < shots.size(); i++) {
      Shot shot = shots.get(i);
      if (number < start + shot.frames()) {
        int into = number - start;
        BufferedImage image = shot.frame(into / (double) shot.frames());
        if (into < shot.dissolve()) {
          double old = 1 - (into + 1) / (double) (shot.dissolve() + 1);
          over(image, shots.get(i - 1).frame(0.999), old);
        }
        return image;
      }
      start += shot.frames();
    }
    throw new IndexOutOfBoundsException(name + " has no frame " + number);
  }

  private static void over(BufferedImage image, BufferedImage old, double alpha) {
    Graphics2D g = image.createGraphics();
    g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) alpha));
    g.drawImage(old, 0, 0, null);
    g.dispose();
  }
}
