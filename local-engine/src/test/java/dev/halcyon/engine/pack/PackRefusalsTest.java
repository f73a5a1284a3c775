package dev.halcyon.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.testing.PackMaker;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.UserProblem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs that are not what they say: each is refused and leaves nothing behind. */
class PackRefusalsTest extends PackStoreCase {
  @Test
  void aFileThatIsNotTheOneOfTheManifestIsRefused() throws Exception {
    PackMaker maker = pack();
    String pinned = maker.sha256();
    byte[] other = PackMaker.audioEvents("shots", "1.0.0", 0.8f).manifestBytes();
    refused(zip(maker.file("class_map.csv", other)), pinned, "pack.hash", "class_map.csv");
    PackMaker shorter = pack();
    pinned = shorter.sha256();
    refused(zip(shorter.file("LICENCE.txt", new byte[3])), pinned, "pack.hash", "ends");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside.txt",
        "/etc/outside",
        "a/../../outside",
        "a\\..\\outside",
        "C:outside",
        "con.txt",
        "a//b",
        "trailing.",
        ".hidden",
        "a/b/c/d/e",
        "line\nbreak",
        ""
      })
  void namesThatLeadOutOfTheFolderAreRefused(String name) throws Exception {
    Path zip = temporary.resolve("bad.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("manifest.json"));
      out.write(pack().manifestBytes());
      out.putNextEntry(new ZipEntry(name));
      out.write(1);
    }
    refused(zip, Hashes.sha256(Files.readAllBytes(zip)), "pack.path", "no plain relative name");
    assertThat(temporary.resolve("outside.txt")).doesNotExist();
  }

  @Test
  void namesInTheManifestAreHeldToTheSameRule() throws Exception {
    PackMaker maker = pack();
    maker.manifestBytes();
    ((ObjectNode) maker.manifest().get("files").get(0)).put("path", "../LICENCE.txt");
    refused(zip(maker), maker, "pack.path", "'../LICENCE.txt'");
  }

  @Test
  void aLinkInAFolderIsNoFile() throws Exception {
    Path folder = pack().folder(Files.createDirectory(temporary.resolve("unpacked")));
    Files.delete(folder.resolve("class_map.csv"));
    Files.createSymbolicLink(folder.resolve("class_map.csv"), Path.of("/etc/hostname"));
    refused(folder, pack(), "pack.path", "'class_map.csv' is a link");
  }

  @Test
  void aFileThatUnpacksToMoreThanTheManifestSaysIsStoppedThere() throws Exception {
    PackMaker bomb = pack();
    String pinned = bomb.sha256();
    // 64 MB of nought in 64 kB of zip, where the manifest says some bytes.
    refused(
        zip(bomb.file("LICENCE.txt", new byte[64 << 20])),
        pinned,
        "pack.hash",
        "LICENCE.txt",
        "more than");
    PackMaker greedy = pack();
    greedy.manifestBytes();
    ((ObjectNode) greedy.manifest().get("files").get(0)).put("bytes", 5L << 30);
    refused(zip(greedy), greedy, "pack.manifest", "more than 4 GB");
  }

  @Test
  void aZipFileThatIsCutShortAnywhereIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(zip(pack()));
    Path cut = temporary.resolve("cut.zip");
    for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 37)) {
      Files.write(cut, Arrays.copyOf(whole, length));
      refused(cut, pack(), "pack.file", "cut short or damaged");
    }
  }

  @Test
  void aZipFileWithAFlippedByteIsRefusedOrHarmless() throws Exception {
    byte[] whole = Files.readAllBytes(zip(pack()));
    Path path = temporary.resolve("flipped.zip");
    for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 61)) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x20;
      Files.write(path, flipped);
      try {
        // What the flip did not reach (a date, say) installs as it was made.
        store.verify(store.add(path, pack().sha256(), null).pin());
        store.remove("shots");
      } catch (UserProblem e) {
        assertThat(e.code()).startsWith("pack.");
        assertThat(store.installed()).isEmpty();
      }
    }
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(zip(pack().file("licence.TXT", new byte[] {1})));
    Path zip = Files.write(temporary.resolve("twice.zip"), bytes);
    refused(zip, Hashes.sha256(bytes), "pack.file", "twice");
  }

  @Test
  void whatTheManifestDoesNotListIsNotInstalled() throws Exception {
    PackMaker maker = pack();
    String pinned = maker.sha256();
    refused(zip(maker.file("extra.bin", new byte[1])), pinned, "pack.file", "'extra.bin'");
    PackMaker lacking = pack().file("more.txt", new byte[1]);
    lacking.manifestBytes();
    Path folder = lacking.folder(Files.createDirectory(temporary.resolve("unpacked")));
    Files.delete(folder.resolve("more.txt"));
    refused(folder, lacking, "pack.file", "lacks its file more.txt");
  }

  @Test
  void aModelOfAnotherShapeThanTheManifestSaysIsRefused() throws Exception {
    PackMaker wrong = pack();
    wrong.manifest().remove("outputs");
    wrong.tensor("outputs", "scores", -1, 521);
    refused(zip(wrong), wrong, "pack.shape", "scores float32[?,521]", "scores float32[?,3]");
  }

  @Test
  void aManifestOfAnotherShapeThanTheKindNeedsIsRefused() throws Exception {
    PackMaker wrong = pack();
    wrong.manifest().remove("inputs");
    wrong.tensor("inputs", "waveform", -1, 16_000);
    refused(zip(wrong), wrong, "pack.shape", "waveform float32[?,15600]");
  }

  @Test
  void labelsThatDoNotFitTheModelAreRefused() throws Exception {
    PackMaker wrong =
        pack().file("class_map.csv", "index,mid,name\n0,a,b\n".getBytes(StandardCharsets.UTF_8));
    refused(zip(wrong), wrong, "pack.shape", "3 columns and its labels are 1");
  }

  @Test
  void whatIsNoModelIsRefused() throws Exception {
    PackMaker wrong = pack().file("model.onnx", new byte[] {1, 2, 3});
    refused(zip(wrong), wrong, "model.unusable", "shots");
  }

  @Test
  void eachFieldOfTheManifestIsHeldToItsRule() throws Exception {
    List<Consumer<ObjectNode>> faults =
        List.of(
            manifest -> manifest.put("halcyonPack", 2),
            manifest -> manifest.put("name", "Upper Case"),
            manifest -> manifest.put("name", "../up"),
            manifest -> manifest.put("version", "1/2"),
            manifest -> manifest.put("kind", "telepathy"),
            manifest -> manifest.put("purpose", ""),
            manifest -> manifest.remove("origin"),
            manifest -> manifest.put("model", "other.onnx"),
            manifest -> manifest.putArray("inputs"),
            manifest -> manifest.putArray("files"),
            manifest -> manifest.put("labels", 7));
    for (Consumer<ObjectNode> fault : faults) {
      PackMaker maker = pack();
      maker.manifestBytes();
      fault.accept(maker.manifest());
      refused(zip(maker), maker, "pack.manifest", "manifest.json cannot be used");
    }
    PackMaker text = pack().file("manifest.json", "not json".getBytes(StandardCharsets.UTF_8));
    Path folder = text.folder(Files.createDirectory(temporary.resolve("unpacked")));
    refused(folder, Hashes.sha256("not json"), "pack.manifest", "not JSON");
  }

  @Test
  void aFileThatIsNoPackIsRefused() throws Exception {
    Path text = Files.writeString(temporary.resolve("notes.txt"), "hello");
    refused(text, "0".repeat(64), "pack.file", "no whole zip file");
    refused(temporary.resolve("absent.zip"), "0".repeat(64), "pack.file", "cannot be read");
    ByteArrayOutputStream empty = new ByteArrayOutputStream();
    new ZipOutputStream(empty).close();
    Path zip = Files.write(temporary.resolve("empty.zip"), empty.toByteArray());
    refused(zip, "0".repeat(64), "pack.file", "no manifest.json");
  }
}
