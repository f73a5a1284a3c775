package dev.halcyon.assets.sample;

import dev.halcyon.assets.sample.CorpusSource.Text;
import java.nio.file.Path;

/** Writes the table of docs/samples.md that says what each item is for. */
final class SamplePage {
  static final String START = "<!-- items: made by SampleCorpus, do not edit -->";
  static final String END = "<!-- end of items -->";

  private SamplePage() {}

  /** The page with the part between the marks written anew. */
  static String fill(String page, Path assets) {
    int start = page.indexOf(START);
    int end = page.indexOf(END);
    if (start < 0 || end < start) {
      throw new IllegalStateException("docs/samples.md lacks the marks " + START + " and " + END);
    }
    return page.substring(0, start + START.length()) + "\n" + table(assets) + page.substring(end);
  }

  private static String table(Path assets) {
    StringBuilder rows =
        new StringBuilder(
            "| item | external id | what it is for | a fair decision |\n"
                + "| --- | --- | --- | --- |\n");
    for (Text text : CorpusSource.read(assets.resolve("sample")).texts()) {
      rows.append("| ")
          .append(text.id())
          .append(" | `")
          .append(CorpusMaker.externalId(text))
          .append("` | ")
          .append(text.purpose().replace("|", "\\|"))
          .append(text.live() ? " (arrives late)" : "")
          .append(" | ")
          .append(text.right())
          .append(" |\n");
    }
    return rows.toString();
  }
}
