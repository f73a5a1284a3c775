package dev.halcyon.engine.cascade;

import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.worker.DecodedMedia;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the stages of one scan share: the request, the language, and what the decoder stage found.
 * Confined to the one thread that runs the scan.
 */
public final class ScanContext {
  private final ScanRequest request;
  private final Instant deadline;
  private String language = "und";
  private final List<DecodedMedia> decoded = new ArrayList<>();
  private final List<MediaAnalysis> analyses = new ArrayList<>();
  private final List<Observation> observations = new ArrayList<>();
  private final Map<String, StageOutcome> outcomes = new LinkedHashMap<>();
  private final Map<Category, Double> background = new EnumMap<>(Category.class);

  private final Set<String> spared = new HashSet<>();
  private boolean settled;
  private Optional<List<CategoryScore>> recalled = Optional.empty();
  private Optional<float[]> meaning = Optional.empty();
  private final Map<Stage, Object> notes = new IdentityHashMap<>();

  public ScanContext(ScanRequest request, Instant deadline) {
    this.request = request;
    this.deadline = deadline;
  }

  public ScanRequest request() {
    return request;
  }

  public Instant deadline() {
    return deadline;
  }

  /** ISO 639-1, or {@code und}. */
  public String language() {
    return language;
  }

  public void language(String identified) {
    this.language = identified;
  }

  /** What the worker decoded, in the request's order; filled by the decoder stage. */
  public List<DecodedMedia> decoded() {
    return decoded;
  }

  /** The outward form of {@link #decoded()}, with scores; filled by the picture stages. */
  public List<MediaAnalysis> analyses() {
    return analyses;
  }

  /** What was seen and read in the media; filled by the picture stages. */
  public List<Observation> observations() {
    return observations;
  }

  /** What the stages before this one said, by stage; filled by the runner. */
  public Map<String, StageOutcome> outcomes() {
    return outcomes;
  }

  /** The models over pictures need not look at a media part: it is known to be good. */
  public void spare(String mediaId) {
    spared.add(mediaId);
  }

  public boolean isSpared(String mediaId) {
    return spared.contains(mediaId);
  }

  /** The same item was judged before: these are its fused scores, and no stage is asked again. */
  public void recall(List<CategoryScore> scores) {
    recalled = Optional.of(List.copyOf(scores));
  }

  public Optional<List<CategoryScore>> recalled() {
    return recalled;
  }

  /** Nothing more needs to look at the item, nor should: the hash alone decided. */
  public void settle() {
    settled = true;
  }

  public boolean isSettled() {
    return settled;
  }

  /** Where its text lies among meanings; filled by the stage that asks. */
  public Optional<float[]> meaning() {
    return meaning;
  }

  public void meaning(float[] point) {
    meaning = Optional.of(point);
  }

  /** Keeps what a stage found out until it is told what came of the item. */
  public void keep(Stage stage, Object note) {
    notes.put(stage, note);
  }

  /** What a stage kept, if it was asked. */
  public <T> Optional<T> kept(Stage stage, Class<T> type) {
    return Optional.ofNullable(notes.get(stage)).map(type::cast);
  }

  /** The scores of what the author said just before; filled by the stage that reads it. */
  public Map<Category, Double> background() {
    return background;
  }
}
