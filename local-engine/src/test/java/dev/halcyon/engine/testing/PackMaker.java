package dev.halcyon.engine.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes model packs as a maker would: a manifest over files, signed or not, in a zip or a folder.
 */
public final class PackMaker {
  private final ObjectNode manifest = Wire.mapper().createObjectNode();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private byte @Nullable [] signature;

  private PackMaker(String name, String version, String kind) {
    manifest.put("halcyonPack", 1);
    manifest.put("name", name);
    manifest.put("version", version);
    manifest.put("kind", kind);
    manifest.put("licence", "MIT");
    manifest.put("licenceFile", "LICENCE.txt");
    manifest.put("purpose", "For tests");
    manifest.put("origin", "Made by a test");
    manifest.put("model", "model.onnx");
    files.put("LICENCE.txt", "Do what you like.".getBytes(StandardCharsets.UTF_8));
  }

  /** A pack of audio events with three classes; every window scores {@code shot} for the first. */
  public static PackMaker audioEvents(String name, String version, float shot) {
    TinyOnnx model =
        new TinyOnnx("waveform", -1, 15_600)
            .gives("scores", 0, new float[] {shot, 0.01f, 0.02f}, 3);
    PackMaker maker = new PackMaker(name, version, "audio-events");
    maker.files.put("model.onnx", model.bytes());
    maker.files.put(
        "class_map.csv",
        "index,mid,display_name\n0,/m/1,\"Gunshot, gunfire\"\n1,/m/2,Speech\n2,/m/3,Music\n"
            .getBytes(StandardCharsets.UTF_8));
    maker.manifest.put("labels", "class_map.csv");
    maker.tensor("inputs", "waveform", -1, 15_600);
    maker.tensor("outputs", "scores", -1, 3);
    return maker;
  }

  /** A pack that finds one face, always at the same place: fractions left, top, right, bottom. */
  public static PackMaker faces(String name, float... box) {
    TinyOnnx model =
        new TinyOnnx("input", 1, 3, 240, 320)
            .gives("scores", 0, new float[] {0.1f, 0.9f, 0.99f, 0.01f}, 2, 2)
            .gives(
                "boxes", 0, new float[] {box[0], box[1], box[2], box[3], 0, 0, 0.1f, 0.1f}, 2, 4);
    PackMaker maker = new PackMaker(name, "1.0.0", "faces");
    maker.files.put("model.onnx", model.bytes());
    maker.tensor("inputs", "input", 1, 3, 240, 320);
    maker.tensor("outputs", "scores", 1, 2, 2);
    maker.tensor("outputs", "boxes", 1, 2, 4);
    return maker;
  }

  /** A pack of three labels, of which the second is the surer the lighter the picture is. */
  public static PackMaker labels(String name) {
    TinyOnnx model =
        new TinyOnnx("input", -1, 224, 224, 3)
            .gives("probabilities", 1, new float[] {-1, 0, -1}, 3);
    PackMaker maker = new PackMaker(name, "1.0.0", "image-labels");
    maker.files.put("model.onnx", model.bytes());
    maker.files.put("labels.txt", "cat\nrifle\ndog\n".getBytes(StandardCharsets.UTF_8));
    maker.manifest.put("labels", "labels.txt");
    maker.tensor("inputs", "input", -1, 224, 224, 3);
    maker.tensor("outputs", "probabilities", -1, 3);
    ObjectNode hint = maker.manifest.putObject("hints").putObject("rifle");
    hint.put("category", "weapons");
    hint.put("weight", 0.3);
    return maker;
  }

  /** A pack of a kind over a model file; tensors and labels are the caller's to add. */
  public static PackMaker of(String name, String kind, byte[] model) {
    PackMaker maker = new PackMaker(name, "1.0.0", kind);
    maker.files.put("model.onnx", model);
    return maker;
  }

  /** Declares an input or output. */
  public PackMaker tensor(String field, String name, long... shape) {
    ObjectNode tensor = manifest.withArray(field).addObject();
    tensor.put("name", name);
    tensor.put("type", "float32");
    ArrayNode sizes = tensor.putArray("shape");
    for (long size : shape) {
      sizes.add(size);
    }
    return this;
  }

  /** Adds a file, or puts another in its place. */
  public PackMaker file(String path, byte[] bytes) {
    files.put(path, bytes);
    return this;
  }

  /** The manifest, for a test to change. */
  public ObjectNode manifest() {
    return manifest;
  }

  /** The manifest's bytes; where no list of files was set it is made of the files. */
  public byte[] manifestBytes() {
    if (!manifest.has("files")) {
      ArrayNode list = manifest.putArray("files");
      files.forEach(
          (path, bytes) ->
              list.addObject()
                  .put("path", path)
                  .put("sha256", Hashes.sha256(bytes))
                  .put("bytes", bytes.length));
    }
    return Wire.write(manifest).getBytes(StandardCharsets.UTF_8);
  }

  /** What an administrator would be told. */
  public String sha256() {
    return Hashes.sha256(manifestBytes());
  }

  /** Signs the manifest as it is now. */
  public PackMaker sign(KeyPair key) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(key.getPrivate());
    signer.update(manifestBytes());
    signature = signer.sign();
    return this;
  }

  /** A new key. */
  public static KeyPair key() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  /** The public half as a PEM file. */
  public static Path pem(KeyPair key, Path file) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getPublic().getEncoded());
    return Files.writeString(
        file, "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
  }

  /** Writes a folder. */
  public Path folder(Path folder) throws IOException {
    each(
        (path, bytes) -> {
          try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return folder;
  }

  /** Writes a zip file. */
  public Path zip(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      each(
          (path, bytes) -> {
            try {
              zip.putNextEntry(new ZipEntry(path));
              zip.write(bytes);
              zip.closeEntry();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return file;
  }

  private void each(java.util.function.BiConsumer<String, byte[]> writer) {
    writer.accept("manifest.json", manifestBytes());
    if (signature != null) {
      writer.accept("manifest.json.sig", signature);
    }
    files.forEach(writer);
  }
}
