package dev.halcyon.engine.pack;

import dev.halcyon.engine.fingerprint.Sha256;
import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A pack in a zip file. What unpacks to how much is for whoever reads to limit. */
final class ZipSource implements PackSource {
  private static final int MOST_ENTRIES = 256;

  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;
  private final String sha256;

  private ZipSource(ZipFile zip, Map<String, ZipEntry> entries, String sha256) {
    this.zip = zip;
    this.entries = entries;
    this.sha256 = sha256;
  }

  static ZipSource open(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      String sha256 = Sha256.of(in).hex();
      ZipFile zip = new ZipFile(path.toFile());
      try {
        return new ZipSource(zip, entries(zip), sha256);
      } catch (UserProblem e) {
        zip.close();
        throw e;
      }
    } catch (ZipException e) {
      throw new UserProblem(
          "pack.file",
          PackPaths.shown(path.toString()) + " is no whole zip file: it is cut short or damaged.",
          "Fetch the pack again.",
          e);
    } catch (IOException e) {
      throw new UserProblem(
          "pack.file",
          PackPaths.shown(path.toString()) + " cannot be read.",
          "Name a zip file or a folder that you can read.",
          e);
    }
  }

  private static Map<String, ZipEntry> entries(ZipFile zip) {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    Set<String> folded = new HashSet<>();
    Enumeration<? extends ZipEntry> all = zip.entries();
    while (all.hasMoreElements()) {
      ZipEntry entry = all.nextElement();
      String name = entry.getName();
      if (entry.isDirectory()) {
        PackPaths.check(name.substring(0, name.length() - 1));
        continue;
      }
      PackPaths.check(name);
      if (!folded.add(name.toLowerCase(Locale.ROOT)) || entries.size() == MOST_ENTRIES) {
        throw new UserProblem(
            "pack.file",
            "The zip file holds the name "
                + PackPaths.shown(name)
                + " twice, or more than "
                + MOST_ENTRIES
                + " files.",
            "Do not trust this pack: two programs may see two different packs in it.");
      }
      entries.put(name, entry);
    }
    return entries;
  }

  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  @Override
  public InputStream open(String name) throws IOException {
    return zip.getInputStream(entries.get(name));
  }

  @Override
  public Optional<String> sha256() {
    return Optional.of(sha256);
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("closing a zip file failed", e);
    }
  }
}
