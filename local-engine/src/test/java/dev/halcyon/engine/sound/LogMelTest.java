package dev.halcyon.engine.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halcyon.engine.testing.Sounds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The front end against its definition, written out naively. */
class LogMelTest {
  @Test
  void theTransformAgreesWithItsDefinition() {
    Random random = new Random(3);
    float[] in = new float[800];
    for (int i = 0; i < in.length; i++) {
      in[i] = (float) random.nextGaussian();
    }
    float[] out = new float[800];
    new Fourier(400).transform(in, out);
    for (int k = 0; k < 400; k += 7) {
      double re = 0;
      double im = 0;
      for (int n = 0; n < 400; n++) {
        double angle = -2 * Math.PI * k * n / 400;
        re += in[2 * n] * Math.cos(angle) - in[2 * n + 1] * Math.sin(angle);
        im += in[2 * n] * Math.sin(angle) + in[2 * n + 1] * Math.cos(angle);
      }
      assertThat((double) out[2 * k]).isCloseTo(re, within(1e-3));
      assertThat((double) out[2 * k + 1]).isCloseTo(im, within(1e-3));
    }
  }

  @Test
  void slaneysScaleIsLinearBelowOneKilohertzAndLogarithmicAbove() {
    assertThat(LogMel.mel(500)).isEqualTo(7.5, within(1e-9));
    assertThat(LogMel.mel(1000)).isEqualTo(15, within(1e-9));
    assertThat(LogMel.mel(6400)).isEqualTo(42, within(1e-9));
    for (double hertz : new double[] {0, 80, 999, 1000, 4321, 8000}) {
      assertThat(LogMel.hertz(LogMel.mel(hertz))).isCloseTo(hertz, within(1e-6));
    }
  }

  @Test
  void theFeaturesAgreeWithTheDefinitionFrameByFrame() {
    short[] sound = Sounds.music(1.5, 4);
    float[] features = LogMel.of(sound, 0);
    double[][] expected = new double[LogMel.BANDS][LogMel.FRAMES];
    float[][] filters = LogMel.filters();
    double highest = Double.NEGATIVE_INFINITY;
    for (int frame = 0; frame < 160; frame++) {
      double[] power = power(sound, frame);
      for (int band = 0; band < LogMel.BANDS; band++) {
        double sum = 0;
        for (int bin = 0; bin < power.length; bin++) {
          sum += filters[band][bin] * power[bin];
        }
        expected[band][frame] = Math.log10(Math.max(1e-10, sum));
        highest = Math.max(highest, expected[band][frame]);
      }
    }
    for (int frame = 0; frame < 160; frame++) {
      for (int band = 0; band < LogMel.BANDS; band++) {
        double want = (Math.max(expected[band][frame], highest - 8) + 4) / 4;
        double got = features[band * LogMel.FRAMES + frame];
        assertThat(got).as("band %d of frame %d", band, frame).isCloseTo(want, within(1e-4));
      }
    }
  }

  private static double[] power(short[] sound, int frame) {
    double[] power = new double[201];
    for (int bin = 0; bin < power.length; bin++) {
      double re = 0;
      double im = 0;
      for (int n = 0; n < 400; n++) {
        int at = Math.abs(frame * 160 + n - 200);
        double sample = at < sound.length ? sound[at] / 32768.0 : 0;
        double value = sample * (0.5 - 0.5 * Math.cos(2 * Math.PI * n / 400));
        re += value * Math.cos(2 * Math.PI * bin * n / 400);
        im -= value * Math.sin(2 * Math.PI * bin * n / 400);
      }
      power[bin] = re * re + im * im;
    }
    return power;
  }

  @Test
  void silenceHasTheFeaturesOfNothing() {
    float[] features = LogMel.of(new short[16_000], 0);
    assertThat(features).hasSize(80 * 3000).containsOnly(-1.5f);
  }
}
