package dev.halcyon.engine.fingerprint.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.engine.fingerprint.Dihedral;
import dev.halcyon.engine.fingerprint.HashBits;
import dev.halcyon.engine.fingerprint.MediaPrint;
import dev.halcyon.engine.fingerprint.PdqFingerprint;
import dev.halcyon.protocol.Problem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code ./halcyon hash FILE…}: one JSON line for each file with its SHA-256, PDQ and quality of a
 * picture, PDQ of a video's frames, SimHash of a text.
 */
public final class HashFiles {
  static final String USAGE = "halcyon hash [--every SECONDS] [--turns yes|no] FILE|FOLDER…";

  private HashFiles() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, CommandLine.out(), System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    return CommandLine.run(() -> hash(arguments, out, err), err);
  }

  private static int hash(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    CommandLine line = CommandLine.of(arguments, Set.of("every", "turns"), USAGE);
    double every = line.number("every", 1, 0, 86_400, USAGE);
    boolean turns = line.options().getOrDefault("turns", "no").equals("yes");
    List<Path> files = line.files(line.rest(), USAGE);
    Progress progress = new Progress(err, files.size());
    boolean failed = false;
    try (FilePrinter printer = new FilePrinter(every)) {
      for (Path file : files) {
        FilePrint print = printer.print(file);
        out.println(Wire.write(json(print, turns)));
        failed |= print.problem().isPresent();
        progress.step();
      }
    }
    return failed ? 1 : 0;
  }

  private static ObjectNode json(FilePrint print, boolean turns) {
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("file", print.file().toString());
    json.put("sha256", print.sha256().map(HashBits::hex).orElse(null));
    json.putNull("pdq");
    json.putNull("quality");
    json.put("simhash", print.text().map(HashBits::hex).orElse(null));
    print.media().ifPresent(media -> media(json, media, turns));
    print.note().ifPresent(note -> json.put("note", note));
    print.problem().ifPresent(problem -> problem(json, problem));
    return json;
  }

  private static void media(ObjectNode json, MediaPrint media, boolean turns) {
    switch (media) {
      case MediaPrint.Picture picture -> {
        put(json, picture.original());
        if (turns) {
          ObjectNode all = json.putObject("turns");
          for (Dihedral way : Dihedral.values()) {
            all.put(name(way), picture.variants().get(way).hash().hex());
          }
        }
      }
      case MediaPrint.Video video -> {
        ArrayNode frames = json.putArray("frames");
        for (MediaPrint.Frame frame : video.frames()) {
          ObjectNode each = frames.addObject();
          each.put("frame", frame.number());
          each.put("seconds", Math.round(frame.atSeconds() * 1000) / 1000.0);
          put(each, frame.print());
        }
        json.put("complete", video.complete());
      }
    }
  }

  private static void put(ObjectNode json, PdqFingerprint print) {
    json.put("pdq", print.hash().hex());
    json.put("quality", print.quality());
  }

  static String name(Dihedral way) {
    return way.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static void problem(ObjectNode json, Problem problem) {
    ObjectNode each = json.putObject("problem");
    each.put("code", problem.code());
    each.put("message", problem.message());
    each.put("remedy", problem.remedy());
  }
}
