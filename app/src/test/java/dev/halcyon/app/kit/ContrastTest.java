package dev.halcyon.app.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.assets.Assets;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the colour roles to WCAG 2.2 contrast (relative luminance, sRGB). */
class ContrastTest {
  private static final Pattern ROLE = Pattern.compile("-hc-([a-z0-9-]+): (#[0-9a-f]{6});");
  private static final List<String> SURFACES =
      List.of("page", "surface", "raised", "sunken", "selected", "hover");
  private static final List<String> WORDS =
      List.of(
          "text",
          "text-muted",
          "accent",
          "danger",
          "good",
          "machine",
          "priority-p0",
          "priority-p1",
          "priority-p2");

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark", "contrast"})
  void wordsReadOnEverySurface(String look) {
    Map<String, String> roles = roles(look);
    for (String surface : SURFACES) {
      for (String word : WORDS) {
        assertContrast(look, roles, word, surface, 4.5);
      }
    }
    assertContrast(look, roles, "on-accent", "accent", 4.5);
    assertContrast(look, roles, "on-danger", "danger", 4.5);
    assertContrast(look, roles, "danger", "danger-soft", 4.5);
    assertContrast(look, roles, "accent", "accent-soft", 4.5);
    assertContrast(look, roles, "text", "accent-soft", 4.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark", "contrast"})
  void everyCategoryHasAHueThatReadsWhereContentStands(String look) {
    Map<String, String> roles = roles(look);
    List<String> hues =
        Stream.of(dev.halcyon.protocol.Category.values())
            .map(category -> "category-" + category.id().replace('_', '-'))
            .toList();
    for (String hue : hues) {
      for (String surface : List.of("page", "surface", "raised", "sunken", "selected")) {
        assertContrast(look, roles, hue, surface, 4.5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark", "contrast"})
  void focusRingAndStrongBordersAreSeen(String look) {
    Map<String, String> roles = roles(look);
    for (String surface : List.of("page", "surface", "raised")) {
      assertContrast(look, roles, "focus", surface, 3);
      assertContrast(look, roles, "border-strong", surface, 3);
    }
  }

  @Test
  void allLooksHaveTheSameRoles() {
    assertThat(roles("light").keySet()).isEqualTo(roles("dark").keySet());
    assertThat(roles("light").keySet()).isEqualTo(roles("contrast").keySet());
  }

  /** WCAG's enhanced contrast, and lines that can be seen: what the third look is for. */
  @Test
  void highContrastReadsSevenToOneAndItsLinesAreSeen() {
    Map<String, String> roles = roles("contrast");
    for (String surface : SURFACES) {
      for (String word : WORDS) {
        assertContrast("contrast", roles, word, surface, 7);
      }
      assertContrast("contrast", roles, "border", surface, 3);
      assertContrast("contrast", roles, "focus", surface, 7);
    }
  }

  @Test
  void theStyleSheetHasNoColourOfItsOwn() {
    String css =
        new String(Assets.bytes("themes/halcyon.css"), StandardCharsets.UTF_8)
            + new String(Assets.bytes("themes/halcyon-review.css"), StandardCharsets.UTF_8);
    String rules = css.replaceAll("(?s)/\\*.*?\\*/", "");
    assertThat(rules).doesNotContainPattern("#[0-9a-fA-F]{3,8}\\b").doesNotContain("rgb(");
    Matcher used = Pattern.compile("-hc-([a-z0-9-]+)").matcher(rules);
    Map<String, String> roles = roles("light");
    while (used.find()) {
      assertThat(roles).containsKey(used.group(1));
    }
  }

  private static void assertContrast(
      String look, Map<String, String> roles, String front, String back, double least) {
    assertThat(roles).containsKeys(front, back);
    double a = luminance(roles.get(front));
    double b = luminance(roles.get(back));
    double contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    assertThat(contrast).as("%s: %s on %s", look, front, back).isGreaterThanOrEqualTo(least);
  }

  private static double luminance(String hex) {
    int rgb = Integer.parseInt(hex.substring(1), 16);
    return 0.2126 * linear(rgb >> 16)
        + 0.7152 * linear(rgb >> 8 & 255)
        + 0.0722 * linear(rgb & 255);
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  private static Map<String, String> roles(String look) {
    String css = new String(Assets.bytes("themes/roles-" + look + ".css"), StandardCharsets.UTF_8);
    Map<String, String> roles = new HashMap<>();
    Matcher matcher = ROLE.matcher(css);
    while (matcher.find()) {
      roles.put(matcher.group(1), matcher.group(2));
    }
    return roles;
  }
}
