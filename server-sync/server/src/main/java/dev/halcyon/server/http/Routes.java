package dev.halcyon.server.http;

import static dev.halcyon.protocol.Role.ADMIN;
import static dev.halcyon.protocol.Role.APPEALS;
import static dev.halcyon.protocol.Role.AUDITOR;
import static dev.halcyon.protocol.Role.LEAD;
import static dev.halcyon.protocol.Role.POLICY;
import static dev.halcyon.protocol.Role.REVIEWER;
import static dev.halcyon.protocol.Role.SERVICE;
import static dev.halcyon.protocol.Role.WELLNESS;

import dev.halcyon.protocol.Role;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Every route of the server, declared once: method, path, who may call it, how large a body may be.
 * The router serves exactly these, and the matrix test walks each with each role.
 */
public enum Routes {
  SIGN_IN("POST", "/v1/sessions", Limits.SMALL),
  SIGN_IN_ONCE("POST", "/v1/sessions/one-time", Limits.SMALL),
  SIGN_OUT("DELETE", "/v1/sessions/current", Limits.NONE, anyone()),
  ME("GET", "/v1/me", Limits.NONE, anyone()),

  MEDIA_UPLOAD("POST", "/v1/media", Limits.MEDIA, EnumSet.of(SERVICE)),
  ITEMS("POST", "/v1/items", Limits.ITEMS, EnumSet.of(SERVICE)),
  REPORT("POST", "/v1/reports", Limits.NOTICE, EnumSet.of(SERVICE)),
  REPORTS("GET", "/v1/reports", Limits.NONE, EnumSet.of(LEAD, AUDITOR)),
  ORDER("POST", "/v1/orders", Limits.NOTICE, EnumSet.of(SERVICE)),
  ORDERS("GET", "/v1/orders", Limits.NONE, EnumSet.of(LEAD, AUDITOR)),

  QUEUES("GET", "/v1/queues", Limits.NONE, desk()),
  CASES("GET", "/v1/cases", Limits.NONE, desk()),
  CASE("GET", "/v1/cases/{id}", Limits.NONE, desk()),
  CASE_NEXT("POST", "/v1/next-case", Limits.SMALL, deciders()),
  CASE_MEMBERS("GET", "/v1/cases/{id}/members", Limits.NONE, desk()),
  CASE_TRANSLATION("POST", "/v1/cases/{id}/translation", Limits.SMALL, deciders()),
  CASE_OPEN("POST", "/v1/cases/{id}/open", Limits.SMALL, deciders()),
  CASE_HEARTBEAT("POST", "/v1/cases/{id}/heartbeat", Limits.SMALL, deciders()),
  CASE_RELEASE("POST", "/v1/cases/{id}/release", Limits.SMALL, deciders()),
  CASE_RELIEF("POST", "/v1/cases/{id}/relief", Limits.SMALL, deciders()),
  RELIEF("GET", "/v1/relief", Limits.NONE, deciders()),
  RELIEF_END("DELETE", "/v1/relief", Limits.NONE, deciders()),
  DECISIONS("POST", "/v1/decisions", Limits.BATCH, deciders()),
  CHANGES("GET", "/v1/changes", Limits.NONE, desk()),

  RENDITION("GET", "/v1/cases/{id}/media/{mediaId}/renditions/{frame}", Limits.NONE, desk()),
  SOUND("GET", "/v1/cases/{id}/media/{mediaId}/sound", Limits.NONE, desk()),
  REVEAL("POST", "/v1/cases/{id}/reveals", Limits.SMALL, deciders()),
  REVEAL_CONTENT("GET", "/v1/reveals/{grant}/content", Limits.NONE, deciders()),
  REVEAL_ENDED("POST", "/v1/reveals/{grant}/ended", Limits.SMALL, deciders()),

  EXPOSURE("POST", "/v1/exposure", Limits.BATCH, deciders()),
  EXPOSURE_MINE("GET", "/v1/exposure/mine", Limits.NONE, deciders()),

  WELLNESS_MINE("GET", "/v1/wellness/mine", Limits.NONE, deciders()),
  WELLNESS_ZONE("PUT", "/v1/wellness/zone", Limits.SMALL, deciders()),
  BREAK_BEGIN("POST", "/v1/wellness/break", Limits.SMALL, deciders()),
  BREAK_END("DELETE", "/v1/wellness/break", Limits.NONE, deciders()),
  COVER("GET", "/v1/wellness/cover", Limits.NONE, EnumSet.of(LEAD)),
  OPT_OUT("PUT", "/v1/wellness/opt-outs/{category}", Limits.SMALL, deciders()),
  OPT_IN("DELETE", "/v1/wellness/opt-outs/{category}", Limits.NONE, deciders()),

  POLICY_CURRENT("GET", "/v1/policies/current", Limits.NONE, anyone()),
  POLICY_VERSION("GET", "/v1/policies/{version}", Limits.NONE, anyone()),
  POLICY_PUBLISH("POST", "/v1/policies/{version}/publish", Limits.SMALL, EnumSet.of(POLICY, ADMIN)),
  POLICIES("GET", "/v1/policies", Limits.NONE, anyone()),
  POLICY_CREATE("POST", "/v1/policies", Limits.POLICY, EnumSet.of(POLICY, ADMIN)),
  POLICY_REWRITE("PUT", "/v1/policies/{version}", Limits.POLICY, EnumSet.of(POLICY, ADMIN)),
  POLICY_DOCUMENT("GET", "/v1/policies/{version}/document", Limits.NONE, anyone()),
  POLICY_SHADOW("POST", "/v1/policies/{version}/shadow", Limits.SMALL, EnumSet.of(POLICY, ADMIN)),
  POLICY_SHADOW_END(
      "POST", "/v1/policies/{version}/draft", Limits.SMALL, EnumSet.of(POLICY, ADMIN)),
  POLICY_SHADOWED(
      "GET", "/v1/policies/{version}/shadow", Limits.NONE, EnumSet.of(POLICY, ADMIN, AUDITOR)),
  POLICY_ROLLBACK(
      "POST", "/v1/policies/{version}/rollback", Limits.SMALL, EnumSet.of(POLICY, ADMIN)),
  WHAT_IF("POST", "/v1/policies/{version}/what-if", Limits.SMALL, EnumSet.of(POLICY, ADMIN)),
  WHAT_IF_JOB("GET", "/v1/what-ifs/{id}", Limits.NONE, EnumSet.of(POLICY, ADMIN, AUDITOR)),
  WHAT_IF_CANCEL("DELETE", "/v1/what-ifs/{id}", Limits.NONE, EnumSet.of(POLICY, ADMIN)),
  ITEM_REJUDGE(
      "POST", "/v1/items/{itemId}/rejudgements", Limits.SMALL, EnumSet.of(POLICY, AUDITOR)),
  EFFECTS("GET", "/v1/effects", Limits.NONE, EnumSet.of(LEAD, ADMIN)),
  EFFECTS_RESEND("POST", "/v1/effects/resend", Limits.BATCH, EnumSet.of(LEAD, ADMIN)),
  PARKED("GET", "/v1/parked", Limits.NONE, EnumSet.of(ADMIN)),
  PARKED_CONTENT("GET", "/v1/parked/{id}", Limits.NONE, EnumSet.of(ADMIN)),
  PARKED_RESEND("POST", "/v1/parked/resend", Limits.SMALL, EnumSet.of(ADMIN)),
  PARKED_DISCARD("POST", "/v1/parked/{id}/discard", Limits.SMALL, EnumSet.of(ADMIN)),
  BANKS("GET", "/v1/banks", Limits.NONE, EnumSet.of(POLICY, ADMIN, LEAD)),
  BANK_QUARANTINE("GET", "/v1/banks/quarantine", Limits.NONE, EnumSet.of(POLICY, ADMIN, LEAD)),
  BANK_ENTRIES("GET", "/v1/banks/{bank}/entries", Limits.NONE, EnumSet.of(POLICY, ADMIN)),
  BANK_ADD("POST", "/v1/banks/{bank}/entries", Limits.ENTRIES, EnumSet.of(POLICY, ADMIN)),
  BANK_WITHDRAW(
      "DELETE", "/v1/banks/{bank}/entries/{hash}", Limits.NONE, EnumSet.of(POLICY, ADMIN)),
  BANK_HITS("GET", "/v1/banks/{bank}/hits", Limits.NONE, EnumSet.of(POLICY, ADMIN, LEAD)),
  BANK_RELEASE(
      "POST", "/v1/banks/{bank}/quarantine/{hash}", Limits.SMALL, EnumSet.of(POLICY, ADMIN, LEAD)),
  STAFF("GET", "/v1/staff", Limits.NONE, EnumSet.of(LEAD, ADMIN)),
  STAFF_CHANGE("PUT", "/v1/staff/{id}", Limits.SMALL, EnumSet.of(LEAD, ADMIN)),
  ACCOUNTS("GET", "/v1/accounts", Limits.NONE, EnumSet.of(ADMIN)),
  ACCOUNT_ADD("POST", "/v1/accounts", Limits.SMALL, EnumSet.of(ADMIN)),
  ACCOUNT_TOKEN("POST", "/v1/accounts/{name}/token", Limits.SMALL, EnumSet.of(ADMIN)),
  ACCOUNT_DISABLE("POST", "/v1/accounts/{name}/disable", Limits.SMALL, EnumSet.of(ADMIN)),
  ACCOUNT_ENABLE("POST", "/v1/accounts/{name}/enable", Limits.SMALL, EnumSet.of(ADMIN)),
  ACCOUNT_PASSWORD("PUT", "/v1/accounts/{name}/password", Limits.SMALL, EnumSet.of(ADMIN)),
  ACCOUNT_SOURCES("PUT", "/v1/accounts/{name}/sources", Limits.SMALL, EnumSet.of(ADMIN)),
  MODELS("GET", "/v1/models", Limits.NONE, anyone()),

  AUDIT_ENTRIES("GET", "/v1/audit/entries", Limits.NONE, EnumSet.of(AUDITOR)),
  AUDIT_CHECKPOINT("GET", "/v1/audit/checkpoint", Limits.NONE, EnumSet.of(AUDITOR)),
  AUDIT_ITEM("GET", "/v1/audit/items/{itemId}", Limits.NONE, EnumSet.of(AUDITOR)),

  ITEM_TIMELINE(
      "GET", "/v1/items/{id}/timeline", Limits.NONE, EnumSet.of(LEAD, POLICY, AUDITOR, APPEALS)),

  STAGE_SHARES("GET", "/v1/stages/shares", Limits.NONE, EnumSet.of(LEAD, POLICY, AUDITOR, ADMIN)),
  FORECAST("GET", "/v1/forecast", Limits.NONE, EnumSet.of(LEAD, ADMIN)),
  NUMBERS("GET", "/v1/numbers", Limits.NONE, EnumSet.of(LEAD, WELLNESS, AUDITOR, ADMIN)),
  NUMBERS_WEEK(
      "GET", "/v1/numbers/{week}", Limits.NONE, EnumSet.of(LEAD, WELLNESS, AUDITOR, ADMIN)),
  NUMBERS_CSV(
      "GET", "/v1/numbers/{week}/csv", Limits.NONE, EnumSet.of(LEAD, WELLNESS, AUDITOR, ADMIN)),
  PLAN("POST", "/v1/plan", Limits.SMALL, EnumSet.of(LEAD, ADMIN)),
  METRICS("GET", "/metrics", Limits.NONE, EnumSet.of(ADMIN)),
  ITEM_ERASE("DELETE", "/v1/items/{itemId}", Limits.NONE, EnumSet.of(SERVICE, ADMIN)),
  HOLDS("GET", "/v1/items/{itemId}/holds", Limits.NONE, EnumSet.of(LEAD, AUDITOR, ADMIN)),
  HOLD_SET("POST", "/v1/items/{itemId}/holds", Limits.SMALL, EnumSet.of(LEAD, AUDITOR, ADMIN)),
  HOLD_LIFT("DELETE", "/v1/items/{itemId}/holds/{hold}", Limits.NONE, EnumSet.of(AUDITOR, ADMIN)),
  HEALTH("GET", "/v1/health", Limits.NONE),
  READY("GET", "/v1/ready", Limits.NONE);

  /** Largest bodies in bytes. */
  private static final class Limits {
    static final long NONE = 0;
    static final long SMALL = 64 << 10;
    static final long NOTICE = 128 << 10;
    static final long BATCH = 1 << 20;
    static final long ENTRIES = 8L << 20;
    static final long POLICY = 3 << 20;
    static final long ITEMS = 64L << 20;
    static final long MEDIA = 512L << 20;
  }

  private final String method;
  private final String path;
  private final long bodyLimit;
  private final Set<Role> roles;
  private final boolean open;
  private final Pattern pattern;

  Routes(String method, String path, long bodyLimit) {
    this(method, path, bodyLimit, Set.of(), true);
  }

  Routes(String method, String path, long bodyLimit, Set<Role> roles) {
    this(method, path, bodyLimit, Set.copyOf(roles), false);
  }

  Routes(String method, String path, long bodyLimit, Set<Role> roles, boolean open) {
    this.method = method;
    this.path = path;
    this.bodyLimit = bodyLimit;
    this.roles = roles;
    this.open = open;
    this.pattern = Pattern.compile(path.replaceAll("\\{[a-zA-Z]+}", "[^/]+"));
  }

  private static Set<Role> anyone() {
    return EnumSet.complementOf(EnumSet.of(Role.UNKNOWN));
  }

  private static Set<Role> desk() {
    return EnumSet.of(REVIEWER, LEAD, APPEALS);
  }

  private static Set<Role> deciders() {
    return EnumSet.of(REVIEWER, APPEALS);
  }

  public String method() {
    return method;
  }

  /** With parameters in braces. */
  public String path() {
    return path;
  }

  /** Largest body in bytes. */
  public long bodyLimit() {
    return bodyLimit;
  }

  /** Who may call it; empty when {@link #isOpen()}. */
  public Set<Role> roles() {
    return roles;
  }

  /** Whether it can be called without a token. */
  public boolean isOpen() {
    return open;
  }

  /** Whether a request path has this route's shape. */
  public boolean fits(String requestPath) {
    return pattern.matcher(requestPath).matches();
  }
}
