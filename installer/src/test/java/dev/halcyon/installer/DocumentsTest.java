package dev.halcyon.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the documents honest: what they name must exist in this tree. */
class DocumentsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w+Test)`");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#\\s]+)");

  @Test
  void everyTestThatTheRequirementsNameExists() throws IOException {
    Set<String> tests = classesOfTheTree();
    Set<String> missing = new TreeSet<>();
    Matcher named =
        TEST_CLASS.matcher(Files.readString(ROOT.resolve("docs").resolve("requirements.md")));
    while (named.find()) {
      if (!tests.contains(named.group(1))) {
        missing.add(named.group(1));
      }
    }
    assertThat(missing).as("tests named in docs/requirements.md that do not exist").isEmpty();
  }

  @Test
  void everyLinkBetweenDocumentsLeadsSomewhere() throws IOException {
    Set<String> broken = new TreeSet<>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (!Files.exists(document.resolveSibling(link.group(1)))) {
          broken.add(ROOT.relativize(document) + " -> " + link.group(1));
        }
      }
    }
    assertThat(broken).as("links that lead nowhere").isEmpty();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")),
              files.filter(path -> path.toString().endsWith(".md")))
          .toList();
    }
  }

  private static Set<String> classesOfTheTree() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith("Test.java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }
}
