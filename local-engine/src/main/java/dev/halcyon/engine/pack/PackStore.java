package dev.halcyon.engine.pack;

import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The installed model packs of this machine, in one folder: {@code pins.json} says which, {@code
 * packs/} holds their files, {@code trusted-keys/} the keys that may vouch for new ones. Safe for
 * any thread and for several processes; a pack is there whole or not at all.
 */
public final class PackStore {
  /** Names the folder; without it an engine has no packs. */
  public static final String FOLDER = "halcyon.packs";

  private static final String STAGING = ".staging-";

  /** A file lock is the process's, so threads of one process need this besides. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path folder;
  private final PinFile pins;
  private final TrustedKeys keys;
  private final PackGate gate;
  private final Clock clock;

  /** A store in a folder, which need not be there yet. */
  public PackStore(Path folder, Clock clock) {
    this.folder = folder;
    this.pins = new PinFile(folder.resolve("pins.json"));
    this.keys = new TrustedKeys(folder.resolve("trusted-keys"));
    this.gate = new PackGate(keys);
    this.clock = clock;
  }

  /** The store that {@value #FOLDER} names, if it names one. */
  public static Optional<PackStore> configured() {
    String named = System.getProperty(FOLDER, "");
    return named.isBlank()
        ? Optional.empty()
        : Optional.of(new PackStore(Path.of(named), Clock.systemUTC()));
  }

  /**
   * Installs a pack, in place of one of the same name.
   *
   * @param source a zip file or a folder
   * @param sha256 of the zip file or its manifest, as the administrator was told; null where a
   *     pinned key vouches
   * @param acceptedLicence a licence that is not free and that was read, or null
   * @throws UserProblem {@code pack.*} or {@code model.*}; nothing is changed then
   */
  public InstalledPack add(Path source, @Nullable String sha256, @Nullable String acceptedLicence) {
    try (PackSource files = PackSource.of(source)) {
      PackGate.Admitted pack = gate.admit(files, sha256, acceptedLicence, clock.instant());
      return alone(() -> staged(files, pack, true));
    }
  }

  /**
   * Does all that {@link #add} does but install: unpacks, opens the model, and takes it away again.
   */
  public PackManifest check(
      Path source, @Nullable String sha256, @Nullable String acceptedLicence) {
    try (PackSource files = PackSource.of(source)) {
      PackGate.Admitted pack = gate.admit(files, sha256, acceptedLicence, clock.instant());
      return alone(() -> staged(files, pack, false)).manifest();
    }
  }

  private InstalledPack staged(PackSource files, PackGate.Admitted pack, boolean install) {
    Path staging = folder.resolve(STAGING + UUID.randomUUID());
    try {
      unpack(files, pack, staging);
      InstalledPack there = new InstalledPack(pack.manifest(), pack.pin(), staging);
      PackTrial.run(there);
      return install ? install(there) : there;
    } catch (IOException e) {
      throw PackFiles.unwritable(folder, e);
    } finally {
      PackFiles.remove(staging);
    }
  }

  private void unpack(PackSource files, PackGate.Admitted pack, Path staging) throws IOException {
    Files.createDirectories(staging);
    if (Files.getFileStore(staging).getUsableSpace() < pack.manifest().bytes()) {
      throw new UserProblem(
          "pack.store",
          "The pack needs " + pack.manifest().bytes() + " bytes, which the disk has no room for.",
          "Make room, or set HALCYON_DATA to a folder on another disk.");
    }
    for (PackManifest.PackFile file : pack.manifest().files()) {
      try (InputStream in = files.open(file.path())) {
        PackFiles.copy(in, staging.resolve(file.path()), file);
      } catch (java.util.zip.ZipException | java.io.EOFException e) {
        throw PackSource.unreadable(file.path(), e);
      }
    }
    PackFiles.replace(staging.resolve(PackManifest.FILE), pack.manifestBytes());
    if (!pack.pin().key().isEmpty()) {
      PackFiles.replace(staging.resolve(PackManifest.SIGNATURE), pack.signature());
    }
  }

  private InstalledPack install(InstalledPack staged) throws IOException {
    Pin pin = staged.pin();
    List<Pin> before = pins.read();
    for (Pin old : before) {
      if (old.name().equals(pin.name())
          && old.version().equals(pin.version())
          && !old.manifestSha256().equals(pin.manifestSha256())) {
        throw new UserProblem(
            "pack.version",
            "Version " + pin.version() + " of " + pin.name() + " is installed with other content.",
            "Remove it first, or ask the pack's maker to give another version another number.");
      }
    }
    Path home = home(pin);
    PackFiles.remove(home); // what a crash left, or the same once more
    Files.createDirectories(home.getParent());
    PackFiles.move(staged.folder(), home);
    List<Pin> after = new ArrayList<>(before);
    after.removeIf(old -> old.name().equals(pin.name()));
    after.add(pin);
    pins.write(after);
    tidy(after);
    return new InstalledPack(staged.manifest(), pin, home);
  }

  private Path home(Pin pin) {
    return folder.resolve("packs").resolve(pin.folder());
  }

  /** Takes away what no pin names: replaced packs and what crashes left. */
  private void tidy(List<Pin> now) throws IOException {
    Set<String> wanted = now.stream().map(Pin::folder).collect(Collectors.toSet());
    for (Path old : list(folder.resolve("packs"))) {
      if (!wanted.contains(old.getFileName().toString())) {
        PackFiles.remove(old);
      }
    }
    for (Path old : list(folder)) {
      if (old.getFileName().toString().startsWith(STAGING)) {
        PackFiles.remove(old);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /** Runs a change while no other thread or process makes one. */
  private <T> T alone(Supplier<T> change) {
    THREADS.lock();
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = channel.lock()) {
        return change.get();
      }
    } catch (IOException e) {
      throw PackFiles.unwritable(folder, e);
    } finally {
      THREADS.unlock();
    }
  }

  /** What is installed, in the order in which it was added; of one kind the last is used. */
  public List<Pin> installed() {
    return pins.read();
  }

  /**
   * Opens an installed pack: it must still be what was pinned, and its key, if a key vouched for
   * it, must still be pinned.
   *
   * @throws UserProblem {@code pack.*}
   */
  public InstalledPack open(Pin pin) {
    Path home = home(pin);
    if (!Files.isDirectory(home)) {
      throw new UserProblem(
          "pack.missing",
          "The files of the model pack " + pin.name() + " are gone.",
          "Add the pack again, or remove it: ./halcyon models remove " + pin.name());
    }
    try (PackSource files = FolderSource.open(home)) {
      byte[] bytes = files.small(PackManifest.FILE, ManifestReader.MOST_BYTES);
      String hash = Hashes.sha256(bytes);
      if (!hash.equals(pin.manifestSha256())) {
        throw PackFiles.wrongHash(PackManifest.FILE, "its SHA-256 is not the pinned one");
      }
      // Signed packs are vouched for anew, so that a key that was taken away takes them along.
      PackGate.Admitted pack =
          gate.admit(
              files,
              pin.key().isEmpty() ? hash : null,
              pin.acceptedLicence().isEmpty() ? null : pin.acceptedLicence(),
              pin.addedAt());
      return new InstalledPack(pack.manifest(), pin, home);
    }
  }

  /**
   * Checks an installed pack wholly: pin, signature, licence, every file, and the model's shape.
   *
   * @throws UserProblem {@code pack.*} or {@code model.*}
   */
  public InstalledPack verify(Pin pin) {
    InstalledPack pack = open(pin);
    pack.manifest().files().forEach(file -> pack.read(file.path()));
    PackTrial.run(pack);
    return pack;
  }

  /** The pack of a kind that the engine uses: the one added last. */
  public Optional<InstalledPack> ofKind(PackKind kind) {
    return pins.read().reversed().stream()
        .filter(pin -> pin.kind().equals(kind.id()))
        .findFirst()
        .map(this::open);
  }

  /**
   * Removes a pack. Engines that use it finish what they have begun.
   *
   * @throws UserProblem {@code pack.missing} when none of that name is installed
   */
  public Pin remove(String name) {
    return alone(
        () -> {
          List<Pin> before = pins.read();
          Pin gone =
              before.stream()
                  .filter(pin -> pin.name().equals(name))
                  .findFirst()
                  .orElseThrow(() -> missing(name, before));
          List<Pin> after = new ArrayList<>(before);
          after.remove(gone);
          pins.write(after);
          PackFiles.remove(home(gone));
          return gone;
        });
  }

  /** What is said where a pack of that name is not installed. */
  public static UserProblem missing(String name, List<Pin> installed) {
    return new UserProblem(
        "pack.missing",
        "No model pack " + PackPaths.shown(name) + " is installed.",
        installed.isEmpty()
            ? "None is: add one with ./halcyon models add."
            : "Installed: " + installed.stream().map(Pin::name).collect(Collectors.joining(", ")));
  }

  /**
   * Pins a maker's public key; packs that it signed may be added.
   *
   * @return its fingerprint, SHA-256 in lower-case hex
   */
  public String trust(Path key) {
    return alone(() -> keys.pin(key).fingerprint());
  }

  /** Another value whenever packs or keys may have changed: cheap to ask before each use. */
  String stamp() {
    return pins.stamp() + " " + PinFile.stamp(folder.resolve("trusted-keys"));
  }
}
