package dev.halcyon.server.queue;

import dev.halcyon.engine.judge.Translation;
import dev.halcyon.engine.judge.TranslationRequest;
import dev.halcyon.engine.judge.Translator;
import dev.halcyon.protocol.Audience;
import dev.halcyon.protocol.CaseDetail;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.Report;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.TranslateRequest;
import dev.halcyon.protocol.TranslatedText;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.http.Exchange;
import dev.halcyon.server.http.Router;
import dev.halcyon.server.http.Routes;
import dev.halcyon.server.policy.Policies;
import dev.halcyon.server.store.Database;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Has a case's text translated for a person who asks, by the model that the operator set up for it;
 * who asked is in the audit log before anybody is asked, and the translation is kept nowhere.
 * Thread-safe.
 */
public final class Translations {
  /** How long a person waits for it. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  private final Database database;
  private final AuditLog audit;
  private final Policies policies;
  private final CaseDetails details;
  private final Translator translator;

  public Translations(
      Database database,
      AuditLog audit,
      Policies policies,
      CaseDetails details,
      Translator translator) {
    this.database = database;
    this.audit = audit;
    this.policies = policies;
    this.details = details;
    this.translator = translator;
  }

  public void bind(Router router) {
    router.on(Routes.CASE_TRANSLATION, this::translate);
  }

  private void translate(Exchange exchange) throws InterruptedException {
    TranslateRequest wanted = exchange.body(TranslateRequest.class);
    exchange.json(translate(exchange.principal(), exchange.id("id"), wanted.to()));
  }

  /**
   * The text of a case in another language.
   *
   * @throws UserProblem {@code case.unknown}, {@code translation.language}, and those of {@link
   *     Translator#translate}
   */
  TranslatedText translate(Principal principal, UUID caseId, String to)
      throws InterruptedException {
    CaseDetail detail = database.inTransaction(handle -> details.read(handle, caseId));
    if (!LANGUAGES.contains(to)) {
      throw new UserProblem(
          "translation.language",
          "\"" + to + "\" is not a language as ISO 639-1 writes it.",
          "Name one like de, en or es in \"to\".");
    }
    TranslationRequest request = request(detail, to);
    database.inTransaction(
        handle -> {
          audit.append(
              handle,
              principal.id().toString(),
              "case.translation_asked",
              caseId.toString(),
              Map.of("to", to),
              Map.of());
          return true;
        });
    Translation said = translator.translate(request, LIMIT);
    return new TranslatedText(
        said.text(), to, said.model(), said.prompt(), said.cut(), said.masked());
  }

  private TranslationRequest request(CaseDetail detail, String to) {
    Item item = detail.item();
    ResolvedPolicy policy = policies.version(detail.policy().version(), item.region());
    return new TranslationRequest(
        item.text(),
        item.language(),
        to,
        item.region(),
        item.author().minor() || item.audience() == Audience.MINORS,
        policy,
        detail.assessments(),
        named(detail));
  }

  /** What people and the verdict hold it to be about. */
  private static Set<Category> named(CaseDetail detail) {
    EnumSet<Category> named = EnumSet.of(detail.summary().category());
    Stream.of(
            detail.reports().stream().map(Report::ground),
            detail.decisions().stream().map(PastDecision::category),
            detail.author().decisions().stream().map(PastDecision::category))
        .flatMap(each -> each)
        .filter(Objects::nonNull)
        .forEach(named::add);
    return named;
  }
}
