package dev.halcyon.engine.pack;

import dev.halcyon.protocol.UserProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the files of packs so that each is there whole or not at all. Stateless. */
final class PackFiles {
  private static final int BLOCK = 1 << 16;

  private PackFiles() {}

  /** Replaces a file by another content, on disk before this returns. */
  static void replace(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
      try {
        try (FileChannel out = create(fresh)) {
          ByteBuffer left = ByteBuffer.wrap(bytes);
          while (left.hasRemaining()) {
            out.write(left);
          }
          out.force(true);
        }
        move(fresh, file);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Moves at one moment, and has the folder's entry on disk before this returns. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(to.getParent())) {
      folder.force(true);
    }
  }

  /**
   * Copies a file out of a pack and holds it to what the manifest says: not a byte more is written.
   *
   * @throws UserProblem {@code pack.hash}
   */
  static void copy(InputStream in, Path to, PackManifest.PackFile wanted) throws IOException {
    MessageDigest digest = digest();
    long left = wanted.bytes();
    Files.createDirectories(to.getParent());
    try (FileChannel out = create(to)) {
      byte[] block = new byte[BLOCK];
      while (left > 0) {
        int read = in.read(block, 0, (int) Math.min(BLOCK, left));
        if (read < 0) {
          throw wrongHash(wanted.path(), "it ends " + left + " bytes early");
        }
        digest.update(block, 0, read);
        ByteBuffer some = ByteBuffer.wrap(block, 0, read);
        while (some.hasRemaining()) {
          out.write(some);
        }
        left -= read;
      }
      if (in.read() >= 0) {
        throw wrongHash(wanted.path(), "it has more than " + wanted.bytes() + " bytes");
      }
      out.force(true);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(wanted.sha256())) {
      throw wrongHash(wanted.path(), "its SHA-256 is another");
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static UserProblem wrongHash(String path, String how) {
    return new UserProblem(
        "pack.hash",
        "The pack's file " + path + " is not the one its manifest names: " + how + ".",
        "Fetch the pack again, from its maker.");
  }

  static UserProblem unwritable(Path path, IOException e) {
    return new UserProblem(
        "pack.store",
        "The folder of model packs cannot be written: " + path + ".",
        "Give yourself the right to write it, and room on the disk.",
        e);
  }

  /** Takes a folder away with all that is in it; what is gone already is no failure. */
  static void remove(Path folder) {
    try {
      Files.walkFileTree(folder, new Remover());
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
