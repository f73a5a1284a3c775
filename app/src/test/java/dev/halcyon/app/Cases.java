package dev.halcyon.app;

import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.Rendition;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.AuthorHistory;
import dev.halcyon.protocol.Box;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CaseKind;
import dev.halcyon.protocol.CaseMember;
import dev.halcyon.protocol.CaseState;
import dev.halcyon.protocol.CaseSummary;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryPolicy;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Clause;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.DecisionAction;
import dev.halcyon.protocol.Evidence;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.MemberKind;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.Priority;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.QueueReason;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.RationaleStep;
import dev.halcyon.protocol.ReasonKind;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ReportSource;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Restriction;
import dev.halcyon.protocol.SeverityBand;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Threshold;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import dev.halcyon.protocol.Visibility;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Cases as a desk would load them, safe to look at, for tests and pictures of the review desk. */
public final class Cases {
  /** When everything here happens. */
  public static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

  public static final PolicyRef POLICY_1 = new PolicyRef("halcyon-default", 1, null);
  public static final Threshold USUAL = new Threshold(0.65, 0.9);
  private static final ModelRef RULES = new ModelRef("rules", "1", "", "jvm");
  private static final ModelRef LINEAR = new ModelRef("text-linear", "1.0.0", "ab", "cpu");
  private static final ModelRef NSFW = new ModelRef("nsfw", "1.0.0", "cd", "cpu");

  private Cases() {}

  public static Clause clause(String id, Category category, String title) {
    return new Clause(
        id,
        category,
        title,
        "What attacks people for what they are, or wishes them harm.",
        List.of("Quoting it to condemn it", "A word taken back by the people it was aimed at"));
  }

  /** A policy with clauses for four categories. */
  public static ResolvedPolicy policy() {
    return new ResolvedPolicy(
        POLICY_1,
        "Halcyon default",
        List.of(
            category(Category.HATE, "H1", "Calls for exclusion", "H2", "Dehumanising speech"),
            category(Category.HARASSMENT, "A1", "Insults", "A2", "Threats"),
            category(Category.VIOLENCE, "V1", "Graphic violence", "V2", "Praise of violence"),
            category(Category.SPAM, "S1", "Unwanted advertising", "S2", "Fake engagement")),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        true,
        Verdict.REVIEW);
  }

  private static CategoryPolicy category(
      Category category, String one, String first, String two, String second) {
    return new CategoryPolicy(
        category,
        category.id(),
        SeverityBand.MODERATE,
        Priority.P1,
        List.of(clause(one, category, first), clause(two, category, second)),
        List.of());
  }

  /** English words with two marked spans, a conversation, reports and a history. */
  public static LoadedCase text() {
    String text =
        "I have had it with all of you. People like them should go back where they came from, and"
            + " whoever keeps inviting them should be next 😤\n\nNobody in this town wants them"
            + " here. Go home already.";
    UUID id = id(1);
    int first = text.indexOf("go back where");
    int second = text.indexOf("Go home");
    Rationale rationale =
        rationale(
            Category.HATE,
            clause("H1", Category.HATE, "Calls for exclusion"),
            0.82,
            List.of(
                step(
                    1,
                    StepKind.RULE_MATCHED,
                    Category.HATE,
                    "text.rules",
                    null,
                    "rule:hate-en-2",
                    "A call to send people away",
                    List.of(
                        words(Category.HATE, 1, first, first + 29, "go back where they came from"),
                        words(Category.HATE, 1, second, second + 7, "go home"))),
                step(
                    2,
                    StepKind.SCORE_OVER_THRESHOLD,
                    Category.HATE,
                    "text.linear",
                    new CategoryScore(Category.HATE, 0.82, USUAL),
                    "model:text-linear",
                    "",
                    List.of(words(Category.HATE, 0.4, first, first + 7, "go back"))),
                step(3, StepKind.REPORTED, null, "text.rules", null, "", "2", List.of())));
    List<Assessment> assessments =
        List.of(
            assessment(Tier.RULES, "text.rules", RULES, score(Category.HATE, 1, USUAL)),
            assessment(
                Tier.CLASSIFIER,
                "text.linear",
                LINEAR,
                score(Category.HATE, 0.82, USUAL),
                score(Category.HARASSMENT, 0.41, USUAL),
                score(Category.VIOLENCE, 0.12, new Threshold(0.5, 0.85)),
                score(Category.SPAM, 0.01, USUAL)),
            assessment(
                Tier.FUSION,
                "fusion",
                RULES,
                score(Category.HATE, 0.82, USUAL),
                score(Category.HARASSMENT, 0.41, USUAL),
                score(Category.VIOLENCE, 0.12, new Threshold(0.5, 0.85)),
                score(Category.SPAM, 0.01, USUAL)));
    return loaded(
        summary(id, Priority.P1, Category.HATE, 0.82, "en", text, List.of(Modality.TEXT), 27),
        item(id, "en", "Sam Harlow", text, List.of(), conversation()),
        assessments,
        rationale,
        List.of());
  }

  /** The text as a language model argued about it, with a quote that stands nowhere in it. */
  public static LoadedCase judged() {
    LoadedCase of = text();
    String stage = "judge.llm";
    CategoryScore sure = new CategoryScore(Category.HATE, 0.9, null);
    int at = of.detail().item().text().indexOf("People like them");
    List<RationaleStep> steps = new ArrayList<>();
    steps.add(
        step(
            1,
            StepKind.JUDGED,
            Category.HATE,
            stage,
            sure,
            "model-7",
            "block",
            List.of(words(Category.HATE, 1, at, at + 16, "People like them"))));
    steps.add(said(2, StepKind.REASONED, "", "It wants a whole group gone from the town."));
    steps.add(said(3, StepKind.CLAUSE_WEIGHED, "H1", "Calls for exclusion"));
    steps.add(said(4, StepKind.EXCEPTION_REJECTED, "H1", "Quoting it to condemn it"));
    steps.add(said(5, StepKind.EXCEPTION_APPLIES, "H2", "A word taken back"));
    steps.add(said(6, StepKind.QUOTE_STRUCK, "", "burn their houses"));
    CaseDetail d = of.detail();
    return new LoadedCase(
        new CaseDetail(
            d.summary(),
            d.item(),
            d.assessments(),
            rationale(
                Category.HATE, clause("H1", Category.HATE, "Calls for exclusion"), 0.9, steps),
            d.author(),
            d.reports(),
            d.decisions(),
            d.policy()),
        of.renditions(),
        of.sounds(),
        of.missing(),
        of.takenBy());
  }

  private static RationaleStep said(int number, StepKind kind, String reference, String label) {
    return step(number, kind, null, "judge.llm", null, reference, label, List.of());
  }

  /** Arabic words, marked in the middle. */
  public static LoadedCase arabic() {
    String text = "هذا المنشور مثال آمن للاختبار، وهنا كلمة مهمة في السطر 😊 ثم تتمة النص.";
    UUID id = id(2);
    int at = text.indexOf("كلمة مهمة");
    Rationale rationale =
        rationale(
            Category.HARASSMENT,
            clause("A1", Category.HARASSMENT, "Insults"),
            0.7,
            List.of(
                step(
                    1,
                    StepKind.RULE_MATCHED,
                    Category.HARASSMENT,
                    "text.rules",
                    null,
                    "rule:insult-ar-1",
                    "An insult",
                    List.of(words(Category.HARASSMENT, 1, at, at + 9, "كلمة مهمة")))));
    return loaded(
        summary(id, Priority.P2, Category.HARASSMENT, 0.7, "ar", text, List.of(Modality.TEXT), 900),
        item(id, "ar", "ليلى", text, List.of(), List.of()),
        List.of(
            assessment(
                Tier.CLASSIFIER,
                "text.linear",
                LINEAR,
                AssessmentStatus.NOT_SUPPORTED,
                "The model was not trained on Arabic."),
            assessment(Tier.FUSION, "fusion", RULES, score(Category.HARASSMENT, 0.7, USUAL))),
        rationale,
        List.of());
  }

  /** A picture with one region. */
  public static LoadedCase picture() {
    UUID id = id(3);
    String mediaId = "a".repeat(64);
    MediaInfo info =
        new MediaInfo(
            mediaId,
            Modality.IMAGE,
            MediaState.READY,
            "image/png",
            "image/jpeg",
            48_000,
            800,
            600,
            0,
            false,
            List.of(new Keyframe(0, 0, false, List.of(score(Category.WEAPONS, 0.71, USUAL)))),
            null);
    Rationale rationale =
        rationale(
            Category.WEAPONS,
            null,
            0.71,
            List.of(
                step(
                    1,
                    StepKind.SCORE_OVER_THRESHOLD,
                    Category.WEAPONS,
                    "image.objects",
                    score(Category.WEAPONS, 0.71, USUAL),
                    "model:objects",
                    "",
                    List.of(
                        new Evidence.Region(
                            Category.WEAPONS,
                            0.9,
                            "model:objects",
                            mediaId,
                            null,
                            new Box(0.3, 0.35, 0.35, 0.4),
                            "knife")))));
    return loaded(
        summary(
            id,
            Priority.P0,
            Category.WEAPONS,
            0.71,
            "de",
            "Schaut mal, was ich heute gekauft habe",
            List.of(Modality.TEXT, Modality.IMAGE),
            6),
        item(
            id,
            "de",
            "Jonas Brandt",
            "Schaut mal, was ich heute gekauft habe",
            List.of(info),
            List.of()),
        List.of(
            assessment(
                Tier.CLASSIFIER, "image.objects", NSFW, score(Category.WEAPONS, 0.71, USUAL)),
            found(
                "image.ocr",
                new Evidence.Region(
                    Category.WEAPONS,
                    0.3,
                    "model:text-linear",
                    mediaId,
                    null,
                    new Box(0.1, 0.05, 0.6, 0.08),
                    "frisch geschliffen")),
            assessment(Tier.FUSION, "fusion", RULES, score(Category.WEAPONS, 0.71, USUAL))),
        rationale,
        List.of(new Rendition(mediaId, 0, jpeg(640, 480, 5))));
  }

  /** A video of 14 seconds with three scenes. */
  public static LoadedCase video() {
    UUID id = id(4);
    String mediaId = "b".repeat(64);
    double[] risk = {.05, .06, .1, .08, .3, .55, .78, .83, .6, .35, .1, .05, .04, .001};
    List<Keyframe> frames = new ArrayList<>();
    List<Rendition> renditions = new ArrayList<>();
    for (int i = 0; i < risk.length; i++) {
      frames.add(
          new Keyframe(
              i,
              i,
              i == 0 || i == 4 || i == 10,
              List.of(
                  score(Category.VIOLENCE, risk[i], new Threshold(0.6, 0.9)),
                  score(Category.SEXUAL, 0.004, USUAL))));
      renditions.add(new Rendition(mediaId, i, jpeg(640, 360, i)));
    }
    MediaInfo info =
        new MediaInfo(
            mediaId,
            Modality.VIDEO,
            MediaState.READY,
            "video/mp4",
            "video/mp4",
            2_000_000,
            1280,
            720,
            14.2,
            true,
            frames,
            null);
    Rationale rationale =
        rationale(
            Category.VIOLENCE,
            clause("V1", Category.VIOLENCE, "Graphic violence"),
            0.83,
            List.of(
                step(
                    1,
                    StepKind.SCORE_OVER_THRESHOLD,
                    Category.VIOLENCE,
                    "image.nsfw",
                    score(Category.VIOLENCE, 0.83, new Threshold(0.6, 0.9)),
                    "model:nsfw",
                    "",
                    List.of(
                        new Evidence.Frame(Category.VIOLENCE, 0.8, "model:nsfw", mediaId, 7, 7),
                        new Evidence.Seconds(
                            Category.VIOLENCE, 0.5, "model:nsfw", mediaId, 5, 8, "struggle"))),
                step(
                    2,
                    StepKind.SCORE_UNDER_THRESHOLD,
                    Category.HATE,
                    "text.linear",
                    score(Category.HATE, 0.08, USUAL),
                    "model:text-linear",
                    "",
                    List.of())));
    return loaded(
        summary(
            id,
            Priority.P0,
            Category.VIOLENCE,
            0.83,
            "en",
            "wait for the end",
            List.of(Modality.TEXT, Modality.VIDEO),
            3),
        item(id, "en", "clipfan", "wait for the end", List.of(info), List.of()),
        List.of(
            assessment(
                Tier.CLASSIFIER,
                "image.nsfw",
                NSFW,
                score(Category.VIOLENCE, 0.83, new Threshold(0.6, 0.9))),
            assessment(
                Tier.FUSION,
                "fusion",
                RULES,
                score(Category.VIOLENCE, 0.83, new Threshold(0.6, 0.9)))),
        rationale,
        renditions,
        List.of(SoundCases.track(mediaId, 14.2, SoundCases.SAID)));
  }

  /** Media that could not be decoded. */
  public static LoadedCase brokenMedia() {
    LoadedCase picture = picture();
    MediaInfo good = picture.detail().item().media().getFirst();
    MediaInfo broken =
        new MediaInfo(
            good.mediaId(),
            Modality.IMAGE,
            MediaState.FAILED,
            "image/png",
            null,
            48_000,
            0,
            0,
            0,
            false,
            List.of(),
            new Problem(
                "media.truncated",
                "The file ends in the middle of the picture.",
                "Ask for it again, or decide by the text."));
    UUID id = id(6);
    return loaded(
        summary(id, Priority.P2, Category.SPAM, 0.66, "en", "look", List.of(Modality.IMAGE), 600),
        item(id, "en", "Shop 24", "", List.of(broken), List.of()),
        List.of(
            assessment(
                Tier.CLASSIFIER,
                "media.decode",
                NSFW,
                AssessmentStatus.FAILED,
                "The worker process ended while decoding.")),
        rationale(null, null, 0, List.of()),
        List.of());
  }

  /** So many code units of text on long lines, one mark near the end. */
  public static LoadedCase longText(int length) {
    String line = "Fifty kilometres of coast, and not one word of it harmful to anybody. ";
    StringBuilder text = new StringBuilder(length + line.length());
    while (text.length() < length) {
      text.append(line);
      if (text.length() % 7 == 0) {
        text.append('\n');
      }
    }
    text.append("Here is the one word.");
    int at = text.length() - 9;
    UUID id = id(5);
    Rationale rationale =
        rationale(
            Category.SPAM,
            clause("S1", Category.SPAM, "Unwanted advertising"),
            0.7,
            List.of(
                step(
                    1,
                    StepKind.RULE_MATCHED,
                    Category.SPAM,
                    "text.rules",
                    null,
                    "rule:spam-1",
                    "The same line again and again",
                    List.of(words(Category.SPAM, 1, at, at + 8, "one word")))));
    return loaded(
        summary(id, Priority.P2, Category.SPAM, 0.7, "en", line, List.of(Modality.TEXT), 1200),
        item(id, "en", "Copy Paste", text.toString(), List.of(), List.of()),
        List.of(assessment(Tier.FUSION, "fusion", RULES, score(Category.SPAM, 0.7, USUAL))),
        rationale,
        List.of());
  }

  public static List<LoadedCase> all() {
    return List.of(video(), picture(), text(), arabic(), brokenMedia(), longText(200_000));
  }

  public static UUID id(int number) {
    return new UUID(0x0195_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
  }

  public static CategoryScore score(
      Category category, double score, @Nullable Threshold threshold) {
    return new CategoryScore(category, score, threshold);
  }

  public static Evidence.Words words(
      Category category, double weight, int start, int end, String label) {
    return new Evidence.Words(category, weight, "rule:test", start, end, label);
  }

  public static RationaleStep step(
      int number,
      StepKind kind,
      @Nullable Category category,
      String stage,
      @Nullable CategoryScore score,
      String reference,
      String label,
      List<Evidence> evidence) {
    return new RationaleStep(number, kind, category, stage, score, reference, label, evidence);
  }

  public static Rationale rationale(
      @Nullable Category category,
      @Nullable Clause clause,
      double confidence,
      List<RationaleStep> steps) {
    return new Rationale(
        id(77),
        RationaleSource.LOCAL,
        Verdict.REVIEW,
        category,
        clause,
        confidence,
        steps,
        clause == null ? List.of() : clause.exceptions(),
        POLICY_1,
        List.of(),
        NOW);
  }

  public static Assessment assessment(
      Tier tier, String stage, ModelRef model, CategoryScore... scores) {
    return new Assessment(
        UUID.randomUUID(),
        tier,
        stage,
        AssessmentStatus.OK,
        "",
        Verdict.REVIEW,
        List.of(scores),
        List.of(),
        model,
        POLICY_1,
        "00",
        Origin.SERVER,
        900,
        0,
        NOW);
  }

  /** What a stage found without a score of its own. */
  public static Assessment found(String stage, Evidence... evidence) {
    return new Assessment(
        UUID.randomUUID(),
        Tier.CLASSIFIER,
        stage,
        AssessmentStatus.OK,
        "",
        Verdict.REVIEW,
        List.of(),
        List.of(evidence),
        NSFW,
        POLICY_1,
        "",
        Origin.SERVER,
        900,
        0,
        NOW);
  }

  public static Assessment assessment(
      Tier tier, String stage, ModelRef model, AssessmentStatus status, String note) {
    return new Assessment(
        UUID.randomUUID(),
        tier,
        stage,
        status,
        note,
        Verdict.REVIEW,
        List.of(),
        List.of(),
        model,
        POLICY_1,
        "00",
        Origin.SERVER,
        900,
        0,
        NOW);
  }

  static CaseSummary summary(
      UUID id,
      Priority priority,
      Category category,
      double score,
      String language,
      String text,
      List<Modality> media,
      int minutesLeft) {
    return new CaseSummary(
        id,
        id,
        CaseKind.REVIEW,
        CaseState.WAITING,
        1,
        "harm",
        priority,
        NOW.minus(Duration.ofMinutes(9)),
        NOW.plus(Duration.ofMinutes(minutesLeft)),
        category,
        score,
        language,
        "ZZ",
        Surface.COMMENT,
        media,
        text.substring(0, Math.min(140, text.length())),
        4_200,
        2,
        null,
        List.of(
            new QueueReason(ReasonKind.CATEGORY_PRIORITY, category.id()),
            new QueueReason(ReasonKind.RAISED_BY_REACH, "4200"),
            new QueueReason(ReasonKind.SCORE, String.valueOf(score))));
  }

  static Item item(
      UUID id,
      String language,
      String author,
      String text,
      List<MediaInfo> media,
      List<ContextMessage> conversation) {
    return new Item(
        id,
        "harbor",
        "ext-" + id,
        Surface.COMMENT,
        language,
        "ZZ",
        new Author("author-1", author, 12, false),
        text,
        media,
        conversation,
        NOW.minus(Duration.ofMinutes(11)),
        NOW.minus(Duration.ofMinutes(10)),
        4_200,
        Visibility.VISIBLE);
  }

  private static List<ContextMessage> conversation() {
    List<ContextMessage> messages = new ArrayList<>();
    String[] said = {
      "The market square will be closed on Saturday.",
      "Who is organising it this year?",
      "The association of newcomers, I think. They did the one in May as well.",
      "That one was lovely, my children still talk about the food.",
      "Of course it is them again."
    };
    for (int i = 0; i < said.length; i++) {
      messages.add(
          new ContextMessage(
              "author-" + (i % 3),
              List.of("Mira", "Tom Lindqvist", "Sam Harlow").get(i % 3),
              said[i],
              NOW.minus(Duration.ofMinutes(40 - i)),
              null));
    }
    return messages;
  }

  private static LoadedCase loaded(
      CaseSummary summary,
      Item item,
      List<Assessment> assessments,
      Rationale rationale,
      List<Rendition> renditions) {
    return loaded(summary, item, assessments, rationale, renditions, List.of());
  }

  static LoadedCase loaded(
      CaseSummary summary,
      Item item,
      List<Assessment> assessments,
      Rationale rationale,
      List<Rendition> renditions,
      List<SoundTrack> sounds) {
    List<PastDecision> past =
        List.of(
            past(11, DecisionAction.REMOVE, Category.HATE, "H2", "lin", 3),
            past(12, DecisionAction.RESTRICT, Category.HARASSMENT, "A1", "ana", 20),
            past(13, DecisionAction.ALLOW, null, null, null, 45));
    return new LoadedCase(
        new CaseDetail(
            summary,
            item,
            assessments,
            rationale,
            new AuthorHistory("author-1", 31, 2, past),
            List.of(
                new Report(
                    id(21),
                    ReportSource.USER,
                    Category.HATE,
                    "He writes this under every post of ours.",
                    NOW.minus(Duration.ofMinutes(8))),
                new Report(
                    id(22),
                    ReportSource.TRUSTED_FLAGGER,
                    null,
                    "",
                    NOW.minus(Duration.ofMinutes(6)))),
            List.of(),
            POLICY_1),
        renditions,
        sounds,
        List.of(),
        null);
  }

  /** The same case with items that wait for its decision, all of them shown. */
  /** The case after one more report. */
  public static LoadedCase reportedAgain(LoadedCase of) {
    CaseDetail d = of.detail();
    List<Report> reports = new ArrayList<>(d.reports());
    reports.add(
        new Report(
            new UUID(9, reports.size()), ReportSource.USER, Category.HATE, "once more", NOW));
    return new LoadedCase(
        new CaseDetail(
            d.summary(),
            d.item(),
            d.assessments(),
            d.rationale(),
            d.author(),
            reports,
            d.decisions(),
            d.policy(),
            d.members()),
        of.renditions(),
        of.sounds(),
        of.missing(),
        of.takenBy());
  }

  public static LoadedCase withMembers(LoadedCase of, List<CaseMember> members) {
    return withMembers(of, members.size(), members);
  }

  /** The same case with so many members, of which these are shown. */
  public static LoadedCase withMembers(LoadedCase of, int total, List<CaseMember> members) {
    CaseSummary s = of.summary();
    CaseSummary summary =
        new CaseSummary(
            s.id(),
            s.itemId(),
            s.kind(),
            s.state(),
            s.version(),
            s.queue(),
            s.priority(),
            s.createdAt(),
            s.dueAt(),
            s.category(),
            s.score(),
            s.language(),
            s.region(),
            s.surface(),
            s.media(),
            s.excerpt(),
            s.reach(),
            s.reports(),
            s.holder(),
            s.why(),
            total);
    CaseDetail d = of.detail();
    return new LoadedCase(
        new CaseDetail(
            summary,
            d.item(),
            d.assessments(),
            d.rationale(),
            d.author(),
            d.reports(),
            d.decisions(),
            d.policy(),
            members),
        of.renditions(),
        of.sounds(),
        of.missing(),
        of.takenBy());
  }

  /** So many items like the text, those least like it first. */
  public static List<CaseMember> members(int count) {
    List<CaseMember> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int apart = Math.max(0, 96 - 4 * i);
      members.add(
          member(
              i,
              apart > 0 ? MemberKind.NEAR : MemberKind.EXACT,
              true,
              apart,
              0,
              "I have had it with all of you. People like them should go back where they came"
                  + " from, number "
                  + i));
    }
    return members;
  }

  /** The text with so many items like it, of which the first twenty came with the case. */
  public static LoadedCase likeOthers(int total) {
    return withMembers(text(), total, members(Math.min(total, 20)));
  }

  /** An item that hangs on a case. */
  public static CaseMember member(
      int number,
      MemberKind kind,
      boolean waiting,
      int wordsApart,
      int picturesApart,
      String excerpt) {
    return new CaseMember(
        id(700 + number),
        kind,
        waiting,
        "harbor",
        "post-" + number,
        "author-" + number,
        Visibility.PENDING,
        NOW.minus(Duration.ofMinutes(number)),
        wordsApart,
        picturesApart,
        excerpt);
  }

  private static PastDecision past(
      int number,
      DecisionAction action,
      @Nullable Category category,
      @Nullable String clause,
      @Nullable String by,
      int daysAgo) {
    return new PastDecision(
        id(number),
        id(100 + number),
        action,
        action == DecisionAction.RESTRICT ? List.of(Restriction.DEMOTE) : List.of(),
        category,
        clause,
        "",
        by == null,
        by,
        POLICY_1,
        NOW.minus(Duration.ofDays(daysAgo)),
        "An earlier comment of the same author, under another post");
  }

  /** A soft grey picture, as a rendition is. */
  public static byte[] jpeg(int width, int height, int variant) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    int shade = 60 + variant * 9 % 120;
    pen.setPaint(
        new GradientPaint(
            0, 0, new Color(shade, shade, shade), width, height, new Color(200, 200, 200)));
    pen.fillRect(0, 0, width, height);
    pen.setPaint(new Color(110, 110, 110));
    pen.fillOval(width / 3 + variant * 6, height / 3, width / 3, height / 2);
    pen.dispose();
    return encode(image);
  }

  /** A picture of one colour, as the marked original of a test. */
  public static byte[] plain(int width, int height, Color colour) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(colour);
    pen.fillRect(0, 0, width, height);
    pen.dispose();
    return encode(image);
  }

  private static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "jpg", out)) {
        throw new IllegalStateException("no JPEG writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
