package dev.halcyon.engine.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.halcyon.engine.model.TensorSpec;
import dev.halcyon.engine.pack.PackManifest.Hint;
import dev.halcyon.engine.pack.PackManifest.PackFile;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code manifest.json} and says which field breaks which rule. Confined to one thread. */
final class ManifestReader {
  /** Far more than any manifest has; a larger one is not read. */
  static final int MOST_BYTES = 1 << 20;

  /** What one pack may unpack to. */
  static final long MOST_UNPACKED = 4L << 30;

  private static final int FORMAT = 1;
  private static final int MOST_FILES = 64;
  private static final int MOST_TEXT = 400;
  private static final double HEAVIEST_HINT = 0.4;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,62}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final ObjectReader JSON =
      Wire.mapper().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private final JsonNode root;

  private ManifestReader(JsonNode root) {
    this.root = root;
  }

  /**
   * Reads a manifest.
   *
   * @throws UserProblem {@code pack.manifest}
   */
  static PackManifest read(byte[] bytes) {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw broken("it is not JSON" + (at == null ? "" : " (line " + at.getLineNr() + ")"), e);
    } catch (IOException e) {
      throw broken("it cannot be read", e);
    }
    if (root == null || !root.isObject()) {
      throw broken("it is no JSON object", null);
    }
    return new ManifestReader(root).manifest();
  }

  private PackManifest manifest() {
    JsonNode format = root.path("halcyonPack");
    if (!format.isInt() || format.intValue() != FORMAT) {
      throw broken(
          "the field halcyonPack is not " + FORMAT + ", the format this version reads", null);
    }
    List<PackFile> files = files();
    String name = matching("name", NAME, "lower-case letters, digits and hyphens");
    String kindName = text("kind");
    PackKind kind =
        PackKind.of(kindName)
            .orElseThrow(
                () -> broken("the kind " + kindName + " is none of " + PackKind.names(), null));
    PackManifest manifest =
        new PackManifest(
            name,
            matching("version", VERSION, "letters, digits, dots, hyphens"),
            kind,
            licence(),
            named("licenceFile", files),
            text("purpose"),
            text("origin"),
            named("model", files),
            kind.labelled() ? named("labels", files) : "",
            root.path("eightBitWeights").asBoolean(false),
            tensors("inputs"),
            tensors("outputs"),
            hints(),
            files);
    fits(manifest);
    return manifest;
  }

  private String licence() {
    if (root.path("licence").asText("").isBlank()) {
      throw new UserProblem(
          "pack.licence",
          "The pack names no licence.",
          "Ask its maker for one; the field licence of manifest.json takes an SPDX identifier.");
    }
    return text("licence");
  }

  private List<PackFile> files() {
    JsonNode list = root.path("files");
    if (!list.isArray() || list.isEmpty() || list.size() > MOST_FILES) {
      throw broken("the field files is no list of 1 to " + MOST_FILES + " files", null);
    }
    List<PackFile> files = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    long sum = 0;
    for (JsonNode each : list) {
      String path = each.path("path").asText("");
      PackPaths.check(path);
      if (!seen.add(path.toLowerCase(Locale.ROOT))
          || path.equals(PackManifest.FILE)
          || path.equals(PackManifest.SIGNATURE)) {
        throw broken("the file " + PackPaths.shown(path) + " is listed twice", null);
      }
      String hash = each.path("sha256").asText("");
      JsonNode bytes = each.path("bytes");
      if (!HASH.matcher(hash).matches() || !bytes.isIntegralNumber() || bytes.longValue() < 0) {
        throw broken(
            "the file " + path + " lacks its sha256 (64 hexadecimal digits) or its bytes", null);
      }
      sum += Math.min(bytes.longValue(), MOST_UNPACKED);
      files.add(new PackFile(path, hash, bytes.longValue()));
    }
    if (sum >= MOST_UNPACKED) {
      throw broken("its files have more than " + (MOST_UNPACKED >> 30) + " GB together", null);
    }
    return files;
  }

  private List<TensorSpec> tensors(String field) {
    JsonNode list = root.path(field);
    if (!list.isArray() || list.isEmpty()) {
      throw broken("the field " + field + " lists no tensor", null);
    }
    List<TensorSpec> specs = new ArrayList<>();
    for (JsonNode each : list) {
      List<Long> shape = new ArrayList<>();
      for (JsonNode size : each.path("shape")) {
        if (!size.isIntegralNumber()
            || size.longValue() == 0
            || size.longValue() < TensorSpec.ANY) {
          throw broken("a shape under " + field + " is no list of sizes, -1 for any", null);
        }
        shape.add(size.longValue());
      }
      if (!each.path("name").isTextual() || !each.path("type").isTextual()) {
        throw broken("a tensor under " + field + " has no name or no type", null);
      }
      specs.add(new TensorSpec(each.path("name").asText(), each.path("type").asText(), shape));
    }
    return specs;
  }

  private Map<String, Hint> hints() {
    Map<String, Hint> hints = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : root.path("hints").properties()) {
      JsonNode weight = each.getValue().path("weight");
      Category category = Category.of(each.getValue().path("category").asText(""));
      if (category == Category.UNKNOWN
          || !weight.isNumber()
          || !(weight.doubleValue() > 0 && weight.doubleValue() <= HEAVIEST_HINT)) {
        throw broken(
            "the hint for a label has no category, or no weight over 0 and up to " + HEAVIEST_HINT,
            null);
      }
      hints.put(each.getKey(), new Hint(category, weight.doubleValue()));
    }
    return hints;
  }

  /** What the manifest says of its model must be what the kind needs. */
  private static void fits(PackManifest manifest) {
    PackKind kind = manifest.kind();
    boolean inputs =
        manifest.inputs().size() == kind.inputs().size() && serve(manifest.inputs(), kind.inputs());
    if (!inputs || !serve(manifest.outputs(), kind.outputs())) {
      throw new UserProblem(
          "pack.shape",
          "The pack "
              + manifest.name()
              + " says its model takes "
              + manifest.inputs()
              + " and gives "
              + manifest.outputs()
              + "; "
              + kind.id()
              + " takes "
              + kind.inputs()
              + " and gives at least "
              + kind.outputs()
              + ".",
          "Convert the model to that shape, or give the pack the kind that fits it.");
    }
  }

  private static boolean serve(List<TensorSpec> offered, List<TensorSpec> wanted) {
    return wanted.stream().allMatch(want -> offered.stream().anyMatch(each -> each.serves(want)));
  }

  private String text(String field) {
    JsonNode value = root.path(field);
    if (!value.isTextual() || value.asText().isBlank() || value.asText().length() > MOST_TEXT) {
      throw broken("the field " + field + " is missing, or no text of 1 to 400 characters", null);
    }
    return value.asText().strip();
  }

  private String matching(String field, Pattern pattern, String words) {
    String value = text(field);
    if (!pattern.matcher(value).matches()) {
      throw broken("the field " + field + " is not made of " + words + " alone", null);
    }
    return value;
  }

  private String named(String field, List<PackFile> files) {
    String value = text(field);
    if (files.stream().noneMatch(each -> each.path().equals(value))) {
      throw broken("the field " + field + " names a file that is not under files", null);
    }
    return value;
  }

  private static UserProblem broken(String what, @Nullable Throwable cause) {
    return new UserProblem(
        "pack.manifest",
        "The pack's manifest.json cannot be used: " + what + ".",
        "Ask the pack's maker for a right one; docs/model-packs.md describes the file.",
        cause);
  }
}
