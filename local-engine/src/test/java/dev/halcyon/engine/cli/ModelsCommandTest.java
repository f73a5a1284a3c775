package dev.halcyon.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.pack.PackStore;
import dev.halcyon.engine.testing.PackMaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./halcyon models}, as an administrator meets it. */
class ModelsCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void nameTheStore() {
    System.setProperty(PackStore.FOLDER, folder.resolve("models").toString());
  }

  @AfterEach
  void forgetTheStore() {
    System.clearProperty(PackStore.FOLDER);
  }

  private static Ran models(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "models";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Ran.with("", all);
  }

  private static PackMaker pack() {
    return PackMaker.audioEvents("shots", "1.0.0", 0.9f);
  }

  private String zip(PackMaker maker) throws Exception {
    return maker.zip(folder.resolve("pack.zip")).toString();
  }

  @Test
  void aPackIsAddedListedVerifiedAndRemoved() throws Exception {
    assertThat(models("list").out()).contains("No model pack is installed");
    Ran added = models("add", zip(pack()), "--sha256", pack().sha256().toUpperCase());
    assertThat(added.code()).as(added.err()).isZero();
    assertThat(added.out()).contains("installed shots 1.0.0 (audio-events, MIT)", "sound.events");
    assertThat(models("list").out()).contains("shots", "1.0.0", "audio-events", "hash was pinned");
    var json = models("list", "--json").json();
    assertThat(json).hasSize(1);
    assertThat(json.getFirst().path("manifestSha256").asText()).isEqualTo(pack().sha256());
    assertThat(models("verify").out()).startsWith("good      shots 1.0.0");
    assertThat(models("verify", "shots").code()).isZero();
    assertThat(models("remove", "shots").out()).isEqualTo("removed shots 1.0.0\n");
    assertThat(models("remove", "shots").code()).isEqualTo(1);
  }

  @Test
  void aRefusalIsASentenceWithARemedyAndExitCodeOne() throws Exception {
    Ran refused = models("add", zip(pack()));
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("Nobody vouches for this pack", "--sha256", "models trust");
    assertThat(models("list").out()).contains("No model pack is installed");
  }

  @Test
  void aMakersKeyIsPinnedOnceAndVouchesFromThenOn() throws Exception {
    KeyPair key = PackMaker.key();
    String pem = PackMaker.pem(key, folder.resolve("maker.pem")).toString();
    assertThat(models("trust", pem).out()).contains("fingerprint");
    assertThat(models("add", zip(pack().sign(key))).out()).contains("signed by the pinned key");
    Ran none = models("trust", zip(pack()));
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("no public Ed25519 key", "openssl");
  }

  @Test
  void aPackThatWentBadIsListedAsNotUsedAndFailsTheCommand() throws Exception {
    models("add", zip(pack()), "--sha256", pack().sha256());
    Path packs = folder.resolve("models").resolve("packs");
    try (var folders = Files.list(packs)) {
      Files.delete(folders.findFirst().orElseThrow().resolve("model.onnx"));
    }
    Ran listed = models("list");
    assertThat(listed.code()).isEqualTo(1);
    assertThat(listed.out()).contains("NOT USED");
    Ran verified = models("verify");
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out()).startsWith("bad       shots");
  }

  @Test
  void aFileIsVerifiedWithoutBeingInstalled() throws Exception {
    Ran checked = models("verify", zip(pack()), "--sha256", pack().sha256());
    assertThat(checked.out()).contains("it could be installed; nothing was");
    assertThat(models("list").out()).contains("No model pack is installed");
  }

  @Test
  void wrongWordsAreWrongUsage() {
    for (String[] words :
        new String[][] {
          {}, {"add"}, {"frobnicate"}, {"list", "x"}, {"add", "x", "--sha256", "12"}, {"add", "--x"}
        }) {
      Ran ran = models(words);
      assertThat(ran.code()).as(String.join(" ", words)).isEqualTo(2);
      assertThat(ran.err()).contains("usage: ./halcyon models").doesNotContain("\\u000a");
    }
  }

  @Test
  void theDoctorIsToldWhatWouldRunAModelAndWhy() {
    Ran ran = Ran.with("", "provider");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).matches("(cpu|cuda): \\S.+\n");
  }
}
