package dev.halcyon.app.reasoning;

import dev.halcyon.protocol.MemberPage;
import java.util.Optional;
import java.util.UUID;

/** Where the items that hang on a case come from, page by page. It may block. */
@FunctionalInterface
public interface MemberSource {
  /**
   * @param after the page before's {@code next}; empty for the first page
   */
  MemberPage page(UUID caseId, Optional<String> after);
}
