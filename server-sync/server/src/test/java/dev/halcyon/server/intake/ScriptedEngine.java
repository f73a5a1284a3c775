package dev.halcyon.server.intake;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.EncodedPicture;
import dev.halcyon.engine.MediaAnalysis;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.protocol.Assessment;
import dev.halcyon.protocol.AssessmentStatus;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.CategoryScore;
import dev.halcyon.protocol.Keyframe;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.MediaState;
import dev.halcyon.protocol.ModelRef;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Rationale;
import dev.halcyon.protocol.RationaleSource;
import dev.halcyon.protocol.Tier;
import dev.halcyon.protocol.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * An engine whose verdict a test writes into the item's text, so that intake can be shown every
 * answer an engine may give, at a time of the test's choosing: {@code block}, {@code review},
 * {@code crash}, {@code undecodable}, anything else is allowed; {@code slow} waits for {@link
 * #release}; with {@code grave} it is about violence, else about hate. Thread-safe.
 */
final class ScriptedEngine implements Function<ScanRequest, ScanResult> {
  final List<ScanRequest> requests = new CopyOnWriteArrayList<>();

  /** What the worker's fingerprint of a picture is, by media id. */
  final Map<String, PdqFingerprint> prints = new ConcurrentHashMap<>();

  private final Semaphore gate = new Semaphore(0);

  /** Lets that many slow items finish. */
  void release(int count) {
    gate.release(count);
  }

  @Override
  public ScanResult apply(ScanRequest request) {
    requests.add(request);
    if (request.text().contains("slow")) {
      waitForRelease();
    }
    if (request.text().contains("crash")) {
      throw new IllegalStateException("an engine that breaks its promise on " + request.text());
    }
    boolean undecodable = request.text().contains("undecodable");
    Verdict said =
        request.text().contains("block")
            ? Verdict.BLOCK
            : request.text().contains("review") ? Verdict.REVIEW : Verdict.ALLOW;
    List<Assessment> assessments = new ArrayList<>();
    assessments.add(assessment(request, Tier.RULES, "text.rules", AssessmentStatus.OK, said));
    if (!request.media().isEmpty()) {
      assessments.add(
          assessment(
              request,
              Tier.CLASSIFIER,
              "media.decode",
              undecodable ? AssessmentStatus.FAILED : AssessmentStatus.OK,
              undecodable ? Verdict.REVIEW : Verdict.ALLOW));
    }
    Verdict fused = undecodable && said == Verdict.ALLOW ? Verdict.REVIEW : said;
    assessments.add(assessment(request, Tier.FUSION, "fusion", AssessmentStatus.OK, fused));
    List<CategoryScore> scores =
        said == Verdict.ALLOW
            ? List.of()
            : List.of(
                new CategoryScore(category(request), said == Verdict.BLOCK ? 0.99 : 0.6, null));
    return new ScanResult(
        fused,
        true,
        "en",
        scores,
        assessments,
        request.media().stream()
            .map(part -> analysis(part, undecodable).withPrints(printsOf(part)))
            .toList(),
        rationale(request, fused, assessments));
  }

  private static Category category(ScanRequest request) {
    return request.text().contains("grave") ? Category.VIOLENCE : Category.HATE;
  }

  private List<PdqFingerprint> printsOf(MediaSource part) {
    return Optional.ofNullable(prints.get(part.mediaId())).map(List::of).orElse(List.of());
  }

  /** Gives up when interrupted and answers all the same, as an engine must. */
  private void waitForRelease() {
    try {
      gate.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Assessment assessment(
      ScanRequest request, Tier tier, String stage, AssessmentStatus status, Verdict verdict) {
    return new Assessment(
        UuidCreator.getTimeOrderedEpoch(),
        tier,
        stage,
        status,
        "",
        verdict,
        List.of(),
        List.of(),
        new ModelRef("scripted", "1", "", "jvm"),
        request.policy().ref(),
        "",
        Origin.SERVER,
        1,
        0,
        Instant.now());
  }

  private static Rationale rationale(
      ScanRequest request, Verdict verdict, List<Assessment> assessments) {
    boolean found = assessments.getFirst().verdict() != Verdict.ALLOW;
    return new Rationale(
        UuidCreator.getTimeOrderedEpoch(),
        RationaleSource.LOCAL,
        verdict,
        found ? category(request) : null,
        found ? request.policy().clause(category(request) == Category.HATE ? "H1" : "V1") : null,
        0.5,
        List.of(),
        List.of(),
        request.policy().ref(),
        assessments.stream().map(Assessment::id).toList(),
        Instant.now());
  }

  private static MediaAnalysis analysis(MediaSource part, boolean undecodable) {
    return new MediaAnalysis(
        new MediaInfo(
            part.mediaId(),
            part.kind(),
            undecodable ? MediaState.FAILED : MediaState.READY,
            part.declaredType(),
            part.declaredType(),
            part.size(),
            8,
            8,
            0,
            false,
            undecodable ? List.of() : List.of(new Keyframe(0, 0, true, List.of())),
            undecodable
                ? new Problem("media.damaged", "It ends too early.", "Send it again.")
                : null),
        undecodable
            ? List.of()
            : List.of(new EncodedPicture("image/jpeg", 8, 8, new byte[] {1, 2, 3})));
  }

  /** The scans of one item so far. */
  long scansOf(UUID item) {
    return requests.stream().filter(request -> request.itemId().equals(item)).count();
  }
}
