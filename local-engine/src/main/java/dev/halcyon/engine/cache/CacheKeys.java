package dev.halcyon.engine.cache;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.ScanRequest;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.fusion.Fusion;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.protocol.Category;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.PastDecision;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.Wire;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a verdict depends on, as keys (docs/decisions/0170 and 0215). Two items of one exact key are
 * judged alike by every stage; nothing that a stage reads may be missing here. Thread-safe.
 */
final class CacheKeys {
  private static final int MOST_POLICIES = 64;

  /** The same policy object comes with each item while its version is in force. */
  private final Map<ResolvedPolicy, String> policies = new IdentityHashMap<>();

  private final Function<ResolvedPolicy, String> models;

  /**
   * @param models what an engine runs now for the stages of a policy, with versions
   */
  CacheKeys(Function<ResolvedPolicy, String> models) {
    this.models = models;
  }

  /** Fields one after the other, each with its length: no text can imitate two of them. */
  private static final class Fields {
    private final StringBuilder all = new StringBuilder();

    Fields add(Object field) {
      String text = String.valueOf(field);
      all.append(text.length()).append(':').append(text);
      return this;
    }

    String hash() {
      return Hashes.sha256(all.toString());
    }
  }

  /** The place and the rules: policy with its overlay, region, surface, languages, models. */
  String scope(ScanContext context) {
    ScanRequest request = context.request();
    return new Fields()
        .add(policy(request.policy()))
        .add(request.region())
        .add(request.surface())
        .add(request.audience())
        .add(request.language())
        .add(context.language())
        .add(models.apply(request.policy()))
        .hash();
  }

  /** Two documents may carry one reference while an author tries rules out: all of it counts. */
  private String policy(ResolvedPolicy policy) {
    synchronized (policies) {
      if (policies.size() >= MOST_POLICIES) {
        policies.clear();
      }
      return policies.computeIfAbsent(policy, whole -> Hashes.sha256(Wire.write(whole)));
    }
  }

  /**
   * Of the item itself: its words exactly as written, for personal data, language and rules that
   * ask for it are read from those; its media by their bytes; what was said before; and what is
   * known of the author and of items like it.
   */
  static String exact(ScanContext context, String scope) {
    ScanRequest request = context.request();
    Fields key = new Fields().add(scope).add(request.text());
    key.add(request.author().minor()).add(request.reports());
    key.add(request.media().size());
    for (MediaSource source : request.media()) {
      key.add(source.mediaId()).add(source.kind()).add(source.declaredType());
      key.add(source.trusted());
    }
    key.add(request.conversation().size());
    if (!request.conversation().isEmpty()) {
      key.add(request.author().id());
    }
    for (ContextMessage message : request.conversation()) {
      key.add(message.authorId()).add(message.text());
    }
    key.add(Fusion.acted(request.history()));
    key.add(ofChildren(request.history().decisions())).add(ofChildren(request.similar()));
    return key.hash();
  }

  /** Such an item never leaves the machine, so that another judge is asked, or none. */
  private static boolean ofChildren(List<PastDecision> decisions) {
    return decisions.stream().anyMatch(each -> each.category() == Category.CHILD_SAFETY);
  }

  /** Whether nothing but the item itself spoke for what was said of it. */
  static boolean alone(ScanContext context) {
    ScanRequest request = context.request();
    return request.conversation().isEmpty()
        && Fusion.acted(request.history()).isEmpty()
        && !ofChildren(request.history().decisions())
        && !ofChildren(request.similar());
  }
}
