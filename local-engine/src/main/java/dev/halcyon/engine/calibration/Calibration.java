package dev.halcyon.engine.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator's own labelled pictures said of the picture models' scores: a curve for each
 * stage, category and kind of media that was measured, under a name and version that policies name.
 * Immutable.
 */
public final class Calibration {
  /** The stages whose scores may go through one. */
  public static final List<String> STAGES = List.of("image.nsfw", "image.objects", "image.labels");

  /** More than any calibration has; a larger file is not read. */
  static final int MOST_BYTES = 1 << 20;

  private static final String FORMAT = "halcyon-calibration/1";

  private static final ObjectReader READER =
      Wire.mapper()
          .readerFor(Document.class)
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .with(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_INVALID_SUBTYPE);

  private static final ObjectWriter WRITER =
      Wire.mapper().writer().with(SerializationFeature.INDENT_OUTPUT);

  private final CalibrationRef ref;
  private final Document document;

  /**
   * The file.
   *
   * @param labels SHA-256 of the file of labels it was made from
   */
  record Document(String format, String name, int version, String labels, List<Entry> curves) {
    Document {
      curves = curves == null ? List.of() : List.copyOf(curves);
    }
  }

  /**
   * One curve and what it stands on.
   *
   * @param kind {@link Modality#IMAGE} or {@link Modality#VIDEO}
   * @param model the name of the model whose scores were measured
   * @param sha256 of the model's weights
   * @param share the share of yes in a feed that the curve is made for
   * @param error calibration error out of fold
   */
  public record Entry(
      String stage,
      Category category,
      Modality kind,
      String model,
      String modelVersion,
      String sha256,
      int yes,
      int no,
      double share,
      double errorBefore,
      double error,
      Curve curve) {
    boolean isFor(String otherStage, Category otherCategory, Modality otherKind) {
      return stage.equals(otherStage) && category == otherCategory && kind == otherKind;
    }
  }

  private Calibration(CalibrationRef ref, Document document) {
    this.ref = ref;
    this.document = document;
  }

  /** The file of a calibration. */
  static byte[] write(CalibrationRef named, String labels, List<Entry> curves) {
    try {
      return WRITER.writeValueAsBytes(
          new Document(FORMAT, named.name(), named.version(), labels, curves));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a calibration", e);
    }
  }

  /**
   * Reads a file.
   *
   * @param file what to call it in complaints
   * @throws UserProblem {@code calibration.damaged}
   */
  static Calibration read(byte[] bytes, String file) {
    Document document;
    try {
      document = READER.readValue(bytes);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String line = at == null ? "" : " (line " + at.getLineNr() + ")";
      throw damaged(file, "it is no calibration" + line, e);
    } catch (IOException e) {
      throw damaged(file, "it cannot be read", e);
    }
    String complaint = complaint(document);
    if (!complaint.isEmpty()) {
      throw damaged(file, complaint, null);
    }
    String hash = Hashes.sha256(bytes).substring(0, 12);
    return new Calibration(new CalibrationRef(document.name(), document.version(), hash), document);
  }

  @SuppressWarnings("NullAway") // Jackson leaves null what the file does not have
  private static String complaint(Document document) {
    if (!FORMAT.equals(document.format)) {
      return "format is not " + FORMAT + ", which this version reads";
    } else if (document.name == null
        || CalibrationRef.unsealed(document.name + "@" + document.version).isEmpty()) {
      return "name and version are not " + CalibrationRef.RULE;
    } else if (document.curves.isEmpty()) {
      return "it has no curves";
    }
    Set<List<Object>> seen = new HashSet<>();
    for (int i = 0; i < document.curves.size(); i++) {
      Entry entry = document.curves.get(i);
      String at = "curves[" + i + "]";
      if (entry.stage == null
          || entry.model == null
          || entry.sha256 == null
          || entry.category == null
          || entry.category == Category.UNKNOWN
          || (entry.kind != Modality.IMAGE && entry.kind != Modality.VIDEO)
          || entry.curve == null) {
        return at + " needs stage, category, kind (IMAGE or VIDEO), model, sha256 and curve";
      } else if (!entry.curve.complaint().isEmpty()) {
        return at + ".curve: " + entry.curve.complaint();
      } else if (!seen.add(List.of(entry.stage, entry.category, entry.kind))) {
        return at + ": the same stage, category and kind stand twice";
      }
    }
    return "";
  }

  private static UserProblem damaged(String file, String why, @Nullable Throwable cause) {
    return new UserProblem(
        "calibration.damaged",
        "The calibration " + file + " cannot be used: " + why + ".",
        "Put the file there as ./halcyon calibrate wrote it, or make it anew.",
        cause);
  }

  /** How policies name it. */
  public CalibrationRef ref() {
    return ref;
  }

  public List<Entry> curves() {
    return document.curves();
  }

  /**
   * The curve for scores of a model.
   *
   * @return nothing where that category or kind was not measured: its scores stay raw
   * @throws UserProblem {@code calibration.model} when the curve was made of another model's scores
   */
  public Optional<Curve> curve(String stage, Category category, Modality kind, ModelRef model) {
    Optional<Entry> found =
        document.curves().stream().filter(each -> each.isFor(stage, category, kind)).findFirst();
    if (found.isPresent() && !found.get().sha256().equals(model.sha256())) {
      throw new UserProblem(
          "calibration.model",
          "The calibration %s was made for %s %s; the stage %s now runs %s %s."
              .formatted(
                  ref,
                  found.get().model(),
                  found.get().modelVersion(),
                  stage,
                  model.name(),
                  model.version()),
          "Calibrate the model that runs now, and name the new calibration in the policy.");
    }
    return found.map(Entry::curve);
  }
}
