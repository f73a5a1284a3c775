package dev.halcyon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No line of the log may carry content, and the message of a failure can: a database's quotes what
 * was to be stored. So whatever is logged of a failure goes through {@link Quiet}.
 */
class LogWordsTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/halcyon/server");

  /** A log call up to its end, over several lines. */
  private static final Pattern CALL =
      Pattern.compile("LOG\\.(?:error|warn|info|debug)\\(.*?\\);", Pattern.DOTALL);

  /** The failure itself as last argument, or its words. */
  private static final Pattern TELLS =
      Pattern.compile("getMessage\\(\\)|toString\\(\\)|, (?:e|problem|failure|cause|lost)\\)?\\);");

  @Test
  void noLogLineCarriesTheWordsOfAFailure() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              // What the store logs is of its own files, before or beside any statement.
              .filter(file -> !file.startsWith(SOURCES.resolve("store")))
              .toList();
    }
    assertThat(sources).hasSizeGreaterThan(60);
    for (Path source : sources) {
      List<String> telling =
          CALL.matcher(Files.readString(source))
              .results()
              .map(call -> call.group())
              .filter(call -> TELLS.matcher(call).find())
              .toList();
      assertThat(telling).as("%s", source).isEmpty();
    }
  }

  @Test
  void aFailureInOneLineNamesItsKindsAndNothingElse() {
    Exception failure =
        new IllegalStateException(
            "secret words", new java.sql.SQLException("'secret words'", "22001", 22001));
    assertThat(Quiet.line(failure))
        .isEqualTo(
            "java.lang.IllegalStateException, caused by java.sql.SQLException, SQL state 22001,"
                + " error 22001");
  }
}
