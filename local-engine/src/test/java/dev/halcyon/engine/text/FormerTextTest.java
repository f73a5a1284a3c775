package dev.halcyon.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Trained heads and banks of text fingerprints depend on every bit of the normaliser and of the
 * hashed features, so what they make of made-up texts is compared with what they made of them when
 * the heads were trained. The digests in {@code former-text.txt} were written by {@link #main} with
 * the code of that day; a difference means that heads must be trained and banks be made again.
 */
class FormerTextTest {
  private static final int BLOCKS = 48;
  private static final int TEXTS = 120;

  private static final String[] HOSTILE =
      ("a k i l s e x A K 1 3 0 4 @ $ ! | . - _ * / ~ · + = , ' ’ [ ] ( ) : # & % ? \" а с е к у я"
           + " К ѕ і α ο ν \u200B \u200D \u202E \uFEFF \u0301 \u0336 \u20E3 \uFE0F ﬁ ß İ ſ Å 가 ᅡ ᆨ"
           + " ㅋ 😀 🇰 🅰 ᴋ \u0000 \u0085 kill you sex k.y.s аге ﷺ נ ִ ا ّ नि ki.ll k1ll killlll"
           + " stuuupid well-known http://a.b/c www.x.de 4th 12h mp3 @user [URL] [USER] aaa www b4"
           + " gr8 h@te 5ex i!l hello! no!!! 🏳️‍🌈 👩🏽‍🚒 ½ ² Ⅷ Ｆｕｌｌ")
          .split(" ");

  private static final String[] JOINTS = {" ", " ", " ", "", ".", " . ", "\n", "\t", "-", "  "};

  private static final Normaliser NORMALISER =
      new Normaliser(KnownWords.shipped().and(Set.of("kys", "кот", "κακο")));

  /** One digest for each block of texts, each block from its own seed. */
  static List<String> digests() {
    List<String> lines = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      Random random = new Random(block);
      MessageDigest normal = sha256();
      MessageDigest features = sha256();
      for (int i = 0; i < TEXTS; i++) {
        String text = text(random, block % 4);
        add(normal, NORMALISER.normalise(text));
        add(normal, Normaliser.folded(text));
        normal.update(TextFingerprint.comparable(text).getBytes(StandardCharsets.UTF_16BE));
        add(features, HashedFeatures.of(text));
      }
      lines.add(
          block
              + " "
              + HexFormat.of().formatHex(normal.digest())
              + " "
              + HexFormat.of().formatHex(features.digest()));
    }
    return lines;
  }

  private static void add(MessageDigest digest, NormalisedText text) {
    digest.update(text.text().getBytes(StandardCharsets.UTF_16BE));
    ByteBuffer offsets = ByteBuffer.allocate(8 * text.text().length());
    for (int i = 0; i < text.text().length(); i++) {
      offsets.putInt(text.originalStart(i)).putInt(text.originalEnd(i));
    }
    digest.update(offsets.array());
  }

  private static void add(MessageDigest digest, HashedFeatures features) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * features.buckets().length);
    for (int i = 0; i < features.buckets().length; i++) {
      bytes.putInt(features.buckets()[i]).putFloat(features.values()[i]);
    }
    digest.update(bytes.array());
  }

  /** Plain posts, disguised ones, mixtures of both, and characters of any kind. */
  private static String text(Random random, int kind) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(kind == 3 ? 120 : 40); n > 0; n--) {
      boolean plain = kind == 0 || kind == 2 && random.nextInt(4) > 0;
      if (kind == 3) {
        text.appendCodePoint(character(random));
        continue;
      }
      text.append(plain ? word(random) : HOSTILE[random.nextInt(HOSTILE.length)]);
      text.append(plain ? JOINTS[random.nextInt(3)] : JOINTS[random.nextInt(JOINTS.length)]);
    }
    return text.toString();
  }

  private static int character(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(0x80);
      case 1 -> random.nextInt(0x600);
      case 2 -> random.nextInt(0x10000);
      default -> random.nextInt(0x110000);
    };
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int n = 1 + random.nextInt(8); n > 0; n--) {
      word.append(
          "etaoinshrdlucmfywgpbvkxqjz".charAt(random.nextInt(26) * random.nextInt(26) / 26));
    }
    return switch (random.nextInt(12)) {
      case 0 -> word.toString().toUpperCase(Locale.ROOT);
      case 1 -> word + "!";
      case 2 -> word + ",";
      case 3 -> word + ".";
      default -> word.toString();
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyBitIsAsItWasWhenTheHeadsWereTrained() throws IOException {
    try (InputStream file = FormerTextTest.class.getResourceAsStream("former-text.txt")) {
      List<String> former =
          new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
      assertThat(digests()).isEqualTo(former);
    }
  }

  /** Prints the digests of the code as it stands. */
  public static void main(String[] arguments) {
    digests().forEach(System.out::println);
  }
}
