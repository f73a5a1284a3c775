package dev.halcyon.client;

import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.OwnWellness;
import dev.halcyon.protocol.QueueCover;
import dev.halcyon.protocol.Wire;
import dev.halcyon.protocol.ZoneChange;
import java.time.ZoneId;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;

/** One's own budgets, breaks and wishes over HTTP. Thread-safe. */
record WellnessOverHttp(Http http) implements WellnessServer {
  private static final RequestBody NOTHING = RequestBody.create(new byte[0], null);

  @Override
  public OwnWellness own() {
    return answer(to("mine"), "what is left of your time");
  }

  @Override
  public OwnWellness beginBreak() {
    return answer(to("break").post(NOTHING), "beginning the break");
  }

  @Override
  public OwnWellness endBreak() {
    return answer(to("break").delete(), "ending the break");
  }

  @Override
  public OwnWellness moveTo(ZoneId zone) {
    RequestBody body = new JsonBody(Wire.write(new ZoneChange(zone.getId())), false);
    return answer(to("zone").put(body), "your time zone");
  }

  @Override
  public OwnWellness optOut(Category category) {
    return answer(to("opt-outs", category.id()).put(NOTHING), "what you are not handed");
  }

  @Override
  public OwnWellness optIn(Category category) {
    return answer(to("opt-outs", category.id()).delete(), "what you are handed again");
  }

  @Override
  public List<QueueCover> cover() {
    return List.of(http.read(to("cover").build(), QueueCover[].class, "the cover of the queues"));
  }

  private OwnWellness answer(Request.Builder request, String what) {
    return http.read(request.build(), OwnWellness.class, what);
  }

  private Request.Builder to(String... path) {
    HttpUrl.Builder url = http.url("v1/wellness");
    for (String segment : path) {
      url.addPathSegment(segment);
    }
    if (http.session() == null) {
      throw http.notSignedIn();
    }
    return http.request(url.build());
  }
}
