package dev.halcyon.app.queue;

import dev.halcyon.client.CaseFilter;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.Priority;
import org.jspecify.annotations.Nullable;

/** Which cases the list shows; a null part means any. Immutable. */
public record QueueFilter(
    @Nullable String queue,
    @Nullable Priority priority,
    @Nullable Category category,
    @Nullable String language,
    @Nullable Modality kind) {
  public static final QueueFilter ANY = new QueueFilter(null, null, null, null, null);

  public QueueFilter withQueue(@Nullable String other) {
    return new QueueFilter(other, priority, category, language, kind);
  }

  public QueueFilter withPriority(@Nullable Priority other) {
    return new QueueFilter(queue, other, category, language, kind);
  }

  public QueueFilter withCategory(@Nullable Category other) {
    return new QueueFilter(queue, priority, other, language, kind);
  }

  public QueueFilter withLanguage(@Nullable String other) {
    return new QueueFilter(queue, priority, category, other, kind);
  }

  public QueueFilter withKind(@Nullable Modality other) {
    return new QueueFilter(queue, priority, category, language, other);
  }

  /** Whether anything but the queue is narrowed. */
  public boolean narrows() {
    return !withQueue(null).equals(ANY);
  }

  /** As the client asks for it: what waits, in order of work. */
  CaseFilter asked(int limit) {
    return CaseFilter.ALL
        .withState(CaseState.WAITING)
        .withQueue(queue)
        .withPriority(priority)
        .withCategory(category)
        .withLanguage(language)
        .withKind(kind)
        .withLimit(limit);
  }
}
