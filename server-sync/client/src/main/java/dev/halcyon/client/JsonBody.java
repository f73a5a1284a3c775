package dev.halcyon.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A JSON body. One that must not arrive twice (a one-time token, a logged reveal) is never sent
 * again by the transport on its own. Immutable.
 */
final class JsonBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  private final byte[] json;
  private final boolean once;

  JsonBody(String json, boolean once) {
    this.json = json.getBytes(StandardCharsets.UTF_8);
    this.once = once;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return json.length;
  }

  @Override
  public boolean isOneShot() {
    return once;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(json);
  }
}
