package dev.halcyon.engine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halcyon.protocol.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a command did when it was run inside the test. */
record Ran(int code, String out, String err) {
  static Ran with(String in, String... arguments) {
    return with(in.getBytes(StandardCharsets.UTF_8), arguments);
  }

  static Ran with(byte[] in, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        CommandLine.run(
            arguments,
            new ByteArrayInputStream(in),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Each line of the output, which must all be JSON objects. */
  List<JsonNode> json() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (String line : out.split("\n")) {
      if (!line.isEmpty()) {
        all.add(Wire.mapper().readTree(line));
      }
    }
    return all;
  }
}
