package dev.halcyon.engine.cli;

import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the policy that {@code --policy} names. Stateless. */
final class PolicyChoice {
  private static final int MOST_BYTES = 3 << 20;

  private PolicyChoice() {}

  /**
   * The policy with a shipped version's number, or of a YAML file; the newest shipped one for null.
   *
   * @throws UserProblem {@code usage}, {@code policy.file}, or {@code policy.invalid} with lines
   */
  static ResolvedPolicy of(@Nullable String choice, Options options) {
    List<Integer> shipped = PolicyDocuments.SHIPPED_VERSIONS;
    if (choice == null) {
      return PolicyDocuments.shipped(shipped.getLast());
    }
    if (choice.matches("\\d+")) {
      return shipped.stream()
          .filter(version -> choice.equals(version.toString()))
          .findFirst()
          .map(PolicyDocuments::shipped)
          .orElseThrow(
              () ->
                  options.wrong(
                      "No policy "
                          + choice
                          + " ships; there are "
                          + shipped
                          + ". A file of that name is meant by ./"
                          + choice
                          + "."));
    }
    Path file = options.path(choice);
    return PolicyDocuments.parse(read(file), file.toString());
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw unreadable(file, "it has more than " + MOST_BYTES + " bytes", null);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8", e);
    } catch (IOException e) {
      throw unreadable(file, Reasons.of(e), e);
    }
  }

  private static UserProblem unreadable(Path file, String why, @Nullable IOException cause) {
    return new UserProblem(
        "policy.file",
        "The policy " + file + " cannot be read: " + why + ".",
        "Name a YAML file, or the number of a shipped policy: "
            + PolicyDocuments.SHIPPED_VERSIONS
            + ".",
        cause);
  }
}
