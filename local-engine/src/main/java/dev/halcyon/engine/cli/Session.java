package dev.halcyon.engine.cli;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.halcyon.engine.EngineOptions;
import dev.halcyon.engine.LiveEnd;
import dev.halcyon.engine.LiveListener;
import dev.halcyon.engine.LiveSource;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.engine.judge.JudgeSettings;
import dev.halcyon.engine.video.Care;
import dev.halcyon.protocol.Author;
import dev.halcyon.protocol.Origin;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Surface;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One engine for the life of a command, with the policy and region everything is judged under. Safe
 * for any thread. However the process ends, short of SIGKILL, the workers end first; after SIGKILL
 * the sandbox, or the closed pipe, ends them.
 */
final class Session implements AutoCloseable {
  /** Longer than the desk allows, for nobody waits: a film of an hour is looked at whole. */
  private static final Duration MEDIA = Duration.ofMinutes(20);

  private static final Duration TEXT_DEADLINE = Duration.ofSeconds(60);
  private static final Duration MEDIA_DEADLINE = MEDIA.plusMinutes(20);

  /** No threshold or rule names it (ISO 3166 leaves ZZ to users), so only general ones apply. */
  private static final String NO_REGION = "ZZ";

  private final RescanEngine engine;
  private final ResolvedPolicy policy;
  private final String region;
  private final @Nullable String language;
  private final Thread hook;

  /**
   * Prepares an engine; nothing starts before it is needed.
   *
   * @param language of texts that declare none, ISO 639-1, or null to have it identified
   * @param atEnd runs before the workers are ended when the process is told to end
   */
  Session(
      ResolvedPolicy policy,
      @Nullable String region,
      @Nullable String language,
      boolean requireSandbox,
      Runnable atEnd) {
    this.policy = policy;
    this.region = region == null ? NO_REGION : region;
    this.language = language;
    boolean sandbox = requireSandbox || EngineOptions.sandboxRequired();
    this.engine =
        RescanEngine.start(
            new EngineOptions(Origin.LOCAL, sandbox, MEDIA, JudgeSettings.configured()));
    this.hook = Thread.ofPlatform().name("end-workers").unstarted(() -> endAll(atEnd));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void endAll(Runnable atEnd) {
    try {
      atEnd.run();
      engine.close();
    } finally {
      // What was being started while the engine closed.
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }
  }

  /**
   * Judges a text.
   *
   * @param declared the text's own language, or null where it declares none
   */
  ScanResult text(String text, @Nullable String declared) {
    String of = declared == null ? language : declared;
    return engine.scan(request(text, of, List.of(), TEXT_DEADLINE));
  }

  ScanResult media(MediaSource source) {
    return engine.scan(request("", null, List.of(source), MEDIA_DEADLINE));
  }

  /** Follows a film while it comes, its sound too. */
  LiveEnd watch(LiveSource source, Care care, LiveListener listener) throws InterruptedException {
    return engine.watch(source, care, request("", null, List.of(), TEXT_DEADLINE), listener);
  }

  private ScanRequest request(
      String text, @Nullable String of, List<MediaSource> media, Duration deadline) {
    return new ScanRequest(
        UuidCreator.getTimeOrderedEpoch(),
        text,
        of,
        region,
        Surface.UNKNOWN,
        new Author("", "", 0, false),
        List.of(),
        media,
        List.of(),
        0,
        policy,
        deadline);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending and the hook runs: it does what is left.
      return;
    }
    engine.close();
  }
}
