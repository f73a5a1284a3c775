package dev.halcyon.engine.fingerprint.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.engine.fingerprint.Sha256;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.protocol.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintCommandsTest {
  private static final Path PICTURES = Path.of("src", "test", "resources", "pdq");
  private static final String SCENE0 =
      "c589f99187b62f53cd7616cb6a25926d2c85cd7cb6526b2bd37480cd886cc196";
  private static final String POST =
      "The harbour office opens at nine on weekdays; bring your papers and two photographs.";

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A command's entry point. */
  @FunctionalInterface
  private interface Command {
    int run(String[] arguments, PrintStream out, PrintStream err);
  }

  private int run(Command command, Object... arguments) {
    out.reset();
    err.reset();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    return command.run(
        words,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(Wire.mapper().readTree(line));
    }
    return lines;
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void hashPrintsOneLineForEachFileWithWhatItHas() throws IOException {
    Path text = Files.writeString(folder.resolve("post.txt"), POST);
    Path bytes = Files.write(folder.resolve("noise.bin"), new byte[] {0, 1, 2, (byte) 0xff});
    assertThat(run(HashFiles::run, PICTURES.resolve("scene0.png"), text, bytes)).isZero();
    List<JsonNode> lines = lines();
    assertThat(lines).hasSize(3);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("{\"file\":\"" + PICTURES.resolve("scene0.png") + "\",\"sha256\":\"");
    assertThat(lines.get(0).get("pdq").asText()).isEqualTo(SCENE0);
    assertThat(lines.get(0).get("quality").asInt()).isEqualTo(100);
    assertThat(lines.get(0).get("simhash").isNull()).isTrue();
    assertThat(lines.get(1).get("simhash").asText()).isEqualTo(SimHash.of(POST).hex());
    assertThat(lines.get(1).get("sha256").asText())
        .isEqualTo(Sha256.of(Files.readAllBytes(text)).hex());
    assertThat(lines.get(1).get("pdq").isNull()).isTrue();
    assertThat(lines.get(2).get("note").asText()).contains("neither");
  }

  @Test
  void hashWalksFoldersAndFailsWhenAFileFails() throws IOException {
    Files.write(
        folder.resolve("a.png"),
        java.util.Arrays.copyOf(Files.readAllBytes(PICTURES.resolve("scene0.png")), 60));
    Files.copy(PICTURES.resolve("scene2-small.png"), folder.resolve("b.png"));
    assertThat(run(HashFiles::run, folder, folder.resolve("missing"))).isEqualTo(1);
    List<JsonNode> lines = lines();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).get("problem").get("code").asText()).startsWith("media.");
    assertThat(lines.get(0).get("sha256").asText()).hasSize(64);
    assertThat(lines.get(1).get("pdq").asText()).hasSize(64);
    assertThat(lines.get(2).get("problem").get("code").asText()).isEqualTo("file.missing");
  }

  @Test
  void videoGivesTheHashOfAFrameForEachSecond() throws IOException {
    Path film = Path.of("..", "assets", "sample", "media", "harbour-walk.mp4");
    assertThat(run(HashFiles::run, film)).isZero();
    JsonNode line = lines().getFirst();
    assertThat(line.get("pdq").isNull()).isTrue();
    assertThat(line.get("complete").asBoolean()).isTrue();
    JsonNode frames = line.get("frames");
    assertThat(frames.size()).isGreaterThan(2);
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).get("seconds").asDouble()).isBetween(i - 0.001, i + 0.2);
    }
  }

  @Test
  void mirroredPictureIsFoundInAListAndNamedSo() throws IOException {
    Path mirrored = folder.resolve("mirrored.png");
    java.awt.image.BufferedImage from =
        javax.imageio.ImageIO.read(PICTURES.resolve("scene0.png").toFile());
    java.awt.image.BufferedImage to =
        new java.awt.image.BufferedImage(from.getWidth(), from.getHeight(), 1);
    for (int y = 0; y < from.getHeight(); y++) {
      for (int x = 0; x < from.getWidth(); x++) {
        to.setRGB(from.getWidth() - 1 - x, y, from.getRGB(x, y));
      }
    }
    javax.imageio.ImageIO.write(to, "png", mirrored.toFile());
    Path list = Files.writeString(folder.resolve("list.txt"), "pdq " + SCENE0 + " 100 scene zero");
    assertThat(
            run(
                MatchFiles::run,
                "--bank",
                list,
                mirrored,
                PICTURES.resolve("scene3.png"),
                PICTURES.resolve("flat.png")))
        .isZero();
    List<JsonNode> lines = lines();
    JsonNode match = lines.get(0).get("matches").get(0);
    assertThat(match.get("label").asText()).isEqualTo("scene zero");
    assertThat(match.get("turn").asText()).isEqualTo("flip-y");
    assertThat(match.get("distance").asInt()).isLessThanOrEqualTo(20);
    assertThat(lines.get(1).get("matches").size()).isZero();
    assertThat(lines.get(2).get("note").asText()).contains("too little");
  }

  @Test
  void bankIsMadeChangedAndSearched() throws IOException {
    Path list = Files.writeString(folder.resolve("list.txt"), SCENE0 + " 100 scene zero\n");
    Path bank = folder.resolve("known.bank");
    assertThat(run(BankCommand::run, "import", list, bank)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 pdq hashes listed, 1 in the bank");
    assertThat(run(MatchFiles::run, "--bank", bank, PICTURES.resolve("scene0-half.png"))).isZero();
    JsonNode match = lines().getFirst().get("matches").get(0);
    assertThat(match.get("distance").asInt()).isBetween(1, 31);
    assertThat(match.get("turn").asText()).isEqualTo("original");
    assertThat(
            run(
                MatchFiles::run,
                "--bank",
                bank,
                "--within",
                match.get("distance").asInt() - 1,
                PICTURES.resolve("scene0-half.png")))
        .isZero();
    assertThat(lines().getFirst().get("matches").size()).isZero();
    assertThat(run(BankCommand::run, "withdraw", bank, SCENE0)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 entries withdrawn, 0 in the bank");
    assertThat(run(BankCommand::run, "add", bank, list)).isZero();
    assertThat(run(BankCommand::run, "fold", bank)).isZero();
    assertThat(run(BankCommand::run, "show", bank)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 pdq hashes", "0 changes");
  }

  @Test
  void textIsFoundAmongTextsAndShortTextOnlyExactly() throws IOException {
    Path list =
        Files.writeString(
            folder.resolve("list.txt"),
            SimHash.of(POST).hex() + " office\n" + SimHash.of("buy now").hex() + " spam\n");
    Path same = Files.writeString(folder.resolve("a.txt"), POST.replace(" ", "  "));
    Path brief = Files.writeString(folder.resolve("b.txt"), "Buy NOW!");
    assertThat(run(MatchFiles::run, "--bank", list, same, brief)).isZero();
    assertThat(lines().get(0).get("matches").get(0).get("label").asText()).isEqualTo("office");
    assertThat(lines().get(1).get("matches").get(0).get("label").asText()).isEqualTo("spam");
    assertThat(lines().get(1).get("note").asText()).contains("too short");
  }

  @Test
  void videoIsMatchedByTheShareOfItsFrames() throws IOException {
    Path film = Path.of("..", "assets", "sample", "media", "harbour-walk.mp4");
    assertThat(run(HashFiles::run, film)).isZero();
    StringBuilder list = new StringBuilder();
    int usable = 0;
    for (JsonNode frame : lines().getFirst().get("frames")) {
      if (frame.get("quality").asInt() >= 50) {
        usable++;
        list.append(frame.get("pdq").asText()).append(" walk\n");
      }
    }
    assertThat(usable).isPositive();
    Path file = Files.writeString(folder.resolve("film.txt"), list);
    assertThat(run(MatchFiles::run, "--bank", file, film)).isZero();
    JsonNode match = lines().getFirst().get("matches").get(0);
    assertThat(match.get("label").asText()).isEqualTo("walk");
    assertThat(match.get("share").asDouble()).isEqualTo(1);
    assertThat(match.get("frames").asInt()).isEqualTo(usable);
  }

  @Test
  void wrongUsageSaysHowAndExitsWithTwo() throws IOException {
    assertThat(run(HashFiles::run)).isEqualTo(2);
    assertThat(said()).contains("No file is named").contains("usage: halcyon hash");
    assertThat(run(HashFiles::run, "--fast", "x")).isEqualTo(2);
    assertThat(run(HashFiles::run, "--every", "-1", "x")).isEqualTo(2);
    assertThat(run(MatchFiles::run, "x")).isEqualTo(2);
    assertThat(said()).contains("--bank is needed");
    assertThat(run(BankCommand::run, "burn", "x")).isEqualTo(2);
    assertThat(run(BankCommand::run, "import", "x")).isEqualTo(2);
    Path list = Files.writeString(folder.resolve("list.txt"), SCENE0);
    assertThat(run(MatchFiles::run, "--bank", list, "--within", "300", "x")).isEqualTo(2);
  }

  @Test
  void missingOrDamagedBankFailsWithWhatToDo() throws IOException {
    assertThat(run(MatchFiles::run, "--bank", folder.resolve("none"), "x")).isEqualTo(1);
    assertThat(said()).contains("none").contains("Check that it exists");
    Path bank = folder.resolve("known.bank");
    Path list = Files.writeString(folder.resolve("list.txt"), SCENE0);
    run(BankCommand::run, "import", list, bank);
    byte[] bytes = Files.readAllBytes(bank);
    Files.write(bank, java.util.Arrays.copyOf(bytes, bytes.length - 10));
    assertThat(run(MatchFiles::run, "--bank", bank, "x")).isEqualTo(1);
    assertThat(said()).contains("is damaged").contains("backup");
  }
}
