package dev.halcyon.engine.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halcyon.engine.text.Span;
import dev.halcyon.engine.text.TextMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {
  private static List<Finding> find(String text, String region, String language) {
    try {
      return PersonalData.find(text, region, language);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "US ~ mail jane.doe+x@example.com. ~ email ~ jane.doe+x@example.com",
        "US ~ jane (at) example [dot] org please ~ email ~ jane (at) example [dot] org",
        "DE ~ IBAN DE89 3704 0044 0532 0130 00. ~ iban ~ DE89 3704 0044 0532 0130 00",
        "ES ~ es9121000418450200051332 y su ~ iban ~ es9121000418450200051332",
        "GB ~ GB29-NWBK-6016-1331-9268-19, ok ~ iban ~ GB29-NWBK-6016-1331-9268-19",
        "US ~ card 4111 1111 1111 1111 exp 12/29 ~ card ~ 4111 1111 1111 1111",
        "US ~ card 4111-1111-1111-1111 ~ card ~ 4111-1111-1111-1111",
        "US ~ amex 378282246310005! ~ card ~ 378282246310005",
        "US ~ root on 198.51.100.23, quick ~ ip-address ~ 198.51.100.23",
        "US ~ at 2001:db8::8a2e:370:7334 now ~ ip-address ~ 2001:db8::8a2e:370:7334",
        "US ~ ssn 460-89-9847 ~ us-ssn ~ 460-89-9847",
        "US ~ call (541) 754-3010 now ~ phone ~ (541) 754-3010",
        "DE ~ Telefon 030 23125 014 abends ~ phone ~ 030 23125 014",
        "XX ~ ring +44 20 7946 0958 ~ phone ~ +44 20 7946 0958",
        "US ~ lives at 123 Maple Street, Apt 4 ~ postal-address ~ 123 Maple Street, Apt 4",
        "US ~ 500 Oak Ct is hers ~ postal-address ~ 500 Oak Ct",
        "DE ~ Heidestraße 17, 51147 Köln ~ postal-address ~ Heidestraße 17, 51147 Köln",
        "ES ~ vive en la calle Ejemplo 12. ~ postal-address ~ calle Ejemplo 12",
        "FR ~ au 12 rue de la Paix ~ postal-address ~ 12 rue de la Paix",
        "RU ~ живёт на ул. Ленина 5 ~ postal-address ~ ул. Ленина 5"
      })
  void eachKindIsFoundWithItsPlace(String region, String text, String kind, String expected) {
    assertThat(find(text, region, region.equals("ES") ? "es" : "en"))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.kind().id()).isEqualTo(kind);
              assertThat(text.substring(found.start(), found.end())).isEqualTo(expected);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it is 5 minutes away, 10 in a row, the only way",
        "card 4111 1111 1111 1112",
        "DE89 3704 0044 0532 0130 01",
        "version 1.2.3.4 of the firmware",
        "256.1.1.1 and 1.2.3",
        "meet at 10:20:30 or 12:30",
        "std::cout << a::b;",
        "born 1990-01-02, 2019/2020, 50% off, $1,000,000",
        "666-12-3456 and 000-12-3456",
        "@someone and someone@ home",
        "we came 2 the place, 3 ways to close a court case"
      })
  void whatOnlyLooksLikeItIsLeft(String text) {
    assertThat(find(text, "US", "en")).isEmpty();
  }

  @Test
  void fullWidthDigitsAndInvisibleCharactersHideNothing() {
    String text = "pay ４１１１ １１１１ １１１１ １１１１ or write ja\u200Bne@exam\u200Bple.com";
    List<Finding> found = find(text, "US", "en");
    assertThat(found)
        .extracting(Finding::kind)
        .containsExactly(PersonalKind.CARD, PersonalKind.EMAIL);
    assertThat(Masked.of(text, found).text()).isEqualTo("pay [card] or write [email]");
  }

  @Test
  void regionDecidesWhatANumberWithoutCountryCodeIs() {
    assertThat(find("030 23125014", "DE", "en")).hasSize(1);
    assertThat(find("030 23125014", "US", "en")).isEmpty();
  }

  @Test
  void findingsNeverSayWhatTheyFound() {
    String text = "jane@example.com";
    List<Finding> found = find(text, "US", "en");
    assertThat(found.toString()).doesNotContain("jane");
    assertThat(Masked.of(text, found).toString()).doesNotContain("email");
  }

  @Test
  void maskingTakesOverlappingFindingsOutAsOne() {
    List<Finding> overlapping =
        List.of(
            new Finding(PersonalKind.PHONE, 4, 8),
            new Finding(PersonalKind.CARD, 2, 6),
            new Finding(PersonalKind.EMAIL, 9, 10));
    Masked masked = Masked.of("0123456789", overlapping);
    assertThat(masked.text()).isEqualTo("01[card]8[email]");
    assertThat(masked.masked()).isEqualTo(2);
    TextMap map = masked.map("0123456789");
    assertThat(map.text()).isEqualTo(masked.text());
    assertThat(map.original(2, 8)).as("all that overlapped").isEqualTo(new Span(2, 8));
    assertThat(map.original(1, 9)).isEqualTo(new Span(1, 9));
    assertThat(map.original(8, 9)).isEqualTo(new Span(8, 9));
    assertThatThrownBy(() -> Masked.of("short", overlapping))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final List<String> PIECES =
      List.of(
          "jane@example.com",
          "4111 1111 1111 1111",
          "DE89370400440532013000",
          "541-754-3010",
          "10.20.30.40",
          "12 Oak Road",
          "460-89-9847");

  @Property(tries = 300)
  void nothingOfAPieceIsLeftWhateverStandsAroundIt(@ForAll("notes") List<String> words) {
    String text = String.join(" | ", words);
    List<Finding> found = find(text, "US", "en");
    Masked masked = Masked.of(text, found);
    assertThat(masked.text()).doesNotContain(PIECES);
    assertThat(masked.masked()).isEqualTo(words.stream().filter(PIECES::contains).count());
    for (int i = 1; i < found.size(); i++) {
      assertThat(found.get(i).start()).isGreaterThanOrEqualTo(found.get(i - 1).end());
    }
  }

  @Provide
  Arbitrary<List<String>> notes() {
    return Arbitraries.oneOf(Arbitraries.of(PIECES), Arbitraries.of("call", "me", "tomorrow, or"))
        .list()
        .ofMaxSize(10);
  }

  @Property(tries = 500)
  void noTextBreaksTheFinder(@ForAll("anything") String text) {
    for (Finding each : find(text, "DE", "de")) {
      assertThat(each.end()).isLessThanOrEqualTo(text.length());
    }
  }

  @Provide
  Arbitrary<String> anything() {
    return Arbitraries.strings()
        .withCharRange('0', '9')
        .withChars('@', '.', '-', ' ', ':', '+', '(', ')', 'a', 'f', 'ß', '½', '\u200B', '４')
        .ofMaxLength(120);
  }
}
