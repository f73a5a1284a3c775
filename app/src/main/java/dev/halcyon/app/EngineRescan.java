package dev.halcyon.app;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.reasoning.LocalRescan;
import dev.halcyon.client.RevealedBytes;
import dev.halcyon.client.SyncClient;
import dev.halcyon.client.desk.Desk;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.client.desk.OpenCase;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.RevealGrant;
import dev.halcyon.protocol.RevealPurpose;
import dev.halcyon.protocol.RevealRequest;
import dev.halcyon.protocol.UserProblem;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges a case with this machine's engine under the policy in force now. Originals are fetched by
 * a logged RESCAN grant, held in memory, handed to the engine's worker only, and overwritten
 * afterwards. Safe for any thread but the FX thread.
 */
final class EngineRescan implements LocalRescan {
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private final Desk desk;
  private final SyncClient client;
  private final Supplier<RescanEngine> engine;
  private final Words words;

  EngineRescan(Desk desk, SyncClient client, Supplier<RescanEngine> engine, Words words) {
    this.desk = desk;
    this.client = client;
    this.engine = engine;
    this.words = words;
  }

  @Override
  public Answer rescan(LoadedCase loaded) {
    Fx.mustNotBlock("a local rescan");
    long started = System.nanoTime();
    List<Original> originals = new ArrayList<>();
    try {
      for (MediaInfo info : loaded.detail().item().media()) {
        originals.add(fetch(loaded, info));
      }
      RescanEngine running = engine.get();
      ScanResult local = running.scan(request(loaded, originals));
      return new Answer(local, running.sandbox(), Duration.ofNanos(System.nanoTime() - started));
    } finally {
      originals.forEach(Original::giveUp);
    }
  }

  private ScanRequest request(LoadedCase loaded, List<Original> originals) {
    Item item = loaded.detail().item();
    return new ScanRequest(
        item.id(),
        item.text(),
        item.language().isEmpty() || item.language().equals("und") ? null : item.language(),
        item.region(),
        item.surface(),
        item.audience(),
        item.author(),
        item.conversation(),
        List.copyOf(originals),
        List.of(),
        loaded.detail().reports().size(),
        loaded.detail().author(),
        client.currentPolicy(item.region()),
        DEADLINE);
  }

  private Original fetch(LoadedCase loaded, MediaInfo info) {
    OpenCase open =
        desk.current()
            .filter(current -> current.loaded().id().equals(loaded.id()))
            .orElseThrow(
                () ->
                    new UserProblem(
                        "rescan.no-case",
                        words.say("rescan.no_case"),
                        words.say("rescan.no_case.remedy")));
    RevealGrant grant =
        client.reveal(
            loaded.id(),
            new RevealRequest(info.mediaId(), null, RevealPurpose.RESCAN, open.lease().token()));
    try {
      return new Original(grant, info.kind(), info.declaredType(), client.originalTo(grant));
    } catch (RuntimeException e) {
      client.endReveal(grant.id(), 0);
      throw e;
    }
  }

  /** One original in memory, as the engine reads it. */
  private final class Original implements MediaSource {
    private final RevealGrant grant;
    private final Modality kind;
    private final String declaredType;
    private final RevealedBytes bytes;

    Original(RevealGrant grant, Modality kind, @Nullable String declaredType, RevealedBytes bytes) {
      this.grant = grant;
      this.kind = kind;
      this.declaredType = declaredType == null ? bytes.declaredType() : declaredType;
      this.bytes = bytes;
    }

    @Override
    public String mediaId() {
      return bytes.mediaId();
    }

    @Override
    public Modality kind() {
      return kind;
    }

    @Override
    public String declaredType() {
      return declaredType;
    }

    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public SeekableByteChannel open() {
      return bytes.open();
    }

    void giveUp() {
      bytes.close();
      client.endReveal(grant.id(), 0);
    }
  }
}
