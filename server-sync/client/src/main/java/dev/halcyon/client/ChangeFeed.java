package dev.halcyon.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.halcyon.protocol.Change;
import dev.halcyon.protocol.ChangeKind;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code GET /v1/changes} on a virtual thread of its own and begins again after the last
 * change heard, with a growing, jittered pause, until closed. Each change reaches the listener at
 * most once and in order. {@link #close()} may come from any thread, the listener's included.
 */
final class ChangeFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
  private static final Duration SIGN_IN_POLL = Duration.ofMillis(250);

  private final Http http;
  private final ChangeListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private boolean closed;
  private @Nullable Call call;

  // Only the feed's own thread touches these.
  private long last;
  private int failures;

  private ChangeFeed(Http http, long since, ChangeListener listener) {
    this.http = http;
    this.last = since;
    this.listener = listener;
  }

  static ChangeFeed start(Http http, long since, ChangeListener listener) {
    var feed = new ChangeFeed(http, since, listener);
    Thread.ofVirtual().name("halcyon-changes").start(feed::run);
    return feed;
  }

  private void run() {
    while (!isClosed()) {
      tell(new Connection.Connecting());
      Session session = http.session();
      UserProblem problem;
      try {
        if (session == null) {
          throw http.notSignedIn();
        }
        follow();
        problem = Problems.noAnswer(http.where(), true, new IOException("the feed ended"));
      } catch (UserProblem e) {
        problem = e;
      }
      if (!isClosed()) {
        pauseAfter(problem, session);
      }
    }
  }

  private void pauseAfter(UserProblem problem, @Nullable Session failed) {
    LOG.debug("change feed interrupted: {}", problem.code());
    if (problem.code().equals(Problems.EXPIRED)) {
      tell(new Connection.SignedOut(problem.problem()));
      do {
        sleep(SIGN_IN_POLL);
      } while (!isClosed() && (http.session() == null || http.session() == failed));
      failures = 0;
      return;
    }
    Duration pause = backoff(failures++);
    tell(
        problem.code().equals(Problems.VERSION)
            ? new Connection.Refused(problem.problem())
            : new Connection.Offline(problem.problem(), Instant.now().plus(pause)));
    sleep(pause);
  }

  /** Doubling, and half of it by chance, so that a thousand desks do not come back as one. */
  private Duration backoff(int tries) {
    long most = http.options.backoffMost().toMillis();
    long full = http.options.backoffFirst().toMillis() << Math.min(tries, 16);
    long bounded = Math.min(full, most);
    return Duration.ofMillis(bounded / 2 + ThreadLocalRandom.current().nextLong(bounded / 2 + 1));
  }

  /** One connection, from request to end of stream. */
  private void follow() {
    HttpUrl.Builder url = http.url("v1/changes");
    if (last >= 0) {
      url.addQueryParameter("since", String.valueOf(last));
    }
    Request.Builder builder =
        http.request(url.build()).header("Accept", "text/event-stream, application/problem+json");
    if (last >= 0) {
      builder.header("Last-Event-ID", String.valueOf(last));
    }
    Request request = builder.build();
    Call next = http.feedCall(request);
    if (!register(next)) {
      return;
    }
    try (Response response = next.execute()) {
      http.check(response, "the change feed");
      var events = new Events();
      var limit = new EventLimit(response, http.options.maxJson());
      events.limit = limit;
      EventSources.processResponse(limit.response(), events);
      if (events.failure != null) {
        throw events.failure;
      }
    } catch (IOException e) {
      throw http.noAnswer(request, e);
    } finally {
      register(null);
    }
  }

  private void deliver(String data) {
    Change change;
    try {
      change = Wire.mapper().readValue(data, Change.class);
    } catch (JsonProcessingException e) {
      // Skipping it silently would hide a case; repeating it would never end.
      LOG.warn("a change after {} cannot be read; everything is loaded anew", last);
      reset();
      return;
    }
    boolean reset = change.kind() == ChangeKind.RESET;
    if (reset || change.seq() > last) {
      last = change.seq();
      listener.changed(change);
    }
  }

  private void reset() {
    listener.changed(new Change(last, ChangeKind.RESET, "", null, Instant.now()));
  }

  private void tell(Connection connection) {
    if (!isClosed()) {
      listener.connection(connection);
    }
  }

  private boolean register(@Nullable Call next) {
    lock.lock();
    try {
      call = next;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void sleep(Duration pause) {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (!closed && left > 0) {
        left = ended.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the feed; the listener hears nothing after the call that may be running now. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      ended.signalAll();
      if (call != null) {
        call.cancel();
      }
    } finally {
      lock.unlock();
    }
  }

  private final class Events extends EventSourceListener {
    @Nullable UserProblem failure;
    @Nullable EventLimit limit;

    @Override
    public void onOpen(EventSource source, Response response) {
      tell(new Connection.Online());
      if (last < 0 && !isClosed()) {
        reset();
      }
    }

    @Override
    public void onEvent(
        EventSource source, @Nullable String id, @Nullable String type, String data) {
      failures = 0;
      if (limit != null) {
        limit.restart();
      }
      if (!isClosed()) {
        deliver(data);
      }
    }

    @Override
    public void onFailure(EventSource source, @Nullable Throwable t, @Nullable Response response) {
      failure =
          t instanceof IOException broken
              ? Problems.noAnswer(http.where(), true, broken)
              : Problems.unreadable("the change feed", "it is not an event stream");
    }
  }

  /** Ends a stream whose one event grows past all reason. */
  private static final class EventLimit {
    private final Response response;
    private long seen;

    EventLimit(Response original, long most) {
      ResponseBody body = original.body();
      var counted =
          new ForwardingSource(body.source()) {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
              long count = super.read(sink, byteCount);
              seen += Math.max(0, count);
              if (seen > most) {
                throw new IOException("an event longer than " + most + " bytes");
              }
              return count;
            }
          };
      this.response =
          original
              .newBuilder()
              .body(ResponseBody.create(Okio.buffer(counted), body.contentType(), -1))
              .build();
    }

    Response response() {
      return response;
    }

    void restart() {
      seen = 0;
    }
  }
}
