package dev.halcyon.assets.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the sample corpus again: {@code SampleCorpus ASSETS_FOLDER [text|media|all]}. The same
 * source and seed give the same bytes; docs/samples.md tells how to run it.
 */
public final class SampleCorpus {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SampleCorpus() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: SampleCorpus ASSETS_FOLDER [text|media|all]");
      System.exit(2);
    }
    Path assets = Path.of(args[0]);
    String part = args.length == 2 ? args[1] : "all";
    if (!part.equals("media")) {
      Files.writeString(assets.resolve("sample/items.jsonl"), items(assets.resolve("sample")));
      Path page = assets.resolve("../docs/samples.md");
      if (Files.exists(page)) {
        Files.writeString(page, SamplePage.fill(Files.readString(page), assets));
      }
    }
    if (!part.equals("text")) {
      SampleMedia.write(assets.resolve("src/test/photos"), assets.resolve("sample/media"));
    }
  }

  /** The whole of {@code items.jsonl}: one item a line, in the order of arrival. */
  static String items(Path sample) {
    List<CorpusItem> items = new CorpusMaker(CorpusSource.read(sample)).items();
    StringBuilder lines = new StringBuilder();
    for (CorpusItem item : items) {
      try {
        lines.append(JSON.writeValueAsString(item)).append('\n');
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("item " + item.externalId() + " cannot be written", e);
      }
    }
    return lines.toString();
  }
}
