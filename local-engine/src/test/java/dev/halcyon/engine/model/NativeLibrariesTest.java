package dev.halcyon.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GPU libraries that cannot be used are left aside with the reason. */
class NativeLibrariesTest {
  @TempDir private Path folder;

  @Test
  void aFolderWithoutTheLibrariesIsNamedAsSuch() {
    assertThat(NativeLibraries.problem(folder)).isEqualTo("there is no libonnxruntime.so");
  }

  @Test
  void filesThatAreNoLibrariesAreSaidNotToLoad() throws Exception {
    for (String name : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
      Files.writeString(folder.resolve(System.mapLibraryName(name)), "no library");
    }
    assertThat(NativeLibraries.problem(folder)).contains("libonnxruntime.so");
  }

  @Test
  void modelsRunOnTheProcessorWhereTheNamedFolderCannotBeUsedAndSayWhy() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-D" + NativeLibraries.FOLDER + "=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.halcyon.engine.cli.CommandLine",
                "provider")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(answer)
        .startsWith("cpu: The GPU libraries under " + folder + " cannot be used: there is no lib");
  }

  @Test
  void theChoiceIsMadeByOpeningAModelAndSaysWhy() {
    OnnxProviders.Choice choice = OnnxProviders.installed().choice();
    assertThat(choice.provider()).isIn("cpu", "cuda");
    assertThat(choice.reason()).isNotBlank();
  }

  @Test
  @Tag("gpu")
  void aCardIsUsedWhereItsLibrariesAreNamed() {
    assertThat(OnnxProviders.installed().choice().provider()).isEqualTo("cuda");
  }
}
