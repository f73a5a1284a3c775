package dev.halcyon.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.testing.PackMaker;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store in a temporary folder, and what its tests share. */
abstract class PackStoreCase {
  @TempDir Path temporary;
  Path home;
  PackStore store;

  @BeforeEach
  void makeStore() {
    home = temporary.resolve("models");
    store = new PackStore(home, Clock.systemUTC());
  }

  static PackMaker pack() {
    return PackMaker.audioEvents("shots", "1.0.0", 0.9f);
  }

  Path zip(PackMaker maker) throws IOException {
    return maker.zip(temporary.resolve("pack.zip"));
  }

  /** Every file and folder of the store but its lock, which says nothing. */
  Set<String> onDisk() throws IOException {
    Set<String> names = new TreeSet<>();
    if (Files.exists(home)) {
      try (Stream<Path> all = Files.walk(home)) {
        all.filter(path -> !path.equals(home) && !path.endsWith("lock"))
            .forEach(path -> names.add(home.relativize(path).toString()));
      }
    }
    return names;
  }

  void refused(Path source, PackMaker maker, String code, String... words) throws IOException {
    refused(source, maker.sha256(), code, words);
  }

  void refused(Path source, String sha256, String code, String... words) throws IOException {
    Set<String> before = onDisk();
    Assertions.assertThatThrownBy(() -> store.add(source, sha256, null))
        .isInstanceOfSatisfying(
            UserProblem.class,
            problem -> {
              assertThat(problem.getMessage()).contains(words).endsWith(".");
              assertThat(problem.code()).isEqualTo(code);
              assertThat(problem.remedy()).isNotBlank();
            });
    assertThat(onDisk()).as("a refusal changes nothing").isEqualTo(before);
  }
}
