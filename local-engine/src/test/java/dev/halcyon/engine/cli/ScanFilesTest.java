package dev.halcyon.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.engine.testing.Clip;
import dev.halcyon.engine.testing.Painting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class ScanFilesTest {
  @TempDir Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static byte[] picture(int number) throws IOException {
    return Painting.file(Painting.scene(number, 160, 120), "png");
  }

  @Test
  void folderIsAssessedToItsGroundInOrder() throws Exception {
    file("c/threat.txt", "Listen. I will kill you.".getBytes(StandardCharsets.UTF_8));
    file("a.png", picture(1));
    file("c/wide.txt", "\ufeffI will kill you".getBytes(StandardCharsets.UTF_16LE));
    byte[] clip =
        Clip.of(160, 120, 10)
            .bytes(
                folder,
                ".mp4",
                25,
                (i, rgb) -> Painting.copy(Painting.scene(i / 12, 160, 120), rgb));
    try (var left = Files.list(folder)) {
      for (Path each : left.filter(path -> path.toString().endsWith(".mp4")).toList()) {
        Files.delete(each);
      }
    }
    file("b/film.bin", clip);
    Files.createSymbolicLink(folder.resolve("c/again"), folder);
    Ran ran = Ran.with("", "scan", folder.toString(), "--json");

    assertThat(ran.code()).as(ran.err() + ran.out()).isEqualTo(0);
    List<JsonNode> answers = ran.json();
    assertThat(answers)
        .extracting(each -> folder.relativize(Path.of(each.path("file").asText())).toString())
        .containsExactly("a.png", "b/film.bin", "c/threat.txt", "c/wide.txt");
    assertThat(answers)
        .extracting(each -> each.path("kind").asText())
        .containsExactly("image", "video", "text", "text");
    assertThat(answers.get(0).at("/media/width").intValue()).isEqualTo(160);
    assertThat(answers.get(0).path("sha256").asText()).hasSize(64);
    assertThat(answers.get(1).at("/media/keyframes").intValue()).isGreaterThanOrEqualTo(3);
    assertThat(answers.get(2).path("verdict").asText()).isEqualTo("REVIEW");
    assertThat(answers.get(2).at("/evidence/0/start").intValue()).isEqualTo(8);
    assertThat(answers.get(3).at("/evidence/0/start").intValue()).isEqualTo(0);
    assertThat(ran.err()).contains("4 of 4 files").contains("1 links");
  }

  @Test
  void whatCannotBeAssessedSaysWhyAndTheRestGoesOn() throws Exception {
    byte[] whole = picture(2);
    file("1-torn.png", java.util.Arrays.copyOf(whole, whole.length / 3));
    file("2-empty.jpg", new byte[0]);
    file("3-noise.dat", new byte[] {0, 1, 2, 3, (byte) 0xff, 0, 9});
    file(
        "4-fine.txt",
        "What a lovely morning it is, and the coffee smells wonderful."
            .getBytes(StandardCharsets.UTF_8));
    file("5-huge.txt", "word ".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
    Path missing = folder.resolve("none.txt");
    Ran ran = Ran.with("", "scan", "--json", folder.toString(), missing.toString());

    assertThat(ran.code()).isEqualTo(1);
    Map<String, JsonNode> answers = new HashMap<>();
    for (JsonNode each : ran.json()) {
      answers.put(Path.of(each.path("file").asText()).getFileName().toString(), each);
    }
    assertThat(answers).hasSize(6);
    for (String bad : List.of("1-torn.png", "2-empty.jpg", "3-noise.dat")) {
      JsonNode answer = answers.get(bad);
      assertThat(answer.path("verdict").asText()).as(bad).isEqualTo("REVIEW");
      assertThat(answer.path("complete").booleanValue()).as(bad).isFalse();
      assertThat(answer.at("/media/problem/code").asText()).as(bad).startsWith("media.");
      assertThat(answer.path("notes")).as(bad).isNotEmpty();
    }
    assertThat(answers.get("4-fine.txt").path("verdict").asText()).isEqualTo("ALLOW");
    assertThat(answers.get("5-huge.txt").at("/error/code").asText()).isEqualTo("file.large");
    assertThat(answers.get("none.txt").at("/error/code").asText()).isEqualTo("file.unreadable");
  }

  @Test
  void peopleGetABlockForEachFileThatCannotSteerTheirTerminal() throws Exception {
    file("odd\u001b[31m.txt", "I will kill you\u001b[2J".getBytes(StandardCharsets.UTF_8));
    Ran ran = Ran.with("", "scan", folder.toString());

    assertThat(ran.code()).isEqualTo(0);
    assertThat(ran.out())
        .startsWith("REVIEW ")
        .contains("violence 0.")
        .contains("0..15 \"I will kill you\"")
        .contains("\\u001b[31m")
        .doesNotContain("\u001b");
  }

  @Test
  void soundIsHeardWhereThePolicySaysSoAndElseCountsAsNotAssessed() throws Exception {
    byte[] second = new byte[32000];
    ByteArrayOutputStream wav = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(
            new ByteArrayInputStream(second),
            new AudioFormat(16000, 16, 1, true, false),
            second.length / 2),
        AudioFileFormat.Type.WAVE,
        wav);
    String silence = file("silence.wav", wav.toByteArray()).toString();

    Ran deaf = Ran.with("", "scan", "--json", silence, "--policy", "1");
    assertThat(deaf.code()).isEqualTo(1);
    assertThat(deaf.json().getFirst().path("kind").asText()).isEqualTo("audio");
    assertThat(deaf.json().getFirst().path("verdict").asText()).isEqualTo("REVIEW");
    assertThat(deaf.json().getFirst().at("/notes/0/note").asText()).contains("not listened");

    Ran heard = Ran.with("", "scan", "--json", silence);
    assertThat(heard.code()).as(heard.out()).isEqualTo(0);
    assertThat(heard.json().getFirst().path("verdict").asText()).isEqualTo("ALLOW");
  }

  @Test
  void pipeIsRefusedInsteadOfWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Ran ran = Ran.with("", "scan", "--json", pipe.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.json().getFirst().at("/error/code").asText()).isEqualTo("file.kind");
  }

  @ParameterizedTest
  @CsvSource({
    "scan",
    "scan - x",
    "scan - --jsonn",
    "scan - --policy",
    "scan - --policy 77",
    "scan - --policy none.yaml",
    "scan - --region Germany",
    "scan - --region de",
    "scan - --language english",
    "keyframes",
    "keyframes a b",
    "look at this"
  })
  void wrongUsageIsToldApartFromFailure(String line) {
    Ran ran = Ran.with("", line.split(" "));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("halcyon: ").containsPattern("(?m)^  \\S");
    assertThat(ran.err().lines()).hasSizeBetween(2, 3); // a command may be used in two ways
  }

  @Test
  void badPolicyIsRejectedWithLineAndReasonBeforeAnythingIsRead() throws Exception {
    String shipped = PolicyDocuments.shippedText(2);
    List<String> lines = shipped.lines().toList();
    int at = 0;
    while (!lines.get(at).contains("severity: ")) {
      at++;
    }
    Path bad =
        file(
            "bad.yaml",
            shipped
                .replaceFirst("severity: \\w+", "severity: enormous")
                .getBytes(StandardCharsets.UTF_8));
    Ran ran = Ran.with("{\"text\":\"hello\"}", "scan", "-", "--policy", bad.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("line " + (at + 1) + ": ").contains("enormous");

    for (byte[] broken :
        List.of("id: [".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xc3, 0x28})) {
      file("bad.yaml", broken);
      assertThat(Ran.with("", "scan", "-", "--policy", bad.toString()).code()).isEqualTo(2);
    }
  }

  @Test
  void policyFromAFileIsTheOneThatJudges() throws Exception {
    Path own =
        file(
            "own.yaml",
            PolicyDocuments.shippedText(2)
                .replaceFirst("(?m)^version: 2", "version: 99")
                .getBytes(StandardCharsets.UTF_8));
    Ran ran = Ran.with("{\"text\":\"hello\"}", "scan", "-", "--policy", own.toString());
    assertThat(ran.code()).as(ran.err()).isEqualTo(0);
    assertThat(ran.json().getFirst().at("/policy/version").intValue()).isEqualTo(99);
  }
}
