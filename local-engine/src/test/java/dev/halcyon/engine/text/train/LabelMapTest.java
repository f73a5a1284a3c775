package dev.halcyon.engine.text.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.protocol.Category;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelMapTest {
  private static Map<Category, Boolean> map(String labels) throws JsonProcessingException {
    return LabelMap.categories("any", new ObjectMapper().readTree(labels));
  }

  @Test
  void labelThatIsAbsentOrDisputedStaysUnknown() throws JsonProcessingException {
    assertThat(map("{\"hate\": 0.8, \"violence\": 0.4, \"harassment\": 0.1}"))
        .isEqualTo(Map.of(Category.HATE, true, Category.HARASSMENT, false));
  }

  @Test
  void rudenessIsNoCategory() throws JsonProcessingException {
    assertThat(map("{\"profanity\": 1.0, \"offensive\": 1.0, \"toxic\": 1.0}")).isEmpty();
  }

  @Test
  void sexismIsHateOnlyWhereItThreatensOrDerogates() throws JsonProcessingException {
    String labels = "{\"sexism\": 1.0, \"sexism_category\": \"%s\", \"violence\": 0.0}";
    assertThat(map(labels.formatted("1. threats, plans to harm and incitement")))
        .containsEntry(Category.HATE, true);
    assertThat(map(labels.formatted("2. derogation"))).containsEntry(Category.HATE, true);
    assertThat(map(labels.formatted("3. animosity"))).doesNotContainKey(Category.HATE);
    assertThat(map(labels.formatted("none"))).containsEntry(Category.HATE, false);
  }

  @Test
  void nameAloneIsNotPrivateButAnAddressIs() throws JsonProcessingException {
    assertThat(map("{\"spans\": [{\"type\": \"PERSON\"}]}"))
        .isEqualTo(Map.of(Category.PRIVACY, false));
    assertThat(map("{\"spans\": [{\"type\": \"PERSON\"}, {\"type\": \"STREET_ADDRESS\"}]}"))
        .isEqualTo(Map.of(Category.PRIVACY, true));
  }

  @Test
  void mixedGroupsOfQuestionsTeachNothing() throws JsonProcessingException {
    assertThat(map("{\"harm_category\": \"Illegal Activity\"}")).isEmpty();
    assertThat(map("{\"harm_category\": \"Malware Viruses\"}"))
        .containsEntry(Category.MALWARE, true)
        .containsEntry(Category.HATE, false);
    assertThat(map("{\"harm_category\": \"Child Abuse\"}")).doesNotContainKey(Category.SEXUAL);
  }
}
