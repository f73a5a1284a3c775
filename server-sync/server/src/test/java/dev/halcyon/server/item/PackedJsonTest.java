package dev.halcyon.server.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.halcyon.protocol.Wire;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PackedJsonTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Provide
  Arbitrary<JsonNode> trees() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.of("", "ALLOW", "hate", "at", "1.2.0", "2026-11-30T10:22:10.813728397Z"),
            Arbitraries.strings().withCharRange('0', '9').ofMaxLength(20),
            Arbitraries.strings().withChars("0123456789abcdef").ofMaxLength(70),
            Arbitraries.strings().withChars("0123456789-:.TZ+").ofMaxLength(40),
            Arbitraries.strings().ofMaxLength(30),
            Arbitraries.create(() -> java.util.UUID.randomUUID().toString()));
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            texts.map(NODES::textNode),
            Arbitraries.longs().map(NODES::numberNode),
            Arbitraries.integers().map(NODES::numberNode),
            Arbitraries.doubles().map(NODES::numberNode),
            Arbitraries.of(0.0, -0.0, 0.3, 1.0, 0.00001, 1e300, 214748.3647).map(NODES::numberNode),
            Arbitraries.bigDecimals().map(NODES::numberNode),
            Arbitraries.of(true, false).map(NODES::booleanNode),
            Arbitraries.just(NODES.nullNode()));
    return Arbitraries.recursive(() -> leaves, inner -> branch(inner, texts), 0, 3);
  }

  private static Arbitrary<JsonNode> branch(Arbitrary<JsonNode> inner, Arbitrary<String> texts) {
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(6).map(PackedJsonTest::array),
        Arbitraries.maps(texts, inner).ofMaxSize(7).map(PackedJsonTest::object),
        // The same again and again, as in what a cascade says.
        inner.map(
            each -> array(List.of(object(Map.of("score", each)), object(Map.of("score", each))))));
  }

  private static JsonNode array(List<JsonNode> values) {
    return NODES.arrayNode().addAll(values);
  }

  private static JsonNode object(Map<String, JsonNode> fields) {
    return NODES.objectNode().setAll(fields);
  }

  /** Numbers as their text, so that an int and a long of one value are alike. */
  private static JsonNode read(JsonNode node) {
    try {
      return Wire.mapper().readTree(Wire.mapper().writeValueAsString(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Property(tries = 500)
  void whatIsUnpackedEqualsWhatWasPacked(@ForAll("trees") JsonNode tree) {
    assertThat(read(PackedJson.unpack(PackedJson.pack(tree)))).isEqualTo(read(tree));
  }

  @Property(tries = 200)
  void whatIsCutOffIsSaidToBeDamaged(@ForAll("trees") JsonNode tree) {
    byte[] whole = PackedJson.pack(tree);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> PackedJson.unpack(cut)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void theFormOfStoredRowsNeverChanges() {
    // Any other value here means that rows written before can no longer be read.
    String json =
        """
        {"id":"01a22bf9-f37d-7aca-b191-55394ff841e6","scores":[{"category":"hate",\
        "score":0.03058497732631068},{"category":"spam","score":0.35}],"note":"two words",\
        "at":"2026-11-30T10:22:09Z","sha256":"a2c2a50d8e77","none":null,"n":-7,\
        "again":{"category":"hate","score":0.03058497732631068}}\
        """;
    String form =
        "010d0806120e030c00046e6f6e6500016e0005616761696e0801a22bf9f37d7acab19155394ff841e60c020d02"
            + "17180739053f9f51ab15762cf60e01074104ac1b060974776f20776f7264730a142026a11a30d10b22b0"
            + "9e0906a2c2a50d8e7700030d0b01";
    assertThat(PackedJson.unpack(HexFormat.of().parseHex(form)).toString()).isEqualTo(json);
    assertThat(HexFormat.of().formatHex(PackedJson.pack(Wire.read(json, JsonNode.class))))
        .isEqualTo(form);
  }
}
