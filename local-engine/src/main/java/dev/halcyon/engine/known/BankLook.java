package dev.halcyon.engine.known;

import dev.halcyon.engine.MediaSource;
import dev.halcyon.engine.cascade.ScanContext;
import dev.halcyon.engine.cascade.StageOutcome;
import dev.halcyon.engine.fingerprint.Dihedral;
import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.PdqHash;
import dev.halcyon.engine.fingerprint.Sha256;
import dev.halcyon.engine.fingerprint.SimHash;
import dev.halcyon.engine.fingerprint.bank.BankEntry;
import dev.halcyon.engine.fingerprint.bank.BankMatch;
import dev.halcyon.engine.known.BankFindings.Place;
import dev.halcyon.engine.policy.Thresholds;
import dev.halcyon.engine.text.Hashes;
import dev.halcyon.engine.text.TextFingerprint;
import dev.halcyon.protocol.BankMode;
import dev.halcyon.protocol.BankSpec;
import dev.halcyon.protocol.UserProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One item's look at the banks of its policy; media are fingerprinted once, and only where a bank
 * asks. Confined to one thread.
 */
final class BankLook {
  private record Candidate(PdqFingerprint print, double atSeconds) {}

  private final KnownContent known;
  private final BanksStage.Printer printer;
  private final ScanContext context;
  private final BankFindings findings;
  private final Map<String, Optional<MediaPrint>> prints = new HashMap<>();

  BankLook(KnownContent known, BanksStage.Printer printer, ScanContext context) {
    this.known = known;
    this.printer = printer;
    this.context = context;
    var request = context.request();
    this.findings =
        new BankFindings(
            new Thresholds(
                request.policy(),
                context.language(),
                request.region(),
                request.surface(),
                request.audience()));
  }

  StageOutcome outcome() throws InterruptedException {
    for (BankSpec bank : context.request().policy().banks()) {
      if (bank.mode() == BankMode.OFF) {
        continue;
      }
      if (!known.holds(bank)) {
        findings.missing(bank);
        continue;
      }
      try {
        look(bank);
      } catch (UserProblem e) {
        findings.failed("bank " + bank.id() + ": " + e.code() + ": " + e.getMessage());
      }
    }
    if (findings.settled()) {
      context.settle();
    }
    findings.spared().forEach(context::spare);
    String text = context.request().text();
    return findings.outcome(
        Hashes.sha256(
            text
                + "\n"
                + String.join(
                    "\n", context.request().media().stream().map(MediaSource::mediaId).toList())));
  }

  private void look(BankSpec bank) throws InterruptedException {
    switch (bank.kind()) {
      case SHA256 -> exact(bank);
      case SIMHASH -> nearText(bank);
      case PDQ -> pictures(bank);
      case VIDEO -> videos(bank);
      case UNKNOWN -> findings.failed("bank " + bank.id() + " is of a kind this build lacks");
    }
  }

  private void exact(BankSpec bank) {
    String text = context.request().text();
    if (!text.isBlank()) {
      nearest(bank, Sha256.parse(TextFingerprint.of(text)), 0)
          .ifPresent(match -> found(bank, match, Place.text(text.length())));
    }
    for (MediaSource source : context.request().media()) {
      nearest(bank, Sha256.parse(source.mediaId()), 0)
          .ifPresent(match -> found(bank, match, Place.media(source.mediaId())));
    }
  }

  private void nearText(BankSpec bank) {
    String text = context.request().text();
    if (!text.isBlank()) {
      nearest(bank, SimHash.of(text), SimHash.fits(text) ? SimHash.MATCH : 0)
          .ifPresent(match -> found(bank, match, Place.text(text.length())));
    }
  }

  private void pictures(BankSpec bank) throws InterruptedException {
    for (MediaSource source : context.request().media()) {
      @Nullable BankMatch best = null;
      Place place = Place.media(source.mediaId());
      for (Candidate candidate : candidates(bank, source)) {
        Optional<BankMatch> match = usable(bank, candidate.print());
        if (match.isPresent() && (best == null || match.get().distance() < best.distance())) {
          best = match.get();
          place = new Place(source.mediaId(), 0, candidate.atSeconds(), 0);
        }
      }
      if (best != null) {
        found(bank, best, place);
      }
    }
  }

  private List<Candidate> candidates(BankSpec bank, MediaSource source)
      throws InterruptedException {
    Optional<MediaPrint> print = print(source);
    List<Candidate> candidates = new ArrayList<>();
    if (print.isPresent() && print.get() instanceof MediaPrint.Picture picture) {
      for (Dihedral way : Dihedral.values()) {
        if (bank.turns() || way == Dihedral.ORIGINAL) {
          candidates.add(new Candidate(picture.variants().get(way), 0));
        }
      }
    } else if (print.isPresent() && print.get() instanceof MediaPrint.Video video) {
      video.frames().forEach(each -> candidates.add(new Candidate(each.print(), each.atSeconds())));
    }
    return candidates;
  }

  private void videos(BankSpec bank) throws InterruptedException {
    for (MediaSource source : context.request().media()) {
      Optional<MediaPrint> print = print(source);
      if (print.isPresent() && print.get() instanceof MediaPrint.Video video) {
        video(bank, source, video);
      }
    }
  }

  /** The video known under one label that most of the frames belong to. */
  private void video(BankSpec bank, MediaSource source, MediaPrint.Video video) {
    int frames = 0;
    Map<String, Integer> found = new TreeMap<>();
    Map<String, BankMatch> first = new HashMap<>();
    Map<String, Double> seconds = new HashMap<>();
    for (MediaPrint.Frame frame : video.frames()) {
      if (frame.print().quality() < bank.quality()) {
        continue;
      }
      frames++;
      Set<String> labels = new HashSet<>();
      for (BankMatch match : known.search(bank, frame.print().hash(), PdqHash.MATCH)) {
        String label = match.entry().label();
        if (good(bank, match) && labels.add(label)) {
          found.merge(label, 1, Integer::sum);
          first.putIfAbsent(label, match);
          seconds.putIfAbsent(label, frame.atSeconds());
        }
      }
    }
    Optional<Map.Entry<String, Integer>> most =
        found.entrySet().stream().max(Comparator.comparingInt(Map.Entry::getValue));
    if (most.isPresent() && most.get().getValue() >= bank.share() * frames) {
      String label = most.get().getKey();
      found(bank, first.get(label), new Place(source.mediaId(), 0, seconds.get(label), 0));
    }
  }

  private Optional<BankMatch> usable(BankSpec bank, PdqFingerprint print) {
    return print.quality() < bank.quality()
        ? Optional.empty()
        : known.search(bank, print.hash(), PdqHash.MATCH).stream()
            .filter(match -> good(bank, match))
            .findFirst();
  }

  /** The hash of a flat picture is noise: it would match what it does not show. */
  private static boolean good(BankSpec bank, BankMatch match) {
    int quality = match.entry().quality();
    return quality == BankEntry.UNSTATED || quality >= bank.quality();
  }

  private Optional<BankMatch> nearest(BankSpec bank, HashBits hash, int within) {
    return known.search(bank, hash, within).stream().findFirst();
  }

  private void found(BankSpec bank, BankMatch match, Place place) {
    UUID item = context.request().itemId();
    boolean counts = BanksStage.counts(bank, item);
    boolean quarantined = known.matched(bank, item, match, counts);
    findings.add(bank, match, place, counts, quarantined);
  }

  private Optional<MediaPrint> print(MediaSource source) throws InterruptedException {
    Optional<MediaPrint> before = prints.get(source.mediaId());
    if (before != null) {
      return before;
    }
    Optional<MediaPrint> print = Optional.empty();
    try {
      MediaPrint made = printer.print(source, BanksStage.EVERY_SECONDS);
      print = Optional.of(made);
      if (made instanceof MediaPrint.Video video && !video.complete()) {
        findings.failed("only a part of the video could be compared");
      }
    } catch (UserProblem e) {
      if (!e.code().equals("media.sound")) {
        findings.failed(e.code() + ": " + e.getMessage());
      }
    }
    prints.put(source.mediaId(), print);
    return print;
  }
}
