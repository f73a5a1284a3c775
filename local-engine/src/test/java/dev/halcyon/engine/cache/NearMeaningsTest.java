package dev.halcyon.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.text.deep.SentenceEncoder;
import dev.halcyon.protocol.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is left in memory of the meaning of an erased item: nothing. */
class NearMeaningsTest {
  private static float[] point(int axis) {
    float[] point = new float[SentenceEncoder.DIMENSIONS];
    point[axis] = 1;
    return point;
  }

  private static Remembered item(UUID id) {
    return new Remembered(
        id, Verdict.BLOCK, List.of(), List.of(), "scope", "", Optional.empty(), true);
  }

  @Test
  void anErasedItemsVectorIsOverwrittenInBothGenerationsAtOnce() {
    NearMeanings near = new NearMeanings(3);
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(UUID.randomUUID());
      near.add(item(ids.get(i)), point(i));
    }
    near.forget(Set.of(ids.get(1), ids.get(4), UUID.randomUUID()));
    for (int i = 0; i < 5; i++) {
      boolean erased = i == 1 || i == 4;
      float[] point = point(i);
      assertThat(near.vectors().stream().anyMatch(each -> java.util.Arrays.equals(each, point)))
          .as("the vector of item " + i)
          .isEqualTo(!erased);
      assertThat(near.find("scope", point, 0.9).isPresent()).isEqualTo(!erased);
    }
  }
}
