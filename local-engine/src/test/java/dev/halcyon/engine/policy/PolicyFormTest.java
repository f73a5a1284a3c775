package dev.halcyon.engine.policy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.UserProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would be understood as something else than what its author sees is refused. */
class PolicyFormTest {
  private static final String SHIPPED = PolicyDocuments.shippedText(5);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version: 5              | version: 5\\nversion: 6    | line 7: Duplicate field 'version'",
        "review_hides: true      | review_hides: true\\nreview_hides: false | Duplicate field",
        "version: 5              | version: 99999999999      | version: must be at most 2147483647",
        "version: 5              | version: 18446744073709551617 | version: must be a whole number",
      })
  void aFieldTwiceAndANumberTooLargeAreRefused(String find, String replace, String complaint) {
    refused(SHIPPED.replaceFirst(find, replace.replace("\\n", "\n")), complaint);
  }

  @ParameterizedTest
  @CsvSource({"id: other", "[1]", "words"})
  void aSecondDocumentIsRefused(String second) {
    refused(SHIPPED + "\n---\n" + second + "\n", "a second document begins here");
  }

  @Test
  void aFloodOfMoreThanFitsIsRefused() {
    String banks =
        "banks:\n  - {id: b, title: B, kind: sha256, category: spam, mode: on,"
            + " flood: {items: 4294967297, seconds: 60}}\n";
    refused(SHIPPED + banks, "banks[0].flood.items: must be at most 2147483647");
  }

  private static void refused(String yaml, String complaint) {
    assertThatThrownBy(() -> PolicyDocuments.parse(yaml, "my.yaml"))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining(complaint);
  }
}
