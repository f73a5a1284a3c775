package dev.halcyon.server.outside;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.halcyon.protocol.EffectKind;
import dev.halcyon.protocol.UserProblem;
import dev.halcyon.protocol.Wire;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the operator lets the server reach: the targets of webhooks and the origins from which media
 * is fetched. Nothing else is ever contacted. Immutable and safe for any thread.
 *
 * @param mediaOrigins as {@code https://host} or {@code https://host:port}
 * @param privateAddresses whether addresses of private networks and of this machine may be reached
 * @param kafka where items come from and events go to, or null
 */
public record Connections(
    List<WebhookTarget> webhooks,
    Set<String> mediaOrigins,
    boolean privateAddresses,
    @Nullable KafkaSettings kafka) {
  /** Nothing is reached. */
  public static final Connections NONE = new Connections(List.of(), Set.of(), false, null);

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Pattern SERVERS = Pattern.compile("[^\\s,:]+:\\d+(,[^\\s,:]+:\\d+)*");
  private static final int LEAST_SECRET_BYTES = 24;
  private static final int MOST_SECRET_BYTES = 64;
  private static final String SECRET_PREFIX = "whsec_";

  public Connections {
    webhooks = List.copyOf(webhooks);
    mediaOrigins = Set.copyOf(mediaOrigins);
  }

  /** Without Kafka. */
  public Connections(
      List<WebhookTarget> webhooks, Set<String> mediaOrigins, boolean privateAddresses) {
    this(webhooks, mediaOrigins, privateAddresses, null);
  }

  /** Everything that events go to: the webhooks, and Kafka's topic as one of them. */
  public List<WebhookTarget> targets() {
    List<WebhookTarget> targets = new java.util.ArrayList<>(webhooks);
    if (kafka != null && kafka.effects() != null) {
      URI topic = URI.create("kafka:" + kafka.effects());
      targets.add(new WebhookTarget(KafkaSettings.TARGET, topic, List.of(), Set.of(), Set.of()));
    }
    return List.copyOf(targets);
  }

  /**
   * Where webhooks go.
   *
   * @param secrets each signs; more than one while a secret is being replaced
   * @param sources only events about items of these platforms; empty for all
   * @param kinds only these events; empty for all
   */
  public record WebhookTarget(
      String name, URI url, List<byte[]> secrets, Set<String> sources, Set<EffectKind> kinds) {
    public WebhookTarget {
      secrets = List.copyOf(secrets);
      sources = Set.copyOf(sources);
      kinds = Set.copyOf(kinds);
    }

    /** Whether it is told of this. */
    public boolean takes(EffectKind kind, String source) {
      return (kinds.isEmpty() || kinds.contains(kind))
          && (sources.isEmpty() || sources.contains(source));
    }
  }

  private record Target(
      @Nullable String name,
      @Nullable URI url,
      @Nullable List<String> secretFiles,
      @Nullable List<String> sources,
      @Nullable List<EffectKind> kinds) {}

  private record Document(
      @Nullable List<Target> webhooks,
      @Nullable List<String> mediaOrigins,
      boolean privateAddresses,
      @Nullable Kafka kafka) {}

  private record Kafka(
      @Nullable String servers,
      @Nullable String items,
      @Nullable String effects,
      @Nullable String group,
      @Nullable String settingsFile) {}

  /**
   * Reads the operator's file; the files of secrets lie beside it.
   *
   * @throws UserProblem {@code connections.*} with the place at fault
   */
  public static Connections read(Path file) {
    Document document = parse(file);
    List<WebhookTarget> targets = new java.util.ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Target> written = document.webhooks() == null ? List.of() : document.webhooks();
    for (int i = 0; i < written.size(); i++) {
      WebhookTarget target = target(file, "webhooks[" + i + "]", written.get(i));
      if (!names.add(target.name())) {
        throw wrong(file, "webhooks[" + i + "].name", "is used twice", "Give each its own name.");
      }
      targets.add(target);
    }
    Set<String> origins = new HashSet<>();
    List<String> named = document.mediaOrigins() == null ? List.of() : document.mediaOrigins();
    for (int i = 0; i < named.size(); i++) {
      origins.add(origin(file, "mediaOrigins[" + i + "]", named.get(i)));
    }
    @Nullable KafkaSettings kafka = document.kafka() == null ? null : kafka(file, document.kafka());
    if (kafka != null && names.contains(KafkaSettings.TARGET)) {
      throw wrong(file, "webhooks", "has one named kafka", "Name it otherwise: Kafka is one too.");
    }
    return new Connections(targets, origins, document.privateAddresses(), kafka);
  }

  private static Document parse(Path file) {
    try {
      return Wire.mapper()
          .readerFor(Document.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .readValue(Files.readString(file));
    } catch (JsonMappingException e) {
      throw wrong(
          file,
          e.getPath().isEmpty()
              ? "the document"
              : e.getPathReference().replaceAll("[^\\[]*\\[", "["),
          "cannot be read",
          "docs/operating.md shows what the file holds.");
    } catch (IOException e) {
      throw new UserProblem(
          "connections.file",
          "The file " + file + " cannot be read as JSON: " + e.getClass().getSimpleName() + ".",
          "Mend it or its permissions; docs/operating.md shows what it holds.");
    }
  }

  private static WebhookTarget target(Path file, String at, Target written) {
    if (written.name() == null || !NAME.matcher(written.name()).matches()) {
      throw wrong(file, at + ".name", "is missing or no name", "Use a-z, 0-9 and hyphens.");
    }
    URI url = written.url();
    if (url == null || url.getHost() == null || url.getRawUserInfo() != null || !isHttp(url)) {
      throw wrong(
          file, at + ".url", "is no web address", "Use https://host/path without a password.");
    }
    List<String> files = written.secretFiles() == null ? List.of() : written.secretFiles();
    if (files.isEmpty()) {
      throw wrong(file, at + ".secretFiles", "is missing", "Name a file with the shared secret.");
    }
    List<byte[]> secrets = files.stream().map(name -> secret(file, at, name)).toList();
    Set<EffectKind> kinds = written.kinds() == null ? Set.of() : new HashSet<>(written.kinds());
    if (kinds.contains(EffectKind.UNKNOWN)) {
      throw wrong(
          file,
          at + ".kinds",
          "names an event that does not exist",
          "Use item.verdict, item.visibility, notice.received, notice.outcome.");
    }
    Set<String> sources = written.sources() == null ? Set.of() : new HashSet<>(written.sources());
    return new WebhookTarget(written.name(), url, secrets, sources, kinds);
  }

  private static KafkaSettings kafka(Path file, Kafka written) {
    if (written.servers() == null || !SERVERS.matcher(written.servers()).matches()) {
      throw wrong(
          file, "kafka.servers", "is missing or no list of brokers", "Write host:port,host:port.");
    }
    if (written.items() == null && written.effects() == null) {
      throw wrong(file, "kafka", "names no topic", "Name items, effects, or both.");
    }
    topic(file, "kafka.items", written.items());
    topic(file, "kafka.effects", written.effects());
    String group = written.group() == null ? "halcyon" : written.group();
    topic(file, "kafka.group", group);
    return new KafkaSettings(
        written.servers(),
        written.settingsFile() == null ? Map.of() : properties(file, written.settingsFile()),
        written.items(),
        written.effects(),
        group);
  }

  private static void topic(Path file, String at, @Nullable String name) {
    if (name != null && !TOPIC.matcher(name).matches()) {
      throw wrong(
          file, at, "is no name of Kafka's", "Use letters, digits, dots, hyphens, underscores.");
    }
  }

  private static Map<String, String> properties(Path file, String name) {
    try (Reader reader = Files.newBufferedReader(file.resolveSibling(name))) {
      Properties read = new Properties();
      read.load(reader);
      Map<String, String> all = new HashMap<>();
      read.stringPropertyNames().forEach(key -> all.put(key, read.getProperty(key)));
      return all;
    } catch (IOException | IllegalArgumentException e) {
      throw wrong(
          file,
          "kafka.settingsFile",
          "names " + name + ", which cannot be read as properties",
          "Put it beside this file, key=value a line.");
    }
  }

  private static boolean isHttp(URI url) {
    return "https".equals(url.getScheme()) || "http".equals(url.getScheme());
  }

  private static byte[] secret(Path file, String at, String name) {
    String text;
    try {
      text = Files.readString(file.resolveSibling(name), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw wrong(
          file, at + ".secretFiles", "names " + name + ", which cannot be read", "Put it there.");
    }
    try {
      String coded = text.startsWith(SECRET_PREFIX) ? text.substring(6) : text;
      byte[] secret = Base64.getDecoder().decode(coded);
      if (secret.length >= LEAST_SECRET_BYTES && secret.length <= MOST_SECRET_BYTES) {
        return secret;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the same answer, which must not quote the secret.
    }
    throw wrong(
        file,
        at + ".secretFiles",
        "names " + name + ", which holds no secret of 24 to 64 bytes in base64",
        "Make one: (printf whsec_; head -c 32 /dev/urandom | base64) > " + name);
  }

  /** Whether media may be fetched from an address. */
  public boolean mayFetch(URI url) {
    return url.getHost() != null && isHttp(url) && mediaOrigins.contains(origin(url));
  }

  /** The origin of an address: scheme, host, and the port where it is not the scheme's own. */
  public static String origin(URI url) {
    int own = "https".equals(url.getScheme()) ? 443 : 80;
    String port = url.getPort() < 0 || url.getPort() == own ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost().toLowerCase(java.util.Locale.ROOT) + port;
  }

  private static String origin(Path file, String at, String text) {
    try {
      URI url = URI.create(text);
      boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty();
      if (url.getHost() != null && url.getRawUserInfo() == null && bare && isHttp(url)) {
        return origin(url);
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the same answer.
    }
    throw wrong(file, at, "is no origin", "Write https://host or https://host:port, no path.");
  }

  private static UserProblem wrong(Path file, String at, String what, String remedy) {
    return new UserProblem(
        "connections.invalid", "In " + file + ", " + at + " " + what + ".", remedy);
  }
}
