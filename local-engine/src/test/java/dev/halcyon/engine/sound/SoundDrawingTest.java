package dev.halcyon.engine.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.SoundPicture;
import org.junit.jupiter.api.Test;

class SoundDrawingTest {
  private static final int RATE = 16_000;

  private static short[] tone(double hertz, double loud, int from, int samples) {
    short[] wave = new short[samples];
    for (int i = 0; i < samples; i++) {
      wave[i] =
          (short) Math.round(loud * 32767 * Math.sin(2 * Math.PI * hertz * (from + i) / RATE));
    }
    return wave;
  }

  private static int loudestBand(SoundPicture picture, int column) {
    int best = 0;
    for (int band = 0; band < SoundPicture.BANDS; band++) {
      best = level(picture, column, band) > level(picture, column, best) ? band : best;
    }
    return best;
  }

  private static int level(SoundPicture picture, int column, int band) {
    return picture.levels()[column * SoundPicture.BANDS + band] & 255;
  }

  @Test
  void aToneStandsInItsPitchAndAHigherOneAbove() {
    SoundDrawing drawing = new SoundDrawing();
    drawing.block(tone(300, 0.5, 0, RATE));
    drawing.block(tone(4000, 0.5, 0, RATE));
    SoundPicture picture = drawing.finish();
    assertThat(picture.seconds()).isEqualTo(2);
    assertThat(picture.columns()).isEqualTo(80);
    int low = loudestBand(picture, 20);
    int high = loudestBand(picture, 60);
    double top = LogMel.mel(8000);
    assertThat(low).isCloseTo((int) (LogMel.mel(300) / top * SoundPicture.BANDS), within(1));
    assertThat(high).isCloseTo((int) (LogMel.mel(4000) / top * SoundPicture.BANDS), within(1));
    assertThat(level(picture, 20, high)).as("nothing of the other").isLessThan(60);
    assertThat(level(picture, 20, low)).isGreaterThan(200);
    assertThat(picture.peaks()[20] & 255).isCloseTo(127, within(2));
  }

  @Test
  void aClickOfOneSampleShowsHoweverLongTheSoundAndMemoryIsBounded() {
    SoundDrawing drawing = new SoundDrawing();
    short[] silence = new short[RATE];
    short[] click = new short[RATE];
    click[777] = Short.MIN_VALUE;
    for (int second = 0; second < 600; second++) {
      drawing.block(second == 417 ? click : silence);
    }
    SoundPicture picture = drawing.finish();
    assertThat(picture.seconds()).isEqualTo(600);
    assertThat(picture.columns()).isBetween(SoundDrawing.MOST / 2, SoundDrawing.MOST);
    assertThat(picture.columns() * picture.columnSeconds())
        .isBetween(600.0, 600 + picture.columnSeconds());
    for (int column = 0; column < picture.columns(); column++) {
      boolean there = column == (int) (417.05 / picture.columnSeconds());
      assertThat(picture.peaks()[column] & 255).as("column %d", column).isEqualTo(there ? 255 : 0);
    }
  }

  @Test
  void blocksOfAnySizeDrawTheSame() {
    short[] whole = tone(700, 0.3, 0, 12_345);
    SoundDrawing once = new SoundDrawing();
    once.block(whole);
    SoundDrawing many = new SoundDrawing();
    for (int at = 0; at < whole.length; at += 77) {
      many.block(java.util.Arrays.copyOfRange(whole, at, Math.min(whole.length, at + 77)));
    }
    SoundPicture one = once.finish();
    SoundPicture other = many.finish();
    assertThat(other.peaks()).isEqualTo(one.peaks());
    assertThat(other.levels()).isEqualTo(one.levels());
  }

  @Test
  void nothingDrawsNothing() {
    SoundPicture picture = new SoundDrawing().finish();
    assertThat(picture.columns()).isZero();
    assertThat(picture.seconds()).isZero();
  }
}
