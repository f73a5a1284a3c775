package dev.halcyon.server.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
  /** The bytes of docs/operating.md's example; its OpenSSL and Python commands give the same. */
  @Test
  void theExampleOfTheGuideHolds() {
    assertThat(
            WebhookSignature.of(
                List.of(Receiver.SECRET),
                UUID.fromString("01939f1e-7c00-7000-8000-000000000001"),
                1764489600L,
                "{\"type\":\"item.verdict\"}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,LThwycUDUQlkKxPh0x9U4iY0+/JgheCG0WY0+kymUx0=");
  }

  @Test
  void whileASecretIsReplacedBothSign() {
    byte[] other = "another secret of thirty-two....".getBytes(StandardCharsets.UTF_8);
    UUID id = UUID.randomUUID();
    byte[] body = {1, 2, 3};
    String both = WebhookSignature.of(List.of(Receiver.SECRET, other), id, 1, body);
    assertThat(both.split(" "))
        .containsExactly(
            WebhookSignature.of(List.of(Receiver.SECRET), id, 1, body),
            WebhookSignature.of(List.of(other), id, 1, body));
  }
}
