package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.fx.OnFxThread;
import dev.halcyon.assets.Assets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.text.Font;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EmojiTest {
  /** The table of a font that says where underlines lie: "post". */
  private static final int POST = 0x706F7374;

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
  void outlinesDrawEmojiColoursDoNotOnLinuxAndOurOwnFontIsNotTheMachines() {
    List<String> bare = List.of("DejaVu Sans", "Inter", "Noto Emoji");
    assertThat(Emoji.drawsEmoji(bare, true)).isFalse();
    assertThat(Emoji.drawsEmoji(List.of("Symbola"), true)).isTrue();
    assertThat(Emoji.drawsEmoji(List.of("Noto Color Emoji"), true)).isFalse();
    assertThat(Emoji.drawsEmoji(List.of("Apple Color Emoji"), false)).isTrue();
    assertThat(Emoji.drawsEmoji(List.of("Segoe UI Emoji"), false)).isTrue();
  }

  @Test
  void aTextIsCutWhereOurFontHasToDrawIt() {
    assertThat(Emoji.cut("so 🍑🍆 they 👩🏽\u200D🔧 say ❤\uFE0F 🇪🇸 #1"))
        .containsExactly(
            new Emoji.Piece("so ", false),
            new Emoji.Piece("🍑🍆", true),
            new Emoji.Piece(" they ", false),
            new Emoji.Piece("👩🏽\u200D🔧", true),
            new Emoji.Piece(" say ", false),
            new Emoji.Piece("❤\uFE0F", true),
            new Emoji.Piece(" ", false),
            new Emoji.Piece("🇪🇸", true),
            new Emoji.Piece(" #1", false));
    assertThat(Emoji.cut("")).containsExactly(new Emoji.Piece("", false));
  }

  @Test
  void ourFontIsLoadedWithTheTheme() throws Exception {
    OnFxThread.startToolkit();
    List<String> families =
        Fx.onFx(
                () -> {
                  Theme.apply(new Scene(new Group()), Look.DEFAULT);
                  return Font.getFamilies();
                })
            .toCompletableFuture()
            .get();
    assertThat(families).contains("Noto Emoji");
  }

  /** As it came, lines of evidence ran through its pictures. */
  @Test
  void whatOurFontIsUnderlinedWithLiesBelowTheBaseline() {
    ByteBuffer font = ByteBuffer.wrap(Assets.bytes("fonts/NotoEmoji-Regular.ttf"));
    int tables = font.getShort(4);
    int found = 0;
    for (int table = 12; table < 12 + 16 * tables; table += 16) {
      if (font.getInt(table) == POST) {
        assertThat(font.getShort(font.getInt(table + 8) + 8)).isNegative();
        found++;
      }
    }
    assertThat(found).isOne();
  }

  @Property
  void nothingIsLostByTheCut(@ForAll String text) {
    assertThat(Emoji.cut(text).stream().map(Emoji.Piece::text).collect(Collectors.joining()))
        .isEqualTo(text);
  }

  @Property
  void noPictureIsLeftOver(@ForAll String text) {
    assertThat(Emoji.named(text).codePoints()).noneMatch(Character::isEmojiPresentation);
  }
}
