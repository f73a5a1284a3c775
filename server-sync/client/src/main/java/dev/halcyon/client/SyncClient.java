package dev.halcyon.client;

import dev.halcyon.client.exposure.ExposureServer;
import dev.halcyon.protocol.Account;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.CasePage;
import dev.halcyon.protocol.DecisionBatch;
import dev.halcyon.protocol.DecisionResults;
import dev.halcyon.protocol.Filter;
import dev.halcyon.protocol.Forecast;
import dev.halcyon.protocol.Lease;
import dev.halcyon.protocol.LeaseRequest;
import dev.halcyon.protocol.MemberPage;
import dev.halcyon.protocol.ModelDescription;
import dev.halcyon.protocol.NextCase;
import dev.halcyon.protocol.NumberWeeks;
import dev.halcyon.protocol.OneTimeSignIn;
import dev.halcyon.protocol.OpenedCase;
import dev.halcyon.protocol.OwnExposure;
import dev.halcyon.protocol.Plan;
import dev.halcyon.protocol.PlanRequest;
import dev.halcyon.protocol.PolicyVersion;
import dev.halcyon.protocol.PolicyVersions;
import dev.halcyon.protocol.QueueSummary;
import dev.halcyon.protocol.Relief;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.RevealEnded;
import dev.halcyon.protocol.RevealGrant;
import dev.halcyon.protocol.RevealRequest;
import dev.halcyon.protocol.Session;
import dev.halcyon.protocol.SignInRequest;
import dev.halcyon.protocol.SoundTrack;
import dev.halcyon.protocol.StageShares;
import dev.halcyon.protocol.TranslateRequest;
import dev.halcyon.protocol.TranslatedText;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.WeekNumbers;
import dev.halcyon.protocol.Wire;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to one sync server for one signed-in account. Thread-safe; every call blocks, so call from
 * a virtual thread, never from the thread that draws.
 *
 * <p>Every failure is a {@link UserProblem}: the server's own as sent, and {@code
 * network.unreachable}, {@code network.interrupted}, {@code network.untrusted}, {@code
 * auth.expired}, {@code protocol.version}, {@code protocol.answer}, {@code server.failed}, {@code
 * answer.too-large}. Answers are bounded, kept in memory and never logged; neither are tokens.
 * Connections are TLS; plain http is accepted to the loopback address only.
 */
public final class SyncClient implements ReviewServer, ExposureServer, AutoCloseable {
  private final Http http;

  /**
   * A client of the server at this address; nothing is sent yet.
   *
   * @throws UserProblem {@code address.invalid} or {@code address.insecure}
   */
  public SyncClient(URI base) {
    this(base, ClientOptions.DEFAULT);
  }

  public SyncClient(URI base, ClientOptions options) {
    this.http = new Http(base, options);
  }

  /** Signs in with a local account; the session is kept here for every later call. */
  public Session signIn(String account, String password) {
    return begin("v1/sessions", new SignInRequest(account, password));
  }

  /** Signs in with the token a launcher handed over; it works once. */
  public Session signInOneTime(String token) {
    return begin("v1/sessions/one-time", new OneTimeSignIn(token));
  }

  private Session begin(String path, Object body) {
    http.session(null);
    Request request =
        http.request(http.url(path).build()).post(new JsonBody(Wire.write(body), true)).build();
    Session session = http.read(request, Session.class, "the sign-in");
    http.session(session);
    return session;
  }

  /** Ends the session here at once and, when it can be reached, on the server. */
  public void signOut() {
    Session session = http.session();
    if (session == null) {
      return;
    }
    Request request = signedIn("v1/sessions/current").delete().build();
    http.forget(session.token());
    http.bytes(request, "the sign-out", http.options.maxJson());
  }

  /** The present session, or null when nobody is signed in. */
  public @Nullable Session session() {
    return http.session();
  }

  /** Who is signed in, as the server sees it. */
  public Account me() {
    return get("v1/me", Account.class, "who is signed in");
  }

  @Override
  public List<QueueSummary> queues() {
    return List.of(get("v1/queues", QueueSummary[].class, "the queues"));
  }

  @Override
  public CasePage cases(CaseFilter filter) {
    HttpUrl.Builder url = http.url("v1/cases");
    add(url, "queue", filter.queue());
    add(url, "state", filter.state());
    add(url, "priority", filter.priority());
    add(url, "category", filter.category() == null ? null : filter.category().id());
    add(url, "language", filter.language());
    add(url, "kind", filter.kind());
    add(url, "limit", filter.limit());
    add(url, "after", filter.after());
    return http.read(signedIn(url.build()).build(), CasePage.class, "the list of cases");
  }

  private static void add(HttpUrl.Builder url, String name, @Nullable Object value) {
    if (value != null) {
      url.addQueryParameter(name, value.toString());
    }
  }

  @Override
  public CaseDetail detail(UUID caseId) {
    return get("v1/cases/" + caseId, CaseDetail.class, "the case " + caseId);
  }

  /**
   * One page of the further items that hang on a case, those least like it first.
   *
   * @param after the page before's {@code next}; empty for the first page
   * @param limit most members of the page, 1 to 500
   */
  public MemberPage members(UUID caseId, Optional<String> after, int limit) {
    HttpUrl.Builder url = http.url("v1/cases/" + caseId + "/members");
    add(url, "limit", limit);
    add(url, "after", after.orElse(null));
    Request request = signedIn(url.build()).build();
    return http.read(request, MemberPage.class, "the items like " + caseId);
  }

  /**
   * The text of a case in another language, by the model that the server's operator set up for it.
   *
   * @param to the language, as ISO 639-1 writes it
   */
  public TranslatedText translate(UUID caseId, String to) {
    String path = "v1/cases/" + caseId + "/translation";
    return post(path, new TranslateRequest(to), TranslatedText.class, "the translation");
  }

  @Override
  public OpenedCase open(UUID caseId) {
    return post("v1/cases/" + caseId + "/open", null, OpenedCase.class, "opening " + caseId);
  }

  @Override
  public Optional<NextCase> nextCase() {
    String what = "the next case";
    Request request = signedIn("v1/next-case").post(body(null)).build();
    Http.Answer answer = http.bytes(request, what, http.options.maxJson());
    return answer.body().length == 0
        ? Optional.empty()
        : Optional.of(Problems.parse(answer.body(), NextCase.class, what));
  }

  @Override
  public Lease heartbeat(UUID caseId, long token) {
    String path = "v1/cases/" + caseId + "/heartbeat";
    return post(path, new LeaseRequest(token), Lease.class, "keeping " + caseId);
  }

  @Override
  public void release(UUID caseId, long token) {
    send("v1/cases/" + caseId + "/release", new LeaseRequest(token), "releasing " + caseId);
  }

  @Override
  public Relief takeOff(UUID caseId, long token) {
    String path = "v1/cases/" + caseId + "/relief";
    return post(path, new LeaseRequest(token), Relief.class, "being taken off " + caseId);
  }

  @Override
  public void endRelief() {
    http.bytes(
        signedIn("v1/relief").delete().build(), "taking all cases again", http.options.maxJson());
  }

  @Override
  public DecisionResults decide(DecisionBatch batch) {
    return post("v1/decisions", batch, DecisionResults.class, "the decisions");
  }

  @Override
  public byte[] rendition(UUID caseId, String mediaId, int frame) {
    return picture(renditionOf(caseId, mediaId, frame).build(), "a rendition of case " + caseId);
  }

  /** The same by another filter, made now by the server's worker where it is not at hand. */
  public byte[] rendition(UUID caseId, String mediaId, int frame, Filter filter) {
    HttpUrl url =
        renditionOf(caseId, mediaId, frame)
            .addQueryParameter("effect", filter.effect().name())
            .addQueryParameter("strength", filter.strength().name())
            .addQueryParameter("colour", String.valueOf(!filter.grayscale()))
            .build();
    return picture(url, "a rendition of case " + caseId);
  }

  @Override
  public SoundTrack sound(UUID caseId, String mediaId) {
    HttpUrl url =
        http.url("v1/cases/" + caseId + "/media")
            .addPathSegment(mediaId)
            .addPathSegment("sound")
            .build();
    return http.read(signedIn(url).build(), SoundTrack.class, "the sound of case " + caseId);
  }

  private HttpUrl.Builder renditionOf(UUID caseId, String mediaId, int frame) {
    return http.url("v1/cases/" + caseId + "/media")
        .addPathSegment(mediaId)
        .addPathSegment("renditions")
        .addPathSegment(String.valueOf(frame));
  }

  /** Asks for an original; the server logs who, what and why, and demands the live lease. */
  public RevealGrant reveal(UUID caseId, RevealRequest wanted) {
    return post("v1/cases/" + caseId + "/reveals", wanted, RevealGrant.class, "the reveal");
  }

  /** The sharp picture of a {@code VIEW} grant, encoded anew by the server's worker. */
  public byte[] revealedPicture(RevealGrant grant) {
    String what = "the revealed picture";
    return picture(http.original(pictureOf(content(grant)), what, http.options.maxPicture()), what);
  }

  /**
   * The original bytes of a {@code RESCAN} grant, in memory; close them when the scan is done.
   *
   * @throws UserProblem {@code media.damaged} when they are not the bytes the grant names
   */
  public RevealedBytes originalTo(RevealGrant grant) {
    Http.Answer answer =
        http.original(
            signedIn(content(grant)).header("Accept", "*/*").build(),
            "the original",
            http.options.maxOriginal());
    if (!sha256(answer.body()).equals(grant.mediaId())) {
      throw new UserProblem(
          "media.damaged",
          "The original of " + grant.mediaId() + " arrived damaged or is another file.",
          "Try again; if it stays, tell who runs the server to check its media store.");
    }
    return new RevealedBytes(grant.mediaId(), answer.contentType(), answer.body());
  }

  /**
   * Some bytes of the original of a {@code PLAY} grant.
   *
   * @param from of the first
   * @param length at least 1
   * @throws UserProblem {@code reveal.expired} when the grant is used up; ask for another
   */
  public byte[] originalPart(RevealGrant grant, long from, int length) {
    Request request =
        signedIn(content(grant))
            .header("Accept", "*/*")
            .header("Range", "bytes=" + from + "-" + (from + length - 1))
            .build();
    return http.original(request, "a part of the original", length).body();
  }

  /** Closes a reveal with the time the original was really on screen. */
  public void endReveal(UUID grantId, long shownMillis) {
    http.forgetOriginals();
    send("v1/reveals/" + grantId + "/ended", new RevealEnded(shownMillis), "ending the reveal");
  }

  /** The policy in force where no overlay changes it. */
  public ResolvedPolicy basePolicy() {
    return get("v1/policies/current", ResolvedPolicy.class, "the policy");
  }

  /** The policy in force for a region (ISO 3166-1 alpha-2, {@code ZZ} when unknown). */
  public ResolvedPolicy currentPolicy(String region) {
    return policy("current", region);
  }

  /** An earlier or later version of the policy, for a rescan as it was or will be judged. */
  public ResolvedPolicy policy(int version, String region) {
    return policy(String.valueOf(version), region);
  }

  private ResolvedPolicy policy(String version, String region) {
    HttpUrl url = http.url("v1/policies/" + version).addQueryParameter("region", region).build();
    return http.read(signedIn(url).build(), ResolvedPolicy.class, "the policy");
  }

  /** Every version of the policy, newest first. */
  public List<PolicyVersion> policyVersions() {
    return get("v1/policies", PolicyVersions.class, "the versions of the policy").versions();
  }

  /** Where verdicts were reached in the last full hours, the present one included. */
  public StageShares stageShares(int hours) {
    HttpUrl url =
        http.url("v1/stages/shares").addQueryParameter("hours", String.valueOf(hours)).build();
    return http.read(signedIn(url).build(), StageShares.class, "the shares by stage");
  }

  /** The weeks of which there are numbers, by their Mondays, the latest first. */
  public List<LocalDate> numberedWeeks() {
    return get("v1/numbers", NumberWeeks.class, "the weeks with numbers").weeks();
  }

  /** What the team did in a week, as far as it says nothing of one person. */
  public WeekNumbers numbers(LocalDate week) {
    return get("v1/numbers/" + week, WeekNumbers.class, "the numbers of the week");
  }

  /** The same as CSV. */
  public byte[] numbersAsCsv(LocalDate week) {
    Request request =
        signedIn("v1/numbers/" + week + "/csv")
            .header("Accept", "text/csv, application/problem+json")
            .build();
    return http.bytes(request, "the numbers of the week", http.options.maxJson()).body();
  }

  /** Which queues will decide cases too late, as far as can be told. */
  public Forecast forecast() {
    return get("v1/forecast", Forecast.class, "the forecast");
  }

  /** How many people a team's work needs, by hour and language. */
  public Plan plan(PlanRequest request) {
    return post("v1/plan", request, Plan.class, "the plan");
  }

  /** The server's model registry. */
  public List<ModelDescription> models() {
    return List.of(get("v1/models", ModelDescription[].class, "the models"));
  }

  @Override
  public dev.halcyon.protocol.ExposureReceipt exposure(dev.halcyon.protocol.ExposureBatch batch) {
    return post(
        "v1/exposure", batch, dev.halcyon.protocol.ExposureReceipt.class, "the viewing times");
  }

  @Override
  public OwnExposure ownExposure(ZoneId zone) {
    HttpUrl.Builder url = http.url("v1/exposure/mine");
    add(url, "zone", zone.getId());
    return http.read(signedIn(url.build()).build(), OwnExposure.class, "your viewing times");
  }

  /** The signed-in person's own budgets, breaks and wishes. */
  public WellnessServer wellness() {
    return new WellnessOverHttp(http);
  }

  @Override
  public AutoCloseable changes(long since, ChangeListener listener) {
    return ChangeFeed.start(http, since, listener);
  }

  /** Forgets the session and closes all connections; open feeds end when closed themselves. */
  @Override
  public void close() {
    http.close();
  }

  private byte[] picture(HttpUrl url, String what) {
    return picture(http.bytes(pictureOf(url), what, http.options.maxPicture()), what);
  }

  private Request pictureOf(HttpUrl url) {
    return signedIn(url).header("Accept", "image/*, application/problem+json").build();
  }

  private static byte[] picture(Http.Answer answer, String what) {
    if (!answer.contentType().startsWith("image/")) {
      throw Problems.unreadable(what, "it is not a picture");
    }
    return answer.body();
  }

  private HttpUrl content(RevealGrant grant) {
    return http.url("v1/reveals/" + grant.id() + "/content").build();
  }

  private <T> T get(String path, Class<T> type, String what) {
    return http.read(signedIn(path).build(), type, what);
  }

  private <T> T post(String path, @Nullable Object body, Class<T> type, String what) {
    return http.read(signedIn(path).post(body(body)).build(), type, what);
  }

  private void send(String path, Object body, String what) {
    http.bytes(signedIn(path).post(body(body)).build(), what, http.options.maxJson());
  }

  private static RequestBody body(@Nullable Object body) {
    return body == null
        ? RequestBody.create(new byte[0], null)
        : new JsonBody(Wire.write(body), body instanceof RevealRequest);
  }

  private Request.Builder signedIn(String path) {
    return signedIn(http.url(path).build());
  }

  private Request.Builder signedIn(HttpUrl url) {
    if (http.session() == null) {
      throw http.notSignedIn();
    }
    return http.request(url);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
