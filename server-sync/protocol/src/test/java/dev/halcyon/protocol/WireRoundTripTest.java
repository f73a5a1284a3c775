package dev.halcyon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WireRoundTripTest {
  @Provide
  Arbitrary<Object> anyWireRecord() {
    return Arbitraries.of(WireTypes.records()).flatMap(WireTypes::valuesOf);
  }

  @Property(tries = 2000)
  void whatIsWrittenIsWhatIsRead(@ForAll("anyWireRecord") Object written) {
    assertThat((Object) Wire.read(Wire.write(written), written.getClass())).isEqualTo(written);
  }

  @Property(tries = 500)
  void bytesAndTextCarryTheSameRecord(@ForAll("anyWireRecord") Object written) throws IOException {
    byte[] bytes = Wire.mapper().writeValueAsBytes(written);
    assertThat((Object) Wire.mapper().readValue(bytes, written.getClass())).isEqualTo(written);
  }

  @Property(tries = 500)
  void fieldsOfANewerPeerAreIgnored(@ForAll("anyWireRecord") Object written)
      throws JsonProcessingException {
    JsonNode tree = Wire.mapper().readTree(Wire.write(written));
    addFieldEverywhere(tree);
    assertThat((Object) Wire.read(tree.toString(), written.getClass())).isEqualTo(written);
  }

  @Property(tries = 500)
  void theSameRecordIsAlwaysTheSameText(@ForAll("anyWireRecord") Object written)
      throws JsonProcessingException {
    String once = Wire.write(written);
    assertThat(Wire.write(Wire.read(once, written.getClass()))).isEqualTo(once);
    assertSorted(Wire.mapper().readTree(once));
  }

  /** Fields whose inside the sender chose: a new name there is no new field. */
  private static final Set<String> TABLES =
      WireTypes.records().stream()
          .flatMap(record -> Arrays.stream(record.getRecordComponents()))
          .filter(each -> each.getType() == Map.class || each.getType() == JsonNode.class)
          .map(RecordComponent::getName)
          .collect(Collectors.toUnmodifiableSet());

  private static void addFieldEverywhere(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().stream()
          .filter(each -> !TABLES.contains(each.getKey()))
          .forEach(each -> addFieldEverywhere(each.getValue()));
      object.putObject("aFieldOfTheFuture").put("list", "of").putArray("many").add(1).addNull();
    } else if (node instanceof ArrayNode array) {
      array.forEach(WireRoundTripTest::addFieldEverywhere);
    }
  }

  /** Sorted properties are what makes the audit log's canonical form possible. */
  private static void assertSorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      // The discriminator of a sealed type is written first by Jackson, whatever the order.
      assertThat(object.properties().stream().map(Map.Entry::getKey).filter(k -> !k.equals("kind")))
          .isSorted();
    }
    node.forEach(WireRoundTripTest::assertSorted);
  }
}
