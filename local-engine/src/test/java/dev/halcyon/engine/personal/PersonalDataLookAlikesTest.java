package dev.halcyon.engine.personal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has the shape of personal data and is none, and what only the words beside it make one. */
class PersonalDataLookAlikesTest {
  private static List<Finding> find(String text, String region) {
    try {
      return PersonalData.find(text, region, "en");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // order numbers, invoices, tickets
        "Order 302-4459817-6629134 was shipped this morning",
        "your order number is 100045678, thank you",
        "call about order 12345678 please",
        "Invoice INV-2024-000187 is overdue",
        "ticket #4581230 has been closed",
        "reference: 7781-2204-19",
        // books, software, time, place
        "ISBN 978-3-16-148410-0 is out of print",
        "ISBN 0-306-40615-2, second edition",
        "upgrade from 10.15.7 to 11.2.3.1 beta",
        "Chrome/120.0.6099.109 on Windows NT 10.0",
        "log 2024-05-06 12:30:45.123 started",
        "2024-05-06T12:30:45Z and 1715000000123",
        "the summit is at 46.5763, 7.9904",
        "coordinates 40°26'46\"N 79°58'56\"W",
        "51.507351 -0.127758 is the centre",
        // parcels
        "tracking 1Z 999 AA1 01 2345 6784 left the depot",
        "parcel JD014600006281234567 is delayed",
        "RR123456785GB arrived",
        // sports, records, prices
        "they tie 2-2 at half time, 6-4 6-3 7-5 in the end",
        "Ajax tie 3 games in a row",
        "won 21-14, 25-23, 15-12 in the third",
        "World record 9.58, then 19.19 and 3:26.00",
        "the house costs 1.250.000 or 1 250 000 in total",
        "reach 10 000 000 people for $ 1,299.99",
        "call options at 4500.00 4600.00 expire",
        "from 2019-2020 to 2023-2024, up 1200 1300 1400",
        // accounts and cards whose check digits fail, test numbers of other shapes
        "GB29 NWBK 6016 1331 9268 18",
        "FR14 2004 1010 0505 0001 3M02 607",
        "card 4111 1111 1111 1112 or 5500-0000-0000-0005",
        "378282246310006",
        "national id 123-45-678 and 987-65-4321",
        // what streets are named by, in songs, films and talk
        "Baker Street, Penny Lane and Electric Avenue on one tape",
        "Boulevard of Broken Dreams, 2004",
        "in 2004 Boulevard of Broken Dreams was everywhere",
        "Highway 61 Revisited and Route 66",
        "I walked 5 miles down the road",
        "two cars and 3 people in the street",
        "a 4 lane road, a 2 way street, 10 minutes down the lane",
        "50 ways to cross the road",
        "the 7 brigade and Brigade 12 marched",
        "sent via email 24 hours ago, paid via Paypal 20",
        "we rue the day in 2020",
        "a plaza with 5 shops and corso 3",
        "Chapter 5 Unit 3, Lesson 2",
        "Level 42 and Blink 182 live at Wembley 2010",
        "my email address is 5 letters long",
        "call me at 10:30 2024-05-06",
        "phone 12 has 256 GB and a 5000 mAh battery"
      })
  void whatOnlyLooksLikePersonalDataIsLeft(String text) {
    assertThat(find(text, "US")).isEmpty();
    assertThat(find(text, "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Phone: 374 780 163 ~ phone ~ 374 780 163",
        "They are not answering at 72 128 827 ~ phone ~ 72 128 827",
        "please call me at 0494 92 82 32 tonight ~ phone ~ 0494 92 82 32",
        "her number is 467 3395 ~ phone ~ 467 3395",
        "28-64-66-98 office ~ phone ~ 28-64-66-98",
        "(37) 788-063-Fax ~ phone ~ (37) 788-063",
        "Fax: 259.735.7502x459 ~ phone ~ 259.735.7502x459",
        "Desk +1-984-182-0190 ~ phone ~ +1-984-182-0190",
        "Handynummer 0151 1234 567 8 ~ phone ~ 0151 1234 567 8",
        "звони 8 495 123 45 67 ~ phone ~ 8 495 123 45 67",
        "20789 Allika 46\\n Suite 501 ~ postal-address ~ 20789 Allika 46\\n Suite 501",
        "4844 Søndergade 52\\n"
            + " Apt. 656\\n"
            + " Brønderslev\\n"
            + "\\n"
            + " Denmark 35018 ~ postal-address ~ 4844 Søndergade 52\\n"
            + " Apt. 656\\n"
            + " Brønderslev\\n"
            + "\\n"
            + " Denmark 35018",
        "she lives at Kaevu 94 with her son ~ postal-address ~ Kaevu 94",
        "home address: 12 Downing, ask there ~ postal-address ~ 12 Downing",
        "USNS Grasp\\nFPO AE 12382 ~ postal-address ~ USNS Grasp\\nFPO AE 12382",
        "it is in Hersnapvej 75 ~ postal-address ~ Hersnapvej 75",
        "Rákóczi út 13 is shut ~ postal-address ~ Rákóczi út 13",
        "12 The Street, Norwich, is hers ~ postal-address ~ 12 The Street, Norwich",
        "12 Maple Street\\nI paid 50000 ~ postal-address ~ 12 Maple Street",
        "Via Roma 131 is theirs ~ postal-address ~ Via Roma 131"
      })
  void wordsBesideMakeANumberATelephoneAndANameAnAddress(
      String written, String kind, String expected) {
    String text = written.replace("\\n", "\n");
    assertThat(find(text, ""))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.kind().id()).isEqualTo(kind);
              assertThat(text.substring(found.start(), found.end()))
                  .isEqualTo(expected.replace("\\n", "\n"));
            });
  }
}
