package dev.halcyon.app.media;

import dev.halcyon.app.fx.Background;
import dev.halcyon.app.kit.Filters;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.Rendition;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Has the renditions made that a person's own filters want over the frame a next case begins with,
 * so that the case stands there as they want it in its first frame. Of the next {@value #CASES}
 * cases that nobody has, one at a time; keeps {@value #KEPT} renditions. Safe for any thread.
 */
public final class FilteredAhead {
  /** Cases whose renditions are made ahead: each costs the server a worker for a moment. */
  static final int CASES = 4;

  private static final int KEPT = 16;

  /** What is wanted. */
  record Key(UUID caseId, String mediaId, int frame, Filter filter) {}

  private final FilterViewModel.Source source;
  private final Thumbnails large;
  private final Background background;
  private final String title;
  private final Map<Key, FutureTask<Rendition>> making = new ConcurrentHashMap<>();
  private final Map<Key, Rendition> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Rendition> eldest) {
              return size() > KEPT;
            }
          });
  // In vain once: what is wrong with it is said when it is on the desk and asked for again.
  private final Set<Key> inVain = ConcurrentHashMap.newKeySet();
  private List<LoadedCase> next = List.of();
  private List<Key> wanted = List.of();
  private boolean working;

  /**
   * @param pictures where what is made is decoded for the stage
   * @param title of the work in words
   */
  public FilteredAhead(
      FilterViewModel.Source source, CasePictures pictures, Background background, String title) {
    this.source = source;
    this.large = pictures.large();
    this.background = background;
    this.title = title;
  }

  /** These come next, in order, and these are the filters of this person; returns at once. */
  public void comes(List<LoadedCase> cases, Filters filters) {
    synchronized (this) {
      next = List.copyOf(cases);
    }
    begin(filters);
  }

  /** This person wants other filters from now on; returns at once. */
  void begin(Filters filters) {
    List<LoadedCase> cases;
    synchronized (this) {
      cases = next;
    }
    SequencedSet<Key> keys = new LinkedHashSet<>();
    cases.stream()
        .filter(next -> next.takenBy() == null)
        .limit(CASES)
        .forEach(next -> first(next, filters).ifPresent(keys::add));
    inVain.retainAll(keys);
    synchronized (this) {
      wanted = new ArrayList<>(keys);
      if (working || missing().isEmpty()) {
        return;
      }
      working = true;
    }
    background.run(title, this::work).then(_ -> {}).fail(_ -> stopped());
  }

  private synchronized void stopped() {
    working = false;
  }

  /** The frame a case begins with, where its filter is not the one that every case comes with. */
  private static Optional<Key> first(LoadedCase next, Filters filters) {
    Filter filter = filters.of(next.summary().category());
    List<MediaInfo> media = next.detail().item().media();
    if (filter.isUsual() || media.isEmpty()) {
      return Optional.empty();
    }
    MediaInfo part = media.getFirst();
    int frame = StripViewModel.first(part.keyframes());
    return Optional.ofNullable(next.rendition(part.mediaId(), frame))
        .map(_ -> new Key(next.id(), part.mediaId(), frame, filter));
  }

  private synchronized Optional<Key> missing() {
    return wanted.stream()
        .filter(key -> !kept.containsKey(key) && !inVain.contains(key))
        .findFirst();
  }

  /** The next to make, or none and then the work is over. */
  private synchronized Optional<Key> more() {
    Optional<Key> next = missing();
    working = next.isPresent();
    return next;
  }

  private boolean work() {
    for (Optional<Key> next = more(); next.isPresent(); next = more()) {
      try {
        large.prepare(rendition(next.get()));
      } catch (UserProblem _) {
        inVain.add(next.get());
      }
    }
    return true;
  }

  /** What was made ahead. */
  Optional<Rendition> known(Key key) {
    return Optional.ofNullable(kept.get(key));
  }

  /**
   * Has a rendition made, or waits for whoever has it made already. Blocks.
   *
   * @throws UserProblem when it cannot be made
   */
  Rendition rendition(Key key) {
    FutureTask<Rendition> mine =
        new FutureTask<>(
            () ->
                new Rendition(
                    key.mediaId(),
                    key.frame(),
                    key.filter(),
                    source.rendition(key.caseId(), key.mediaId(), key.frame(), key.filter())));
    FutureTask<Rendition> first = making.putIfAbsent(key, mine);
    if (first == null) {
      try {
        mine.run();
      } finally {
        making.remove(key, mine);
      }
    }
    try {
      Rendition made = (first == null ? mine : first).get();
      kept.put(key, made);
      return made;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserProblem("media.filter", title, "", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }
}
