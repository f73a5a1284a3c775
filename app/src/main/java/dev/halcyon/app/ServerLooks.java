package dev.halcyon.app;

import dev.halcyon.app.fx.Fx;
import dev.halcyon.app.kit.Words;
import dev.halcyon.app.media.RevealViewModel;
import dev.halcyon.app.media.SharpImage;
import dev.halcyon.client.SyncClient;
import dev.halcyon.client.desk.Desk;
import dev.halcyon.client.desk.OpenCase;
import dev.halcyon.protocol.RevealGrant;
import dev.halcyon.protocol.RevealPurpose;
import dev.halcyon.protocol.RevealRequest;
import dev.halcyon.protocol.UserProblem;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import javafx.scene.image.Image;

/**
 * Looks at originals by the server's grant: each one is asked for, logged there, fetched once, and
 * its end reported. The picture was encoded anew by the server's worker; the encoded bytes are
 * overwritten as soon as it is decoded, its pixels as soon as the look is over. Safe for any thread
 * but the FX thread.
 */
final class ServerLooks implements RevealViewModel.Source<Image> {
  /** Largest sharp picture, pixels: twice what the desk shows, for fine screens. */
  private static final double WIDTH = 1120;

  private static final double HEIGHT = 680;

  private final Desk desk;
  private final SyncClient client;
  private final Words words;

  ServerLooks(Desk desk, SyncClient client, Words words) {
    this.desk = desk;
    this.client = client;
    this.words = words;
  }

  @Override
  public RevealViewModel.Look<Image> ask(RevealViewModel.Target target) {
    Fx.mustNotBlock("asking for an original");
    OpenCase open =
        desk.current()
            .orElseThrow(
                () ->
                    new UserProblem(
                        "reveal.no-case",
                        words.say("reveal.no_case"),
                        words.say("reveal.no_case.remedy")));
    RevealGrant grant =
        client.reveal(
            open.loaded().id(),
            new RevealRequest(
                target.mediaId(), target.frame(), RevealPurpose.VIEW, open.lease().token()));
    try {
      return new GrantedLook(grant, decode(client.revealedPicture(grant)));
    } catch (RuntimeException e) {
      client.endReveal(grant.id(), 0);
      throw e;
    }
  }

  private SharpImage decode(byte[] jpeg) {
    try {
      Image image = new Image(new ByteArrayInputStream(jpeg), WIDTH, HEIGHT, true, true);
      if (image.isError()) {
        throw new UserProblem(
            "reveal.unreadable",
            words.say("reveal.unreadable"),
            words.say("reveal.unreadable.remedy"));
      }
      return SharpImage.of(image);
    } finally {
      Arrays.fill(jpeg, (byte) 0);
    }
  }

  private final class GrantedLook implements RevealViewModel.Look<Image> {
    private final RevealGrant grant;
    private final SharpImage picture;

    GrantedLook(RevealGrant grant, SharpImage picture) {
      this.grant = grant;
      this.picture = picture;
    }

    @Override
    public Image picture() {
      return picture;
    }

    @Override
    public void ended(Duration shown) {
      Fx.mustNotBlock("reporting the end of a look");
      picture.blank();
      client.endReveal(grant.id(), shown.toMillis());
    }
  }
}
