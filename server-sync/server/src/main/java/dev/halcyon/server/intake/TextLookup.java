package dev.halcyon.server.intake;

import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.intake.ManyItems.AuthorKey;
import dev.halcyon.server.intake.ManyItems.KnownAuthor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the database knows of items that came together, asked together. Stateless. */
final class TextLookup {
  private final IntakeRepository repository = new IntakeRepository();
  private final ManyItems many = new ManyItems();

  /** What is known of the items, of their authors and of their words. */
  record Looked(
      Map<TextEntry, Known> known, Map<AuthorKey, KnownAuthor> authors, Set<String> words) {}

  Looked of(Handle handle, List<TextEntry> entries) {
    Set<AuthorKey> authors =
        entries.stream().map(entry -> AuthorKey.of(entry.item)).collect(Collectors.toSet());
    Set<String> hashes =
        entries.stream()
            .map(entry -> entry.hash)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return new Looked(
        known(handle, entries), many.authors(handle, authors), many.decidedWords(handle, hashes));
  }

  /** Those of the items that are stored already. */
  Map<TextEntry, Known> known(Handle handle, List<TextEntry> entries) {
    Map<TextEntry, Known> known = new HashMap<>();
    entries.stream()
        .collect(Collectors.groupingBy(entry -> entry.item.source()))
        .forEach(
            (source, ofSource) -> {
              Map<String, Known> found =
                  repository.find(
                      handle, source, ofSource.stream().map(e -> e.item.externalId()).toList());
              ofSource.forEach(
                  entry -> {
                    @Nullable Known each = found.get(entry.item.externalId());
                    if (each != null) {
                      known.put(entry, each);
                    }
                  });
            });
    return known;
  }
}
