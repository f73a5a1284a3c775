package dev.halcyon.engine.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.protocol.UserProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashBitsTest {
  @Test
  void hexadecimalFormReadsBackAndKeepsTheOrderOfBits() {
    String hex = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
    PdqHash hash = PdqHash.parse(hex);
    assertThat(hash.hex()).isEqualTo(hex);
    assertThat(hash.a()).isEqualTo(0xf8f8f0cee0f4a84fL);
    assertThat(PdqHash.parse(hex.toUpperCase(java.util.Locale.ROOT))).isEqualTo(hash);
  }

  @Test
  void distanceCountsTheBitsThatDiffer() {
    assertThat(new PdqHash(1, 0, -1, 0).distance(new PdqHash(0, 0, 0, 1))).isEqualTo(66);
    assertThatThrownBy(() -> new SimHash(1).distance(new PdqHash(0, 0, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "f8", "zz", "0x", " "})
  void whatIsNoHashIsRefusedWithItsForm(String hex) {
    assertThatThrownBy(() -> PdqHash.parse(hex))
        .isInstanceOf(UserProblem.class)
        .hasMessageContaining("'" + hex + "' is no PDQ hash");
  }

  @Test
  void sha256IsTheStandards() {
    assertThat(Sha256.of("abc".getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
