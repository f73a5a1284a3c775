package dev.halcyon.engine.known;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.Stage;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fingerprint.Dihedral;
import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.engine.fingerprint.bank.BankEntry;
import dev.halcyon.engine.fingerprint.bank.BankMatch;
import dev.halcyon.engine.fingerprint.bank.HashBank;
import dev.halcyon.engine.fingerprint.bank.HashKind;
import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.engine.testing.Sources;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.StepKind;
import dev.halcyon.protocol.Surface;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BanksStageTest {
  private static final String POLICY =
      """
      id: test
      version: 1
      title: Test
      sla: [{priority: P1, seconds: 60, raise_at_reach: 10}]
      stages: [{stage: banks}, {stage: after}]
      categories:
        - {category: child_safety, title: C, severity: severe, priority: P1,
           thresholds: [{review: 0.5, block: 0.9}],
           clauses: [{id: C0, title: Other, definition: o}, {id: C1, title: Known, definition: k}]}
      queues: [{id: up, title: Up, escalation: true}, {id: all, title: All}]
      banks:
        - {id: known, title: Known, category: child_safety, clause: C1, %s}
      """;

  private static final PdqHash HARBOUR =
      new PdqHash(
          0x0123456789abcdefL, 0x1122334455667788L, 0x99aabbccddeeff00L, 0x5a5a5a5aa5a5a5a5L);

  @TempDir Path folder;
  private final List<String> noted = new ArrayList<>();
  private boolean floods;
  private int askedAfter;
  private MediaPrint print = picture(HARBOUR, 100);

  private static MediaPrint picture(PdqHash hash, int quality) {
    Random random = new Random(7);
    Map<Dihedral, PdqFingerprint> variants = new EnumMap<>(Dihedral.class);
    for (Dihedral way : Dihedral.values()) {
      PdqHash of =
          way == Dihedral.ORIGINAL
              ? hash
              : new PdqHash(
                  random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
      variants.put(way, new PdqFingerprint(of, quality));
    }
    return new MediaPrint.Picture("image/png", variants);
  }

  private static PdqHash flipped(PdqHash hash, int bits) {
    return new PdqHash(hash.a() ^ ((1L << bits) - 1), hash.b(), hash.c(), hash.d());
  }

  private void bank(HashKind kind, BankEntry... entries) {
    HashBank.create(folder.resolve("known.bank"), kind, List.of(entries));
  }

  /** The folder's banks, with what is noted of matches. */
  private KnownContent known() {
    BankFolder files = new BankFolder(folder);
    return new KnownContent() {
      @Override
      public boolean holds(BankSpec bank) {
        return files.holds(bank);
      }

      @Override
      public List<BankMatch> search(BankSpec bank, HashBits hash, int within) {
        return files.search(bank, hash, within);
      }

      @Override
      public boolean matched(BankSpec bank, UUID item, BankMatch match, boolean counts) {
        noted.add(bank.id() + " " + match.distance() + " " + counts);
        return floods;
      }
    };
  }

  /** A model after the banks that would let everything pass. */
  private final Stage after =
      new Stage() {
        @Override
        public String name() {
          return "after";
        }

        @Override
        public Tier tier() {
          return Tier.CLASSIFIER;
        }

        @Override
        public boolean appliesTo(ScanContext context) {
          return true;
        }

        @Override
        public StageOutcome assess(ScanContext context) {
          askedAfter++;
          boolean spared =
              context.request().media().stream().anyMatch(each -> context.isSpared(each.mediaId()));
          return new StageOutcome(
              AssessmentStatus.OK,
              spared ? "spared" : "",
              Verdict.ALLOW,
              List.of(),
              List.of(),
              new ModelRef("after", "1", "", "jvm"),
              "00");
        }
      };

  private ScanResult scan(String bank, String text, MediaSource... media) {
    return scan(bank, UUID.randomUUID(), text, media);
  }

  private ScanResult scan(String bank, UUID item, String text, MediaSource... media) {
    BanksStage banks = new BanksStage(known(), (source, every) -> print);
    try (CascadeRunner runner =
        new CascadeRunner(List.of(banks, after), Origin.SERVER, Clock.systemUTC())) {
      return runner.run(
          new ScanRequest(
              item,
              text,
              "en",
              "US",
              Surface.POST,
              new Author("u", "u", 1, false),
              List.of(),
              List.of(media),
              List.of(),
              0,
              PolicyDocuments.parse(POLICY.formatted(bank), "p"),
              Duration.ofSeconds(60)));
    }
  }

  private static Assessment said(ScanResult result) {
    return result.assessments().stream()
        .filter(each -> each.stage().equals("banks"))
        .findFirst()
        .orElseThrow();
  }

  private static MediaSource png() {
    return Sources.of("image/png", new byte[] {1, 2, 3});
  }

  @ParameterizedTest
  @CsvSource({"31, BLOCK", "32, ALLOW"})
  void aPictureIsKnownWithinThirtyOneBits(int bits, Verdict verdict) {
    bank(HashKind.PDQ, new BankEntry(flipped(HARBOUR, bits), 100, "case 1"));

    ScanResult result = scan("kind: pdq, mode: on", "", png());

    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(noted).hasSize(verdict == Verdict.BLOCK ? 1 : 0);
  }

  @Test
  void aMatchNamesTheBankItsClauseAndThePicture() {
    bank(HashKind.PDQ, new BankEntry(HARBOUR, 100, "case 1"));

    ScanResult result = scan("kind: pdq, mode: on", "", png());

    assertThat(result.rationale().category()).isEqualTo(Category.CHILD_SAFETY);
    assertThat(result.rationale().clause().id()).isEqualTo("C1");
    assertThat(result.rationale().steps())
        .anySatisfy(
            step -> {
              assertThat(step.kind()).isEqualTo(StepKind.BANK_MATCHED);
              assertThat(step.reference()).isEqualTo("known");
            });
    assertThat(said(result).tier()).isEqualTo(Tier.BANK);
    assertThat(said(result).evidence().getFirst().source()).isEqualTo("bank:known");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTurnedCopyIsFoundWhereTheBankSaysSo(boolean turns) {
    MediaPrint.Picture turned = (MediaPrint.Picture) print;
    PdqHash mirrored = turned.variants().get(Dihedral.values()[3]).hash();
    bank(HashKind.PDQ, new BankEntry(mirrored, 100, ""));

    ScanResult result = scan("kind: pdq, mode: on, turns: " + turns, "", png());

    assertThat(result.verdict()).isEqualTo(turns ? Verdict.BLOCK : Verdict.ALLOW);
  }

  @ParameterizedTest
  @CsvSource({"49, 100", "100, 49"})
  void flatPicturesAndFlatEntriesAreNotCompared(int picture, int entry) {
    print = picture(HARBOUR, picture);
    bank(HashKind.PDQ, new BankEntry(HARBOUR, entry, ""));

    assertThat(scan("kind: pdq, mode: on", "", png()).verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void aShadowBankIsRecordedAndChangesNothing() {
    bank(HashKind.PDQ, new BankEntry(HARBOUR, 100, ""));

    ScanResult result = scan("kind: pdq, mode: shadow", "", png());

    assertThat(result.verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(said(result).note()).startsWith("shadow: known matched ");
    assertThat(noted).containsExactly("known 0 false");
  }

  @Test
  void aBankThatIsOffIsNotAsked() {
    bank(HashKind.PDQ, new BankEntry(HARBOUR, 100, ""));

    ScanResult result = scan("kind: pdq, mode: off", "", png());

    assertThat(result.assessments()).noneMatch(each -> each.stage().equals("banks"));
    assertThat(noted).isEmpty();
  }

  @Test
  void aPercentageCountsForThatShareAndAlwaysForTheSameItems() {
    bank(HashKind.PDQ, new BankEntry(HARBOUR, 100, ""));
    BankSpec bank =
        PolicyDocuments.parse(POLICY.formatted("kind: pdq, mode: percent, percent: 25"), "p")
            .banks()
            .getFirst();
    Random random = new Random(1);
    int counted = 0;
    for (int i = 0; i < 4000; i++) {
      UUID item = new UUID(random.nextLong(), random.nextLong());
      counted += BanksStage.counts(bank, item) ? 1 : 0;
      assertThat(BanksStage.counts(bank, item)).isEqualTo(BanksStage.counts(bank, item));
    }
    assertThat(counted).isBetween(850, 1150);
  }

  @Test
  void anIllegalMatchEndsTheCascadeAndNoModelLooks() {
    bank(HashKind.PDQ, new BankEntry(HARBOUR, 100, ""));

    ScanResult result = scan("kind: pdq, mode: on, content: illegal", "", png());

    assertThat(result.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(result.complete()).isTrue();
    assertThat(askedAfter).isZero();
  }

  @Test
  void aFloodingEntryActsNoMoreAndAPersonLooks() {
    bank(HashKind.PDQ, new BankEntry(HARBOUR, 100, ""));
    floods = true;

    ScanResult result = scan("kind: pdq, mode: on, content: illegal", "", png());

    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
    assertThat(askedAfter).isEqualTo(1);
    assertThat(said(result).note()).startsWith("quarantined");
  }

  @Test
  void aBankThatAsksForAPersonNeverBlocksByItself() {
    bank(HashKind.PDQ, new BankEntry(HARBOUR, 100, ""));

    assertThat(scan("kind: pdq, mode: on, verdict: review", "", png()).verdict())
        .isEqualTo(Verdict.REVIEW);
  }

  @ParameterizedTest
  @CsvSource({"A  KNOWN text!, BLOCK", "another text, ALLOW"})
  void aTextIsKnownByItsWords(String text, Verdict verdict) {
    bank(
        HashKind.SHA256,
        new BankEntry(
            dev.halcyon.engine.fingerprint.Sha256.parse(TextFingerprint.of("a known text")),
            BankEntry.UNSTATED,
            ""));

    assertThat(scan("kind: sha256, mode: on", text).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"2, BLOCK", "4, ALLOW"})
  void aLongTextIsKnownWithinThreeBits(int bits, Verdict verdict) {
    String text =
        "Meet at the old harbour on Saturday at noon and bring the papers we talked about before";
    SimHash near = new SimHash(SimHash.of(text).bits() ^ ((1L << bits) - 1));
    bank(HashKind.SIMHASH, new BankEntry(near, BankEntry.UNSTATED, ""));

    assertThat(scan("kind: simhash, mode: on", text).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"4, BLOCK", "3, ALLOW"})
  void aVideoIsKnownFromAShareOfItsFramesOn(int known, Verdict verdict) {
    Random random = new Random(5);
    List<MediaPrint.Frame> frames = new ArrayList<>();
    List<BankEntry> entries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      PdqHash hash =
          new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
      frames.add(new MediaPrint.Frame(i, i, new PdqFingerprint(hash, 100)));
      entries.add(new BankEntry(i < known ? hash : flipped(hash, 60), 100, "film 1"));
    }
    print = new MediaPrint.Video("video/mp4", frames, true);
    bank(HashKind.PDQ, entries.toArray(BankEntry[]::new));

    assertThat(scan("kind: video, mode: on, share: 0.5", "", png()).verdict()).isEqualTo(verdict);
  }

  @Test
  void knownGoodSparesThePictureModelsUnlessABadBankHoldsItToo() {
    bank(HashKind.PDQ, new BankEntry(HARBOUR, 100, ""));
    HashBank.create(
        folder.resolve("good.bank"), HashKind.PDQ, List.of(new BankEntry(HARBOUR, 100, "logo")));
    String good = "}\n  - {id: good, title: Good, kind: pdq, content: known_good, mode: on";

    ScanResult alone = scan("kind: pdq, mode: off" + good, "", png());
    assertThat(alone.assessments().get(1).note()).isEqualTo("spared");
    assertThat(said(alone).note()).startsWith("known-good: good matched");

    ScanResult both = scan("kind: pdq, mode: on" + good, "", png());
    assertThat(both.verdict()).isEqualTo(Verdict.BLOCK);
    assertThat(both.assessments().get(1).note()).isEmpty();
  }

  @Test
  void aBankThatThisMachineLacksIsSaidAndClearsNothing() {
    ScanResult result = scan("kind: pdq, mode: on", "", png());

    assertThat(said(result).status()).isEqualTo(AssessmentStatus.NOT_SUPPORTED);
    assertThat(said(result).note()).contains("does not hold the bank known");
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void whatCannotBeFingerprintedIsSaidAndSoundIsNot() {
    bank(HashKind.PDQ, new BankEntry(HARBOUR, 100, ""));
    for (String code : List.of("media.damaged", "media.sound")) {
      BanksStage stage =
          new BanksStage(
              known(),
              (source, every) -> {
                throw new UserProblem(code, "cannot", "mend");
              });
      ScanRequest request =
          new ScanRequest(
              UUID.randomUUID(),
              "",
              "en",
              "US",
              Surface.POST,
              new Author("u", "u", 1, false),
              List.of(),
              List.of(png()),
              List.of(),
              0,
              PolicyDocuments.parse(POLICY.formatted("kind: pdq, mode: on"), "p"),
              Duration.ofSeconds(60));
      try (CascadeRunner runner =
          new CascadeRunner(List.of(stage, after), Origin.SERVER, Clock.systemUTC())) {
        assertThat(runner.run(request).verdict())
            .isEqualTo(code.equals("media.sound") ? Verdict.ALLOW : Verdict.REVIEW);
      }
    }
  }
}
