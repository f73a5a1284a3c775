package dev.halcyon.engine.fingerprint.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BankTextTest {
  private static final String A =
      "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
  private static final String B =
      "d8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";

  @TempDir private Path folder = Path.of("");

  private Path list(String text) throws IOException {
    return Files.writeString(folder.resolve("list.txt"), text);
  }

  private BankText.Listed read(String text) throws IOException {
    return BankText.read(list(text), Optional.empty());
  }

  @Test
  void everyFormOfLineIsRead() throws IOException {
    BankText.Listed listed =
        read(
            "\ufeff# from the harbour exchange\n"
                + "hash,quality,label\n"
                + A
                + "\n"
                + "\r\n"
                + B.toUpperCase(java.util.Locale.ROOT)
                + ",100,two words, and a comma\r\n"
                + "pdq "
                + A
                + " 49 low\n"
                + "hash="
                + B
                + "\tonly a label\n"
                + A
                + ";2026;not a quality\n");
    assertThat(listed.kind()).isEqualTo(HashKind.PDQ);
    assertThat(listed.lowQuality()).isEqualTo(1);
    assertThat(listed.entries().size()).isEqualTo(5);
    assertThat(listed.entries().entry(0).quality()).isEqualTo(BankEntry.UNSTATED);
    assertThat(listed.entries().entry(1).label()).isEqualTo("two words, and a comma");
    assertThat(listed.entries().entry(1).hash().hex()).isEqualTo(B);
    assertThat(listed.entries().entry(1).quality()).isEqualTo(100);
    assertThat(listed.entries().entry(3).label()).isEqualTo("only a label");
    assertThat(listed.entries().entry(4).label()).isEqualTo("2026;not a quality");
  }

  @Test
  void kindComesFromTheLineTheCallerOrTheLength() throws IOException {
    assertThat(read("sha256 " + A).kind()).isEqualTo(HashKind.SHA256);
    assertThat(read("0123456789abcdef spam").kind()).isEqualTo(HashKind.SIMHASH);
    assertThat(BankText.read(list(A), Optional.of(HashKind.SHA256)).kind())
        .isEqualTo(HashKind.SHA256);
  }

  @ParameterizedTest
  @CsvSource({
    "xyz, line 3: 'xyz' is no PDQ hash",
    "f8f8, line 3: 'f8f8' is no PDQ hash",
    "0123456789abcdef, line 3 is a simhash hash among pdq hashes",
    "pdq 0123456789abcdef, line 3: '0123456789abcdef' is no PDQ hash",
    "pdq, line 3: '' is no PDQ hash",
  })
  void wrongLineIsNamedAndNoBankIsMade(String wrong, String message) throws IOException {
    Path list = list("# a list\n" + A + "\n" + wrong + "\n" + B + "\n");
    Path bank = folder.resolve("made.bank");
    assertThatThrownBy(() -> BankLists.make(bank, list, Optional.empty()))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(message)
        .hasMessageContaining("list.txt");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(list);
    }
  }

  @Test
  void qualityOverAHundredIsRefused() {
    assertThatThrownBy(() -> read(A + " 101 label"))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("line 1: A quality of 101 cannot be");
  }

  @Test
  void emptyListAndOtherThanTextAreRefused() throws IOException {
    assertThatThrownBy(() -> read("# nothing\n\n")).hasMessageContaining("lists no fingerprint");
    Path binary = Files.write(folder.resolve("b"), new byte[] {'a', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> BankText.read(binary, Optional.empty()))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> BankText.read(folder.resolve("none"), Optional.empty()))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("none");
  }

  @Test
  void wrongLineInAnAddedListLeavesTheBankAsItWas() throws IOException {
    Path bank = folder.resolve("made.bank");
    BankLists.make(bank, list(A), Optional.empty());
    try (HashBank open = HashBank.open(bank)) {
      Path bad = list(B + "\nnonsense\n");
      assertThatThrownBy(() -> BankLists.add(open, bad)).isInstanceOf(UserProblem.class);
      assertThat(open.size()).isEqualTo(1);
      BankLists.Imported done = BankLists.add(open, list(B + " 90 b\n" + A + "\n"));
      assertThat(done.held()).isEqualTo(2);
    }
  }
}
