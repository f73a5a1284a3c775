package dev.halcyon.engine.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.Transcript;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.cascade.Observation;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fusion.CombinationStage;
import dev.halcyon.engine.fusion.TogetherStage;
import dev.halcyon.engine.model.ModelRegistry;
import dev.halcyon.engine.personal.PersonalDataStage;
import dev.halcyon.engine.text.TextLinearStage;
import dev.halcyon.engine.text.TextRulesStage;
import dev.halcyon.engine.text.TextTiers;
import dev.halcyon.engine.text.deep.DeepModels;
import dev.halcyon.engine.text.deep.EncoderMeaning;
import dev.halcyon.engine.text.deep.TextDeepStage;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Box;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Captions and pictures that are harmless alone and harmful together, with harmless pairs of the
 * same parts. A picture is what the models over pictures would say of it: objects, a score for
 * sexual content, and the words in it; all else is judged by the real stages.
 */
public final class Pairs implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ModelRef STATED = new ModelRef("stated", "1", "", "jvm");

  /** What is said to be in a picture. */
  public record Picture(List<String> objects, String text, double sexual) {
    /** A picture of nothing. */
    public static final Picture NONE = new Picture(List.of(), "", 0);
  }

  /**
   * One caption with the picture that makes it harmful, and both with something else.
   *
   * @param half {@code tuning}; or {@code held-out}, which no rule was written for; or {@code
   *     independent}, written by somebody who had read no rule and none of the other pairs
   * @param as how the caption reaches the reader: {@code printed} into the picture, {@code speech},
   *     or, when missing, as text
   */
  public record Pair(
      String id,
      String half,
      String category,
      String caption,
      Picture picture,
      Picture otherPicture,
      String otherCaption,
      @Nullable String as) {
    public boolean heldOut() {
      return half.equals("held-out");
    }
  }

  private final ResolvedPolicy policy;
  private final DeepModels models = DeepModels.shipped();
  private final CascadeRunner runner;
  private Picture shown = Picture.NONE;
  private String printed = "";
  private String spoken = "";

  /**
   * The shipped policy over stated pictures.
   *
   * @param deep whether the deep text tier reads too, which takes its time
   */
  public Pairs(boolean deep) {
    ResolvedPolicy shipped = Scans.newest();
    List<StageSpec> specs = new ArrayList<>(shipped.stages());
    specs.removeIf(
        spec ->
            spec.stage().startsWith("media.") || spec.stage().equals(TextDeepStage.NAME) && !deep);
    policy = Scans.withStages(shipped, specs.toArray(StageSpec[]::new));
    List<Stage> text =
        List.of(
            new TextRulesStage(),
            new TextLinearStage(ModelRegistry.shipped()),
            new TextDeepStage(models),
            new PersonalDataStage());
    TextTiers tiers = new TextTiers(text);
    List<Stage> stages = new ArrayList<>(text);
    stages.add(stated("image.nsfw", context -> List.of(score(Category.SEXUAL, shown.sexual))));
    stages.add(stated("image.objects", this::objects));
    stages.add(stated("image.ocr", context -> words(tiers, context)));
    stages.add(stated("sound.speech", context -> heard(tiers, context)));
    stages.add(new TogetherStage(text));
    stages.add(new CombinationStage(new EncoderMeaning(models)));
    runner = new CascadeRunner(stages, Origin.LOCAL, Clock.systemUTC());
  }

  /** A caption as people write them under any picture. */
  public record Ordinary(String half, String caption) {}

  /** All the pairs. */
  public static List<Pair> all() throws IOException {
    return read("pairs.jsonl", Pair.class);
  }

  /** Pairs written before the rules were; no rule was tuned on them. */
  public static List<Pair> independent() throws IOException {
    return read("independent.jsonl", Pair.class);
  }

  /** Ordinary captions by the author of {@link #independent()}. */
  public static List<String> independentOrdinary() throws IOException {
    return read("independent-ordinary.jsonl", Ordinary.class).stream()
        .map(Ordinary::caption)
        .toList();
  }

  /** Ordinary captions of one half; none was kept for what it says. */
  public static List<String> ordinary(boolean heldOut) throws IOException {
    return read("ordinary.jsonl", Ordinary.class).stream()
        .filter(each -> each.half.equals("held-out") == heldOut)
        .map(Ordinary::caption)
        .toList();
  }

  private static <T> List<T> read(String name, Class<T> of) throws IOException {
    try (InputStream file = Pairs.class.getResourceAsStream("/dev/halcyon/engine/fusion/" + name)) {
      List<T> read = new ArrayList<>();
      for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        read.add(JSON.readValue(line, of));
      }
      return read;
    }
  }

  /** Whether a pair's own kind of harm is seen in a caption under a picture. */
  public boolean alarm(Pair pair, String caption, Picture picture) {
    return scan(caption, picture, Objects.requireNonNullElse(pair.as, "caption")).scores().stream()
        .filter(each -> each.category() == Category.of(pair.category))
        .anyMatch(each -> each.score() >= each.threshold().review());
  }

  /** What the cascade says of a caption under a picture. */
  public ScanResult scan(String caption, Picture picture) {
    return scan(caption, picture, "caption");
  }

  private ScanResult scan(String caption, Picture picture, String as) {
    shown = picture;
    printed = as.equals("printed") ? caption : "";
    spoken = as.equals("speech") ? caption : "";
    ScanRequest request = Scans.text(as.equals("caption") ? caption : "", "en", policy);
    return runner.run(request);
  }

  private interface Work {
    List<CategoryScore> scores(ScanContext context) throws InterruptedException;
  }

  private Stage stated(String name, Work work) {
    return new Stage() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Tier tier() {
        return Tier.CLASSIFIER;
      }

      @Override
      public boolean appliesTo(ScanContext context) {
        return shown != Picture.NONE || !printed.isEmpty() || !spoken.isEmpty();
      }

      @Override
      public StageOutcome assess(ScanContext context) throws InterruptedException {
        return new StageOutcome(
            AssessmentStatus.OK, "", Verdict.ALLOW, work.scores(context), List.of(), STATED, "00");
      }
    };
  }

  /** As the real stage: a knife is a weak hint by itself. */
  private List<CategoryScore> objects(ScanContext context) {
    for (String label : shown.objects) {
      context
          .observations()
          .add(
              new Observation(
                  Observation.Kind.OBJECT,
                  label,
                  0.8,
                  "picture",
                  0,
                  0,
                  Optional.of(new Box(0.2, 0.2, 0.5, 0.5))));
    }
    return List.of(score(Category.WEAPONS, shown.objects.contains("knife") ? 0.24 : 0));
  }

  private List<CategoryScore> words(TextTiers tiers, ScanContext context)
      throws InterruptedException {
    List<CategoryScore> scores = new ArrayList<>();
    for (String words : List.of(shown.text, printed)) {
      if (!words.isEmpty()) {
        context
            .observations()
            .add(
                new Observation(
                    Observation.Kind.WORDS, words, 1, "picture", 0, 0, Optional.empty()));
        scores.addAll(tiers.read(context, words).scores());
      }
    }
    return scores;
  }

  private List<CategoryScore> heard(TextTiers tiers, ScanContext context)
      throws InterruptedException {
    if (spoken.isEmpty()) {
      return List.of();
    }
    MediaInfo info =
        new MediaInfo(
            "sound",
            Modality.AUDIO,
            MediaState.READY,
            "audio/mp4",
            "audio/mp4",
            1,
            0,
            0,
            3.0,
            true,
            List.of(),
            null);
    context
        .analyses()
        .add(
            new MediaAnalysis(info, List.of())
                .with(new Transcript("en", List.of(new Transcript.Segment(0, 3, spoken, 0.9)), 0)));
    return tiers.read(context, spoken).scores();
  }

  private static CategoryScore score(Category category, double score) {
    return new CategoryScore(category, score, null);
  }

  @Override
  public void close() {
    runner.close();
    models.close();
  }
}
