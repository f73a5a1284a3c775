package dev.halcyon.app.queue;

import dev.halcyon.client.CaseFilter;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.CaseSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads as many cases of a list as were loaded before, page by page. Stateless; blocks. */
final class CasePages {
  /** Cases that a server gives at once. */
  static final int MOST_AT_ONCE = 500;

  private CasePages() {}

  /**
   * The first cases of a list, each once though the list may move between two pages, with the
   * cursor of what follows.
   *
   * @param count how many are wanted; the last page may bring a few more
   */
  static CasePage first(QueueViewModel.Pages server, CaseFilter wanted, int count) {
    Map<UUID, CaseSummary> found = new LinkedHashMap<>();
    CasePage page = server.cases(wanted.withLimit(Math.min(count, MOST_AT_ONCE)));
    page.cases().forEach(each -> found.put(each.id(), each));
    while (page.next() != null && found.size() < count && !Thread.currentThread().isInterrupted()) {
      int left = Math.clamp(count - found.size(), 1, MOST_AT_ONCE);
      page = server.cases(wanted.withLimit(left).withAfter(page.next()));
      page.cases().forEach(each -> found.putIfAbsent(each.id(), each));
    }
    return new CasePage(List.copyOf(found.values()), page.next());
  }

  /** How many pages that is. */
  static int pages(int count) {
    return Math.max(1, Math.ceilDiv(count, MOST_AT_ONCE));
  }
}
