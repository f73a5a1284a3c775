package dev.halcyon.engine.fingerprint.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.fingerprint.Dihedral;
import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.engine.fingerprint.bank.BankEntry;
import dev.halcyon.engine.fingerprint.bank.BankMatch;
import dev.halcyon.engine.fingerprint.bank.HashBank;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks a file's fingerprints up in one bank and writes down what was found. Thread-safe. */
final class Lookup {
  private final HashBank bank;
  private final int within;
  private final int quality;

  /**
   * Prepares.
   *
   * @param quality of PDQ hashes below which nothing is looked up
   */
  Lookup(HashBank bank, int within, int quality) {
    this.bank = bank;
    this.within = within;
    this.quality = quality;
  }

  /** Adds {@code matches} to a file's line, and {@code note} where nothing could be compared. */
  void look(FilePrint print, ObjectNode json) {
    switch (bank.kind()) {
      case SHA256 -> print.sha256().ifPresentOrElse(hash -> exact(hash, json), () -> none(json));
      case SIMHASH -> text(print, json);
      case PDQ -> media(print.media(), json);
    }
  }

  private static void none(ObjectNode json) {
    json.putArray("matches");
  }

  private void exact(HashBits hash, ObjectNode json) {
    ArrayNode matches = json.putArray("matches");
    bank.search(hash, within).forEach(match -> put(matches.addObject(), match));
  }

  private void text(FilePrint print, ObjectNode json) {
    if (print.text().isEmpty()) {
      none(json);
      json.put("note", "no text, and the bank is of texts");
      return;
    }
    ArrayNode matches = json.putArray("matches");
    // A near match of a short text says nothing; the same text is the same text.
    int reach = print.textFits() ? within : 0;
    bank.search(print.text().get(), reach).forEach(match -> put(matches.addObject(), match));
    if (!print.textFits()) {
      json.put("note", "too short for near matches: only equal hashes were looked for");
    }
  }

  private void media(Optional<MediaPrint> media, ObjectNode json) {
    if (media.isEmpty()) {
      none(json);
      json.put("note", "no picture, and the bank is of pictures");
      return;
    }
    switch (media.get()) {
      case MediaPrint.Picture picture -> picture(picture, json);
      case MediaPrint.Video video -> video(video, json);
    }
  }

  /** An entry as the turn that comes nearest to it finds it. */
  private record Turned(BankMatch match, Dihedral way) {}

  private void picture(MediaPrint.Picture picture, ObjectNode json) {
    ArrayNode matches = json.putArray("matches");
    json.put("quality", picture.original().quality());
    if (picture.original().quality() < quality) {
      json.put("note", "too little in the picture to compare");
      return;
    }
    Map<BankEntry, Turned> nearest = new LinkedHashMap<>();
    for (Dihedral way : Dihedral.values()) {
      for (BankMatch match : bank.search(picture.variants().get(way).hash(), within)) {
        nearest.merge(
            match.entry(),
            new Turned(match, way),
            (old, now) -> now.match().distance() < old.match().distance() ? now : old);
      }
    }
    nearest.values().stream()
        .sorted(Comparator.comparingInt(each -> each.match().distance()))
        .forEach(
            each -> {
              ObjectNode found = matches.addObject();
              put(found, each.match());
              found.put("turn", HashFiles.name(each.way()));
            });
  }

  /** What of a video one label's entries match. */
  private static final class Share {
    private int frames;
    private int closest = Integer.MAX_VALUE;
    private double first = Double.NaN;
  }

  private void video(MediaPrint.Video video, ObjectNode json) {
    List<MediaPrint.Frame> usable =
        video.frames().stream().filter(frame -> frame.print().quality() >= quality).toList();
    Map<String, Share> shares = new LinkedHashMap<>();
    for (MediaPrint.Frame frame : usable) {
      Map<String, Integer> closest = closest(frame.print());
      closest.forEach(
          (label, distance) -> {
            Share share = shares.computeIfAbsent(label, each -> new Share());
            share.frames++;
            share.closest = Math.min(share.closest, distance);
            share.first = Double.isNaN(share.first) ? frame.atSeconds() : share.first;
          });
    }
    ArrayNode matches = json.putArray("matches");
    shares.entrySet().stream()
        .sorted(Comparator.comparingInt(each -> -each.getValue().frames))
        .forEach(
            each -> {
              Share share = each.getValue();
              ObjectNode found = matches.addObject();
              found.put("label", each.getKey());
              found.put("frames", share.frames);
              found.put("share", (double) share.frames / usable.size());
              found.put("distance", share.closest);
              found.put("seconds", Math.round(share.first * 1000) / 1000.0);
            });
    json.put("frames", usable.size());
    json.put("complete", video.complete());
  }

  private Map<String, Integer> closest(PdqFingerprint print) {
    Map<String, Integer> closest = new HashMap<>();
    for (BankMatch match : bank.search(print.hash(), within)) {
      closest.merge(match.entry().label(), match.distance(), Math::min);
    }
    return closest;
  }

  private static void put(ObjectNode json, BankMatch match) {
    json.put("hash", match.entry().hash().hex());
    json.put("distance", match.distance());
    json.put("label", match.entry().label());
    if (match.entry().quality() != BankEntry.UNSTATED) {
      json.put("quality", match.entry().quality());
    }
  }
}
