package dev.halcyon.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.testing.PackMaker;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.UserProblem;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What is installed, by whose word, and what becomes of it afterwards. */
class PackStoreTest extends PackStoreCase {
  @Test
  void aPackWhoseManifestHashWasPinnedIsInstalledFromAZipOrAFolder() throws Exception {
    InstalledPack zipped = store.add(zip(pack()), pack().sha256(), null);
    assertThat(zipped.labels()).containsExactly("Gunshot, gunfire", "Speech", "Music");
    assertThat(store.ofKind(PackKind.AUDIO_EVENTS)).contains(zipped);
    store.verify(zipped.pin());
    store.remove("shots");
    assertThat(onDisk()).containsExactlyInAnyOrder("packs", "pins.json");
    Path folder = pack().folder(Files.createDirectory(temporary.resolve("unpacked")));
    store.add(folder, pack().sha256(), null);
    assertThat(store.installed()).extracting(Pin::name).containsExactly("shots");
  }

  @Test
  void theHashOfTheWholeZipFileVouchesToo() throws Exception {
    Path zip = zip(pack());
    Pin pin = store.add(zip, Hashes.sha256(Files.readAllBytes(zip)), null).pin();
    assertThat(pin.manifestSha256()).isEqualTo(pack().sha256());
    assertThat(pin.trust()).contains("hash");
  }

  @Test
  void aHashInsideThePackProvesNothing() throws Exception {
    Path zip = zip(pack());
    refused(zip, (String) null, "pack.untrusted", "Nobody vouches");
    refused(zip, "0".repeat(64), "pack.hash", "not the one you were told of");
  }

  @Test
  void aPackSignedByAPinnedKeyIsInstalledAndGoesWithTheKey() throws Exception {
    KeyPair key = PackMaker.key();
    Path zip = zip(pack().sign(key));
    refused(zip, (String) null, "pack.untrusted", "None of the pinned keys (0)");
    String fingerprint = store.trust(PackMaker.pem(key, temporary.resolve("maker.pem")));
    Pin pin = store.add(zip, null, null).pin();
    assertThat(pin.key()).isEqualTo(fingerprint);
    store.verify(pin);
    Files.delete(home.resolve("trusted-keys").resolve(fingerprint + ".pem"));
    Assertions.assertThatThrownBy(() -> store.ofKind(PackKind.AUDIO_EVENTS))
        .as("the key was taken away")
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("pack.untrusted"));
  }

  @Test
  void aSignatureByAnotherKeyOrOverAnotherManifestIsNone() throws Exception {
    KeyPair pinned = PackMaker.key();
    store.trust(PackMaker.pem(pinned, temporary.resolve("maker.pem")));
    refused(zip(pack().sign(PackMaker.key())), (String) null, "pack.untrusted", "(1)");
    PackMaker changed = pack().sign(pinned);
    changed.manifest().put("purpose", "changed after signing");
    refused(zip(changed), (String) null, "pack.untrusted", "(1)");
    Path garbage = zip(pack().file("manifest.json.sig", new byte[] {1, 2, 3}));
    refused(garbage, (String) null, "pack.untrusted", "(1)");
  }

  @Test
  void aMissingLicenceIsRefusedAndOneThatIsNotFreeMustBeAccepted() throws Exception {
    PackMaker none = pack();
    none.manifest().remove("licence");
    refused(zip(none), none, "pack.licence", "names no licence");
    PackMaker research = pack();
    research.manifest().put("licence", "CC-BY-NC-4.0");
    refused(zip(research), research, "pack.licence", "'CC-BY-NC-4.0'");
    Pin pin = store.add(zip(research), research.sha256(), "CC-BY-NC-4.0").pin();
    assertThat(store.verify(pin).manifest().licence()).isEqualTo("CC-BY-NC-4.0");
    PackMaker textless = pack();
    textless.manifest().put("licenceFile", "TERMS.txt");
    refused(zip(textless), textless, "pack.manifest", "licenceFile");
  }

  @Test
  void anotherVersionTakesThePlaceAndTheSameVersionMayNotChange() throws Exception {
    store.add(zip(pack()), pack().sha256(), null);
    PackMaker forged = PackMaker.audioEvents("shots", "1.0.0", 0.5f);
    refused(zip(forged), forged, "pack.version", "installed with other content");
    PackMaker next = PackMaker.audioEvents("shots", "1.1.0", 0.5f);
    store.add(zip(next), next.sha256(), null);
    store.add(zip(next), next.sha256(), null);
    assertThat(store.installed()).extracting(Pin::version).containsExactly("1.1.0");
    try (Stream<Path> folders = Files.list(home.resolve("packs"))) {
      assertThat(folders).hasSize(1);
    }
  }

  @Test
  void whatWasChangedOnDiskAfterwardsIsNotUsed() throws Exception {
    Pin pin = store.add(zip(pack()), pack().sha256(), null).pin();
    Path model = home.resolve("packs").resolve(pin.folder()).resolve("model.onnx");
    try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
      file.seek(file.length() / 2);
      file.write(7);
    }
    Assertions.assertThatThrownBy(() -> store.verify(pin)).hasMessageContaining("model.onnx");
    Path manifest = model.resolveSibling("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("For tests", "for tests"));
    Assertions.assertThatThrownBy(() -> store.ofKind(PackKind.AUDIO_EVENTS))
        .hasMessageContaining("not the pinned one");
  }

  @Test
  void checkingAPackInstallsNothing() throws Exception {
    Path zip = zip(pack());
    assertThat(store.check(zip, pack().sha256(), null).name()).isEqualTo("shots");
    assertThat(onDisk()).isEmpty();
    Assertions.assertThatThrownBy(() -> store.check(zip, null, null))
        .hasMessageContaining("Nobody vouches");
  }

  @Test
  void removingWhatIsNotThereNamesWhatIs() throws Exception {
    store.add(zip(pack()), pack().sha256(), null);
    Assertions.assertThatThrownBy(() -> store.remove("shotz"))
        .isInstanceOfSatisfying(
            UserProblem.class, problem -> assertThat(problem.remedy()).contains("shots"));
  }

  @Test
  void whatACrashLeftIsClearedAwayByTheNextChange() throws Exception {
    Files.createDirectories(home.resolve(".staging-1/deep"));
    Files.writeString(
        Files.createDirectories(home.resolve("packs/shots-0.9-abc")).resolve("x"), "x");
    store.add(zip(pack()), pack().sha256(), null);
    assertThat(onDisk()).noneMatch(name -> name.contains("staging") || name.contains("0.9"));
  }

  @Test
  void aPinFileThatIsDamagedIsSaidToBe() throws Exception {
    Files.createDirectories(home);
    for (String damaged :
        List.of("{", "null", "{\"halcyonPins\":1}", "{\"halcyonPins\":2,\"pins\":[]}")) {
      Files.writeString(home.resolve("pins.json"), damaged);
      Assertions.assertThatThrownBy(() -> store.installed())
          .isInstanceOfSatisfying(
              UserProblem.class, problem -> assertThat(problem.code()).isEqualTo("pack.pins"));
    }
  }
}
