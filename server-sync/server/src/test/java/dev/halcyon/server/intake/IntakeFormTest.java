package dev.halcyon.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.protocol.IntakeAnswer;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Wire;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.item.ItemRepository;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How items may be written: batches, sizes, characters, fields. */
@OnBothDatabases
class IntakeFormTest extends IntakeFixture {
  @Test
  void aBatchAnswersEachLineAndOneBadLineDoesNotSpoilTheOthers() {
    String body =
        String.join(
            "\n",
            Wire.write(Samples.post("1", "hello")),
            "",
            "{\"source\": oops}",
            Wire.write(Samples.post("2", "review this")),
            Wire.write(Samples.post("", "no id")),
            Wire.write(Samples.post("3", "block this")));
    List<IntakeAnswer> answers = batch(body.getBytes(StandardCharsets.UTF_8));
    assertThat(answers)
        .extracting(IntakeAnswer::verdict)
        .containsExactly(
            Verdict.ALLOW, Verdict.UNKNOWN, Verdict.REVIEW, Verdict.UNKNOWN, Verdict.BLOCK);
    assertThat(answers.get(1).problem().code()).isEqualTo("json.malformed");
    assertThat(answers.get(1).problem().message())
        .contains("Line 3")
        .contains("line 3, column")
        .doesNotContain("oops");
    assertThat(answers.get(3).problem().message()).contains("Line 5").contains("externalId");
    assertThat(answers.get(3).source()).isEqualTo("harbor");
    assertThat(count("item")).isEqualTo(3);
  }

  @Test
  void anItemThatSaysAFieldTwiceIsRefusedByTheFieldsPathAloneOrInABatch() {
    String item = Wire.write(Samples.post("1", "hello"));
    String twice = item.replaceFirst("\"displayName\"", "\"displayName\":\"Bo\",\"displayName\"");
    Answer alone = harbor.call("POST", "/v1/items", BodyPublishers.ofString(twice));
    assertThat(alone.status()).isEqualTo(400);
    assertThat(alone.problem().code()).isEqualTo("json.malformed");
    assertThat(alone.problem().message()).contains("field author.displayName stands twice");
    List<IntakeAnswer> answers =
        batch(
            (twice + "\n" + Wire.write(Samples.post("2", "hi"))).getBytes(StandardCharsets.UTF_8));
    assertThat(answers.getFirst().problem().message())
        .contains("Line 1")
        .contains("field author.displayName stands twice (line 1");
    assertThat(answers.getLast().verdict()).isEqualTo(Verdict.ALLOW);
    for (String route : List.of("/v1/reports", "/v1/orders")) {
      Answer notice =
          harbor.call(
              "POST", route, BodyPublishers.ofString("{\"source\":\"a\",\"source\":\"b\"}"));
      assertThat(notice.status()).isEqualTo(400);
      assertThat(notice.problem().message()).contains("field source stands twice");
    }
    assertThat(count("item")).isEqualTo(1);
  }

  @Test
  void aLineThatIsNotUtf8IsRefusedAndItsNeighboursAreTaken() {
    byte[] good = (Wire.write(Samples.post("1", "hello")) + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] bad = (Wire.write(Samples.post("2", "h~llo")) + "\n").getBytes(StandardCharsets.UTF_8);
    bad[new String(bad, StandardCharsets.UTF_8).indexOf('~')] = (byte) 0xC3;
    byte[] body = Arrays.copyOf(good, good.length + bad.length);
    System.arraycopy(bad, 0, body, good.length, bad.length);
    List<IntakeAnswer> answers = batch(body);
    assertThat(answers.getFirst().verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(answers.getLast().problem().code()).isEqualTo("request.encoding");
    assertThat(answers.getLast().problem().message()).contains("Line 2");
  }

  @Test
  void aLargeBatchSentBeforeAnythingIsReadIsAnsweredWhole() {
    String body =
        IntStream.range(0, 600)
            .mapToObj(i -> Wire.write(Samples.by("a" + i % 7, "n" + i, "hello " + i)))
            .collect(Collectors.joining("\n"));
    List<IntakeAnswer> answers = batch(body.getBytes(StandardCharsets.UTF_8));
    assertThat(answers).hasSize(600).allMatch(answer -> answer.verdict() == Verdict.ALLOW);
    assertThat(answers)
        .extracting(IntakeAnswer::externalId)
        .containsExactlyElementsOf(IntStream.range(0, 600).mapToObj(i -> "n" + i).toList());
    assertThat(count("item")).isEqualTo(600);
    assertThat(count("author")).isEqualTo(7);
  }

  private List<IntakeAnswer> batch(byte[] body) {
    Answer answer =
        harbor.send(
            harbor
                .request("/v1/items?deadlineMillis=20000")
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(body)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("application/x-ndjson");
    return answer.text().lines().map(line -> Wire.read(line, IntakeAnswer.class)).toList();
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    byte[] body = Wire.write(Samples.post("1", "h~llo")).getBytes(StandardCharsets.UTF_8);
    body[new String(body, StandardCharsets.UTF_8).indexOf('~')] = (byte) 0xFF;
    Answer answer =
        harbor.send(
            harbor
                .request("/v1/items")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem().code()).isEqualTo("request.encoding");
    assertThat(count("item")).isZero();
  }

  @Test
  void tenMegabytesOfTextAreTakenAndMoreIsRefused() {
    String text = "word ".repeat(SubmissionCheck.TEXT_BYTES / 5);
    IntakeAnswer answer = harbor.submit(Samples.post("1", text));
    assertThat(answer.complete()).isTrue();
    assertThat(
            server
                .database()
                .read(handle -> new ItemRepository().find(handle, answer.itemId()).orElseThrow())
                .text())
        .isEqualTo(text);
    Answer refused = harbor.post("/v1/items", Samples.post("2", text + "more"));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.problem().code()).isEqualTo("item.too_large");
    assertThat(refused.text()).hasSizeLessThan(1000);
  }

  @Test
  void aFieldThatBreaksARuleIsNamedAndNothingIsKept() {
    Answer answer = harbor.post("/v1/items", Samples.post("1", "hello", "0".repeat(64)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem().message()).contains("mediaIds[0]").contains("never uploaded");
    assertThat(count("item")).isZero();
    assertThat(count("author")).isZero();
  }

  @Test
  void anotherContentTypeAndAnImpossibleDeadlineAreRefused() {
    Answer text =
        harbor.send(
            harbor
                .request("/v1/items")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("hello")));
    assertThat(text.status()).isEqualTo(415);
    assertThat(harbor.post("/v1/items?deadlineMillis=0", Samples.post("1", "x")).status())
        .isEqualTo(400);
  }
}
