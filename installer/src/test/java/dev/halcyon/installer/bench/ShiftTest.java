package dev.halcyon.installer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The beginning of a shift, as {@code ./halcyon bench shift} works it to its end. */
@Tag("long")
class ShiftTest {
  @TempDir Path folder;

  @Test
  void nothingGrowsOverTwoHundredCasesAfterAHundredAndFifty() {
    assertThat(Shift.run(folder, 350, 150, 50)).isEmpty();
  }
}
