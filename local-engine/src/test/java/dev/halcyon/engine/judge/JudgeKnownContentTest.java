package dev.halcyon.engine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.Scans;
import dev.halcyon.engine.cascade.CascadeRunner;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.fingerprint.Sha256;
import dev.halcyon.engine.fingerprint.bank.BankEntry;
import dev.halcyon.engine.fingerprint.bank.HashBank;
import dev.halcyon.engine.fingerprint.bank.HashKind;
import dev.halcyon.engine.known.BankFolder;
import dev.halcyon.engine.known.BanksStage;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.BankContent;
import dev.halcyon.protocol.BankKind;
import dev.halcyon.protocol.BankMode;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.JudgePolicy;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.StageSpec;
import dev.halcyon.protocol.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A judge that finds known content harmless changes nothing about it. */
class JudgeKnownContentTest {
  private static final JudgePolicy CLEARS =
      new JudgePolicy("judge-1", 0, 0.7, List.of(), false, 0.5, 0, 0);

  @TempDir private Path folder;

  /** The shipped text model's doubt and a bank, as the policy uses it; the judge allows. */
  private ScanResult scan(BankMode mode, Verdict verdict) {
    HashBank.create(
        folder.resolve("known.bank"),
        HashKind.SHA256,
        List.of(
            new BankEntry(
                Sha256.parse(TextFingerprint.of(Judges.DOUBTFUL)), BankEntry.UNSTATED, "case 1")));
    BankSpec bank =
        new BankSpec(
            "known",
            "Known",
            BankKind.SHA256,
            BankContent.KNOWN_BAD,
            mode,
            100,
            Category.HARASSMENT,
            null,
            verdict,
            0,
            false,
            1,
            0,
            0);
    ResolvedPolicy policy = Judges.doubting(CLEARS);
    ResolvedPolicy banked =
        new ResolvedPolicy(
            policy.ref(),
            policy.title(),
            policy.categories(),
            policy.rules(),
            List.of(
                new StageSpec(BanksStage.NAME, null, true),
                new StageSpec("text.linear", null, true),
                new StageSpec(JudgeStage.NAME, null, true)),
            policy.queues(),
            policy.sla(),
            policy.reviewHides(),
            policy.unsupportedLanguage(),
            policy.clocks(),
            policy.judge(),
            List.of(bank),
            policy.retention());
    try (ScriptedModel model = new ScriptedModel().says(Judges.answer("allow", "none", 0.99));
        Judge judge = Judges.judge(Judges.endpoint(model.url(), JudgeEndpoint.Role.SMALL));
        BankFolder banks = new BankFolder(folder);
        CascadeRunner cascade =
            Judges.cascade(judge, new BanksStage(banks, JudgeKnownContentTest::noMedia))) {
      return cascade.run(Scans.text(Judges.DOUBTFUL, "en", banked));
    }
  }

  private static MediaPrint noMedia(MediaSource source, double every) {
    throw new AssertionError("there are no media");
  }

  @Test
  void anAllowClearsWhatTheTextModelAloneDoubts() {
    ScanResult result = scan(BankMode.OFF, Verdict.REVIEW);

    assertThat(result.verdict()).as("the control of the tests below").isEqualTo(Verdict.ALLOW);
  }

  @Test
  void anAllowClearsNoBankHit() {
    ScanResult result = scan(BankMode.ON, Verdict.REVIEW);

    assertThat(Judges.said(result.assessments(), JudgeStage.NAME).orElseThrow().status())
        .isEqualTo(AssessmentStatus.OK);
    assertThat(result.verdict()).isEqualTo(Verdict.REVIEW);
  }

  @Test
  void aBankThatBlocksIsNotEvenAskedAbout() {
    ScanResult result = scan(BankMode.ON, Verdict.BLOCK);

    assertThat(Judges.said(result.assessments(), JudgeStage.NAME)).isEmpty();
    assertThat(result.verdict()).isEqualTo(Verdict.BLOCK);
  }
}
