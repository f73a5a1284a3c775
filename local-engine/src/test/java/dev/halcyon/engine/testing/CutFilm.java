package dev.halcyon.engine.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A film of which every cut is known: shots that hold still, pan, zoom, shake, flicker or have
 * something pass through them, joined by hard cuts, dissolves and fades through black. The same
 * number gives the same film. Confined to one thread.
 */
public final class CutFilm {
  public static final int WIDTH = 320;
  public static final int HEIGHT = 180;
  public static final int FPS = 25;
  private static final int SHOTS = 14;
  private static final int SCENES = 40;

  private enum Move {
    STILL,
    PAN,
    FAST_PAN,
    ZOOM,
    SHAKE,
    PASSING,
    FLICKER
  }

  private enum Join {
    CUT,
    DISSOLVE,
    FADE
  }

  /** A stretch of frames; {@code joinFrames} of its first are mixed with the shot before. */
  private record Shot(int from, int length, int scene, Move move, Join join, int joinFrames) {}

  private final List<Shot> shots = new ArrayList<>();
  private final byte[][] scenes;
  private final long seed;
  private final byte[] other = new byte[WIDTH * HEIGHT * 3];

  private CutFilm(int number, byte[][] scenes) {
    this.scenes = scenes;
    this.seed = number;
    Random random = new Random(7_919L * number);
    int from = 0;
    int before = -1;
    for (int i = 0; i < SHOTS; i++) {
      int scene = random.nextInt(SCENES);
      scene = scene == before ? (scene + 1) % SCENES : scene;
      before = scene;
      // Ten cuts, two dissolves and a fade join fourteen shots.
      Join join = i == 3 || i == 8 ? Join.DISSOLVE : i == 10 ? Join.FADE : Join.CUT;
      int joined = join == Join.CUT ? 0 : 12 + random.nextInt(14);
      int length = joined + 18 + random.nextInt(40);
      Move move = Move.values()[random.nextInt(Move.values().length)];
      shots.add(new Shot(from, length, scene, move, i == 0 ? Join.CUT : join, joined));
      from += length;
    }
  }

  /** Pictures that the shots are taken of, twice as wide and high as a frame. */
  public static byte[][] scenes() {
    byte[][] scenes = new byte[SCENES][WIDTH * 2 * HEIGHT * 2 * 3];
    for (int i = 0; i < SCENES; i++) {
      Painting.copy(Painting.scene(1000 + i, WIDTH * 2, HEIGHT * 2), scenes[i]);
    }
    return scenes;
  }

  public static CutFilm of(int number, byte[][] scenes) {
    return new CutFilm(number, scenes);
  }

  public int frames() {
    Shot last = shots.getLast();
    return last.from + last.length;
  }

  /** The first frame of each shot that begins with a hard cut. */
  public List<Integer> cuts() {
    return shots.stream().skip(1).filter(each -> each.join == Join.CUT).map(Shot::from).toList();
  }

  /** The frames, first and last, over which shots are mixed. */
  public List<int[]> gradual() {
    return shots.stream()
        .filter(each -> each.joinFrames > 0)
        .map(each -> new int[] {each.from, each.from + each.joinFrames})
        .toList();
  }

  /** In words, what the shot of a frame is like. */
  public String describe(int frame) {
    Shot shot =
        shots.stream().filter(each -> frame < each.from + each.length).findFirst().orElseThrow();
    return "frame " + (frame - shot.from) + " of " + shot;
  }

  /** Paints a frame. */
  public void paint(int frame, byte[] rgb) {
    int at = 0;
    while (frame >= shots.get(at).from + shots.get(at).length) {
      at++;
    }
    Shot shot = shots.get(at);
    take(shot, frame - shot.from, rgb);
    double share = (frame - shot.from + 1.0) / (shot.joinFrames + 1.0);
    if (share < 1) {
      Shot before = shots.get(at - 1);
      take(before, frame - before.from, other);
      mix(shot.join, share, rgb);
    }
    noise(frame, rgb);
  }

  private void mix(Join join, double share, byte[] rgb) {
    for (int i = 0; i < rgb.length; i++) {
      double was = other[i] & 0xff;
      double is = rgb[i] & 0xff;
      double value =
          join == Join.DISSOLVE
              ? was * (1 - share) + is * share
              : share < 0.5 ? was * (1 - 2 * share) : is * (2 * share - 1);
      rgb[i] = (byte) value;
    }
  }

  private void take(Shot shot, int age, byte[] rgb) {
    Random random = new Random(seed * 31 + shot.from * 7L + (shot.move == Move.SHAKE ? age : 0));
    int x = random.nextInt(WIDTH / 2);
    int y = random.nextInt(HEIGHT / 2);
    double scale = 1;
    switch (shot.move) {
      case PAN -> x = 20 + age * 2;
      case FAST_PAN -> x = Math.min(WIDTH, age * 9);
      case ZOOM -> scale = 1 + age * 0.012;
      case SHAKE -> {
        x = WIDTH / 2 + random.nextInt(7) - 3;
        y = HEIGHT / 2 + random.nextInt(7) - 3;
      }
      case STILL, PASSING, FLICKER -> {}
    }
    double light = shot.move == Move.FLICKER ? 1 + 0.12 * Math.sin(age * 1.1) : 1;
    crop(scenes[shot.scene], x, y, scale, light, rgb);
    if (shot.move == Move.PASSING) {
      pass(age, rgb);
    }
  }

  private static void crop(byte[] scene, int x, int y, double scale, double light, byte[] rgb) {
    for (int row = 0; row < HEIGHT; row++) {
      int from = Math.min(HEIGHT * 2 - 1, y + (int) (row / scale)) * WIDTH * 2;
      for (int column = 0; column < WIDTH; column++) {
        int at = (from + Math.min(WIDTH * 2 - 1, x + (int) (column / scale))) * 3;
        int to = (row * WIDTH + column) * 3;
        for (int k = 0; k < 3; k++) {
          rgb[to + k] = (byte) Math.min(255, (int) ((scene[at + k] & 0xff) * light));
        }
      }
    }
  }

  /** Something dark, a quarter of the picture wide, goes by. */
  private static void pass(int age, byte[] rgb) {
    int left = age * 8 - WIDTH / 4;
    for (int row = HEIGHT / 4; row < HEIGHT; row++) {
      int from = Math.clamp(left, 0, WIDTH);
      int to = Math.clamp(left + WIDTH / 4, 0, WIDTH);
      Arrays.fill(rgb, (row * WIDTH + from) * 3, (row * WIDTH + to) * 3, (byte) 30);
    }
  }

  private void noise(int frame, byte[] rgb) {
    long state = seed * 2_654_435_761L + frame * 40_503L + 1;
    for (int i = 0; i < rgb.length; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      rgb[i] = (byte) Math.clamp((rgb[i] & 0xff) + (int) (state & 7) - 3, 0, 255);
    }
  }
}
