package dev.halcyon.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.Wire;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class ScanLinesTest {
  private static String line(Object id, String text) {
    return Wire.write(Map.of("id", id, "text", text)) + "\n";
  }

  @Test
  void eachLineIsAnsweredInOrderWithScoresVerdictAndEvidence() throws IOException {
    StringBuilder in = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      // Long and short by turns, so that later ones are done before earlier ones.
      in.append(line("id-" + i, i % 7 == 0 ? "A fine day. ".repeat(2000) : "I will kill you " + i));
    }
    Ran ran = Ran.with(in.toString(), "scan", "-", "--language", "en");

    assertThat(ran.code()).isEqualTo(0);
    List<JsonNode> answers = ran.json();
    assertThat(answers).hasSize(200);
    for (int i = 0; i < 200; i++) {
      JsonNode answer = answers.get(i);
      assertThat(answer.path("id").asText()).isEqualTo("id-" + i);
      assertThat(answer.path("complete").booleanValue()).isTrue();
      answer
          .path("scores")
          .properties()
          .forEach(each -> assertThat(each.getValue().doubleValue()).isBetween(0.0, 1.0));
      assertThat(answer.path("verdict").asText()).isIn("ALLOW", "REVIEW", "BLOCK");
      assertThat(answer.path("line").intValue()).isEqualTo(i + 1);
    }
    assertThat(answers.get(1).path("verdict").asText()).isEqualTo("REVIEW");
    assertThat(answers.get(1).at("/scores/violence").doubleValue()).isGreaterThan(0.5);
    assertThat(ran.err()).contains("200 lines looked at").doesNotContain("kill");
  }

  @Test
  void evidenceLiesAtOffsetsOfTheOriginalText() throws IOException {
    String text = "😀😀 ok then… I w\u0456ll k1ll\u200b you tonight";
    Ran ran = Ran.with(line(7, text), "scan", "-");

    JsonNode answer = ran.json().getFirst();
    assertThat(answer.path("id").intValue()).isEqualTo(7);
    assertThat(answer.path("evidence")).isNotEmpty();
    boolean rule = false;
    for (JsonNode each : answer.path("evidence")) {
      int start = each.path("start").intValue();
      int end = each.path("end").intValue();
      assertThat(each.path("text").asText()).isEqualTo(text.substring(start, end));
      rule |= text.substring(start, end).equals("I w\u0456ll k1ll\u200b you");
    }
    assertThat(rule).as("the threat is quoted as it was written").isTrue();
    assertThat(ran.out()).as("what steers a terminal is escaped").doesNotContain("\u200b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "not json ~ line.json ~ column",
        "{\"id\":\"a\",\"text\":\"x\" ~ line.json ~ column",
        "{\"id\":\"a\",\"text\":\"x\"} {} ~ line.json ~ column",
        "{\"id\":\"a\",\"text\":\"x\",\"text\":\"y\"} ~ line.json ~ column",
        "[1,2] ~ line.shape ~ line",
        "null ~ line.shape ~ line",
        "{\"id\":\"a\"} ~ line.text ~ field",
        "{\"id\":\"a\",\"text\":null} ~ line.text ~ field",
        "{\"id\":\"a\",\"text\":5} ~ line.text ~ field",
        "{\"id\":{},\"text\":\"x\"} ~ line.id ~ field",
        "{\"id\":1.5,\"text\":\"x\"} ~ line.id ~ field",
        "{\"id\":\"a\",\"text\":\"x\",\"language\":\"english\"} ~ line.language ~ field"
      })
  void badLineIsAnsweredWithItsPlaceAndTheNextIsJudged(String bad, String code, String place)
      throws IOException {
    String before = line("before", "What a lovely morning it is, and the coffee smells wonderful.");
    Ran ran =
        Ran.with(
            before
                + bad
                + "\r\n\n"
                + line("after", "What a lovely morning it is, and the coffee smells wonderful."),
            "scan",
            "-");

    assertThat(ran.code()).isEqualTo(1);
    List<JsonNode> answers = ran.json();
    assertThat(answers).hasSize(3);
    JsonNode error = answers.get(1);
    assertThat(error.at("/error/code").asText()).isEqualTo(code);
    assertThat(error.at("/error/message").asText()).contains("Line 2");
    assertThat(error.at("/error/remedy").asText()).isNotBlank();
    assertThat(error.path("line").intValue()).isEqualTo(2);
    assertThat(error.has("id")).isTrue();
    assertThat(error.has(place)).isTrue();
    assertThat(error.has("verdict")).as("what was not judged has no verdict").isFalse();
    assertThat(answers.get(2).path("id").asText()).isEqualTo("after");
    assertThat(answers.get(2).path("verdict").asText()).isEqualTo("ALLOW");
  }

  @Test
  void linesOfTenMegabytesAreRefusedOneByOne() throws IOException {
    String huge = line("huge", "a".repeat(10 << 20));
    Ran ran =
        Ran.with(
            huge
                + huge
                + line("next", "What a lovely morning it is, and the coffee smells wonderful."),
            "scan",
            "-");

    assertThat(ran.code()).isEqualTo(1);
    List<JsonNode> answers = ran.json();
    assertThat(answers).hasSize(3);
    assertThat(answers.get(1).at("/error/code").asText()).isEqualTo("line.long");
    assertThat(answers.get(1).path("line").intValue()).isEqualTo(2);
    assertThat(answers.get(2).path("id").asText()).isEqualTo("next");
    assertThat(ran.out()).hasSizeLessThan(5000);
  }

  @Test
  void bytesThatAreNoUtf8AreNamedByTheirPlace() throws IOException {
    byte[] in = "{\"text\":\"caf?\"}\n".getBytes(StandardCharsets.ISO_8859_1);
    in[12] = (byte) 0xe9;
    Ran ran = Ran.with(in, "scan", "-");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.json().getFirst().at("/error/code").asText()).isEqualTo("line.encoding");
    assertThat(ran.json().getFirst().path("byte").intValue()).isEqualTo(13);
  }

  @Test
  void halfCharactersComeBackAsTheyWereSent() throws IOException {
    Ran ran =
        Ran.with("\ufeff{\"id\":\"\\ud800\",\"text\":\"I will kill \\ud83d you\"}\n", "scan", "-");
    assertThat(ran.code()).isEqualTo(0);
    assertThat(ran.json().getFirst().path("id").asText()).isEqualTo("\ud800");
  }

  @Test
  void answerComesBeforeTheNextLineIsSent() throws Exception {
    PipedOutputStream ask = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(ask, 1 << 16);
    PipedInputStream answered = new PipedInputStream(1 << 16);
    PipedOutputStream out = new PipedOutputStream(answered);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      PrintStream err = new PrintStream(OutputStream.nullOutputStream());
      Future<Integer> code =
          other.submit(() -> CommandLine.run(new String[] {"scan", "-"}, in, out, err));
      BufferedReader answers =
          new BufferedReader(new InputStreamReader(answered, StandardCharsets.UTF_8));
      for (int i = 0; i < 3; i++) {
        ask.write(line("q" + i, "hello there").getBytes(StandardCharsets.UTF_8));
        ask.flush();
        assertThat(answers.readLine()).contains("\"q" + i + "\"");
      }
      ask.close();
      assertThat(code.get(60, TimeUnit.SECONDS)).isEqualTo(0);
    }
  }

  @Test
  void workEndsWhenNobodyReadsTheAnswers() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    String many = line("x", "hello").repeat(5000);
    int code =
        CommandLine.run(
            new String[] {"scan", "-"},
            new ByteArrayInputStream(many.getBytes(StandardCharsets.UTF_8)),
            closed,
            new PrintStream(OutputStream.nullOutputStream()));
    assertThat(code).isEqualTo(1);
  }

  @Test
  void policyVersionsAndRegionsMakeADifference() throws IOException {
    String in = line("a", "What a lovely morning it is, and the coffee smells wonderful.");
    List<Integer> versions = new ArrayList<>();
    for (String version : List.of("1", "2")) {
      Ran ran = Ran.with(in, "scan", "-", "--policy", version, "--region", "DE");
      versions.add(ran.json().getFirst().at("/policy/version").intValue());
    }
    assertThat(versions).containsExactly(1, 2);
  }

  @Test
  void languageThatNoModelKnowsIsAnAnswerAndNoFailure() throws IOException {
    Ran ran =
        Ran.with(
            "{\"text\":\"Guten Morgen, wie geht es dir heute?\",\"language\":\"de\"}", "scan", "-");
    assertThat(ran.code()).isEqualTo(0);
    JsonNode answer = ran.json().getFirst();
    assertThat(answer.path("verdict").asText()).isEqualTo("REVIEW");
    assertThat(answer.at("/notes/0/status").asText()).isEqualTo("NOT_SUPPORTED");
    assertThat(answer.path("id").isNull()).isTrue();
  }
}
