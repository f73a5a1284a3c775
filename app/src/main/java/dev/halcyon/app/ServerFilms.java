package dev.halcyon.app;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.media.PlayerViewModel;
import dev.halcyon.client.RevealedParts;
import dev.halcyon.client.SyncClient;
import dev.halcyon.client.desk.Desk;
import dev.halcyon.client.desk.OpenCase;
import dev.halcyon.engine.FilmFrames;
import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.RenditionStyle;
import dev.halcyon.engine.RescanEngine;
import dev.halcyon.engine.SoundStream;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.MediaInfo;
import dev.halcyon.protocol.Modality;
import dev.halcyon.protocol.RevealGrant;
import dev.halcyon.protocol.RevealPurpose;
import dev.halcyon.protocol.RevealRequest;
import dev.halcyon.protocol.UserProblem;
import java.nio.channels.SeekableByteChannel;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Films and sound for this machine's engine to play, pictures filtered: their bytes are read part
 * by part under a logged PLAY grant and a live lease, handed to the worker only, and overwritten.
 * Safe for any thread but the FX thread.
 */
final class ServerFilms implements PlayerViewModel.Films {
  private final Desk desk;
  private final SyncClient client;
  private final Supplier<RescanEngine> engine;
  private final Words words;

  ServerFilms(Desk desk, SyncClient client, Supplier<RescanEngine> engine, Words words) {
    this.desk = desk;
    this.client = client;
    this.engine = engine;
    this.words = words;
  }

  @Override
  public PlayerViewModel.Film open(UUID caseId, MediaInfo info) {
    Fx.mustNotBlock("opening a film");
    RescanEngine running = engine.get();
    return new GrantedFilm(running, caseId, info);
  }

  private RevealGrant ask(UUID caseId, String mediaId) {
    OpenCase open =
        desk.current()
            .filter(current -> current.loaded().id().equals(caseId))
            .orElseThrow(
                () ->
                    new UserProblem(
                        "reveal.no-case",
                        words.say("reveal.no_case"),
                        words.say("reveal.no_case.remedy")));
    return client.reveal(
        caseId, new RevealRequest(mediaId, null, RevealPurpose.PLAY, open.lease().token()));
  }

  /** One open film; its grant is renewed when it was used up, each one logged. */
  private final class GrantedFilm implements PlayerViewModel.Film, MediaSource {
    private final RescanEngine running;
    private final UUID caseId;
    private final MediaInfo info;
    private final RevealedParts parts;
    private RevealGrant grant;

    GrantedFilm(RescanEngine running, UUID caseId, MediaInfo info) {
      this.running = running;
      this.caseId = caseId;
      this.info = info;
      this.grant = ask(caseId, info.mediaId());
      this.parts = new RevealedParts(info.bytes(), this::fetch);
    }

    private synchronized byte[] fetch(long from, int length) {
      try {
        return client.originalPart(grant, from, length);
      } catch (UserProblem e) {
        if (!e.code().equals("reveal.expired")) {
          throw e;
        }
        client.endReveal(grant.id(), 0);
        grant = ask(caseId, info.mediaId());
        return client.originalPart(grant, from, length);
      }
    }

    @Override
    public FilmFrames play(double from, double spacing, Filter filter) {
      return running.play(this, from, spacing, RenditionStyle.of(filter));
    }

    @Override
    public SoundStream hear(double from) {
      return running.hear(this, from);
    }

    @Override
    public void close() {
      Fx.mustNotBlock("giving a film back");
      parts.close();
      synchronized (this) {
        client.endReveal(grant.id(), 0);
      }
    }

    @Override
    public String mediaId() {
      return info.mediaId();
    }

    @Override
    public Modality kind() {
      return info.kind();
    }

    @Override
    public String declaredType() {
      return info.declaredType();
    }

    @Override
    public long size() {
      return info.bytes();
    }

    @Override
    public SeekableByteChannel open() {
      return parts.open();
    }
  }
}
