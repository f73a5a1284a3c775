package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.OnFxThread;
import java.util.Locale;
import javafx.scene.text.Font;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EmojiTest {
  @Test
  void anEmojiWithoutFontIsSaidByItsName() {
    assertThat(Emoji.named("luna 🌙")).isEqualTo("luna [crescent moon]");
    assertThat(Emoji.named("🎉🎂")).isEqualTo("[party popper][birthday cake]");
  }

  @Test
  void whatOnlyChangesAnEmojiIsNotSaid() {
    assertThat(Emoji.named("👩🏽\u200D🔧")).isEqualTo("[woman][wrench]");
    assertThat(Emoji.named("❤\uFE0F")).isEqualTo("❤");
  }

  @Test
  void aFlagIsItsLetters() {
    assertThat(Emoji.named("olé 🇪🇸")).isEqualTo("olé ES");
  }

  @Test
  void wordsFiguresAndJoinersOfOtherScriptsStay() {
    assertThat(Emoji.named("Оля #1 नम\u200Dस्ते ©")).isEqualTo("Оля #1 नम\u200Dस्ते ©");
  }

  @Test
  void aNameTurnsNothingRound() {
    OnFxThread.startToolkit();
    assertThat(Emoji.name("a\u202Eb\u200E c\n")).isEqualTo("ab c");
  }

  @Test
  void aNameIsDrawnWithTheFontsOfThisMachine() {
    OnFxThread.startToolkit();
    boolean font =
        Font.getFamilies().stream()
            .map(family -> family.toLowerCase(Locale.ROOT))
            .anyMatch(family -> family.contains("emoji") || family.equals("symbola"));
    assertThat(Emoji.name("luna 🌙")).isEqualTo(font ? "luna 🌙" : "luna [crescent moon]");
  }

  @Property
  void noPictureIsLeftOver(@ForAll String text) {
    assertThat(Emoji.named(text).codePoints()).noneMatch(Character::isEmojiPresentation);
  }
}
