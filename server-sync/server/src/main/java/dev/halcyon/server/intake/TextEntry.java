package dev.halcyon.server.intake;

import dev.halcyon.engine.ScanResult;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.server.access.Principal;
import dev.halcyon.server.audit.AuditLog;
import dev.halcyon.server.intake.IntakeRepository.Known;
import dev.halcyon.server.item.AllowedItems;
import dev.halcyon.server.seal.ItemKey;
import dev.halcyon.server.seal.ItemWords;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An item of words on its way through the {@link TextLane}. Its fields are set before it is handed
 * on; whoever moves its step on owns what follows.
 */
final class TextEntry {
  /** Where an entry is: whoever moves it on owns what follows. */
  enum Step {
    OPEN,
    JUDGED,
    LATE
  }

  /**
   * What is stored of an allowance, made where judging is done, since many do that at once.
   *
   * @param words the item's, with what the machine said, sealed
   * @param key of the commitment
   * @param commitment by which the audit log vouches for it
   */
  record Packed(byte[] words, byte[] key, String commitment) {
    static Packed of(Item item, @Nullable String textHash, ScanResult result, ItemKey itemKey) {
      AllowedItems.Said said = new AllowedItems.Said(result.assessments(), result.rationale());
      byte[] key = AuditLog.key();
      return new Packed(
          ItemWords.of(item, textHash, AllowedItems.pack(said)).seal(itemKey),
          key,
          AuditLog.commitment(key, AuditLog.ALLOWANCE, AllowedItems.facts(item, said)));
    }
  }

  final Principal sender;
  final Item item;
  final boolean consent;
  final @Nullable String hash;
  final boolean urgent;
  final boolean heard;
  final Runnable done;
  final AtomicReference<Step> step = new AtomicReference<>(Step.OPEN);
  final CompletableFuture<Known> known = new CompletableFuture<>();
  final CompletableFuture<Known> verdict = new CompletableFuture<>();
  volatile boolean replayed;

  /** Whether what {@link #known} says of this entry itself is on disk; set before it is said. */
  volatile boolean durable;

  @Nullable ResolvedPolicy policy;
  @Nullable ScanResult result;
  @Nullable Packed packed;

  /**
   * @param urgent whether somebody waits for this item by itself
   * @param heard whether somebody is answered with the verdict, so that it needs no event
   * @param done called when it needs its place no more
   */
  TextEntry(
      Principal sender,
      Item item,
      boolean consent,
      @Nullable String hash,
      boolean urgent,
      boolean heard,
      Runnable done) {
    this.sender = sender;
    this.item = item;
    this.consent = consent;
    this.hash = hash;
    this.urgent = urgent;
    this.heard = heard;
    this.done = done;
  }

  /** Whether it has its verdict and is written with it. */
  boolean isJudged() {
    return step.get() == Step.JUDGED;
  }
}
