package dev.halcyon.server.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.halcyon.protocol.ContextMessage;
import dev.halcyon.protocol.Item;
import dev.halcyon.protocol.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The words of an item as its row keeps them, sealed together in the column {@code words}. Rows
 * that servers before decision 0280 wrote have them in columns of their own. Immutable; nobody
 * changes the bytes.
 *
 * @param conversation what was said before, as JSON
 * @param textHash lower-case hexadecimal, of the normalised text
 * @param said what the machine said where it allowed the item at once, packed
 */
public record ItemWords(
    String text, @Nullable String conversation, @Nullable String textHash, byte @Nullable [] said) {
  /** What is left of an item whose key was destroyed. */
  public static final ItemWords NONE = new ItemWords("", null, null, null);

  /** The columns that {@link #read} asks for, of the item {@code i}. */
  public static final String COLUMNS = "i.words, i.body, i.conversation, i.text_hash, i.said";

  /** Reads the words from a row with {@link #COLUMNS}. */
  public static ItemWords read(ResultSet row, StatementContext context) throws SQLException {
    byte @Nullable [] sealed = row.getBytes("words");
    if (sealed == null) {
      return new ItemWords(
          row.getString("body"),
          row.getString("conversation"),
          row.getString("text_hash"),
          row.getBytes("said"));
    }
    return Seals.of(context).open(sealed).map(ItemWords::parse).orElse(NONE);
  }

  /** The words of an item that is to be stored. */
  public static ItemWords of(Item item, @Nullable String textHash, byte @Nullable [] said) {
    return new ItemWords(
        item.text(),
        item.conversation().isEmpty() ? null : Wire.write(item.conversation()),
        textHash,
        said);
  }

  /** What was said before. */
  public List<ContextMessage> messages() {
    try {
      return conversation == null
          ? List.of()
          : Wire.mapper().readValue(conversation, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored conversation cannot be read", e);
    }
  }

  /** The words for the column. */
  public byte[] seal(ItemKey key) {
    Writer out = new Writer();
    out.part(text.getBytes(StandardCharsets.UTF_8));
    out.part(conversation == null ? null : conversation.getBytes(StandardCharsets.UTF_8));
    out.part(textHash == null ? null : HexFormat.of().parseHex(textHash));
    out.part(said);
    return key.seal(out.bytes());
  }

  private static ItemWords parse(byte[] bytes) {
    Reader in = new Reader(bytes);
    String text = in.part().map(ItemWords::utf8).orElse("");
    Optional<String> conversation = in.part().map(ItemWords::utf8);
    Optional<String> hash = in.part().map(HexFormat.of()::formatHex);
    return new ItemWords(
        text, conversation.orElse(null), hash.orElse(null), in.part().orElse(null));
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Parts, each behind one more than its length in groups of seven bits; 0 for none. */
  private static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    void part(byte @Nullable [] part) {
      int rest = part == null ? 0 : part.length + 1;
      for (; rest > 0x7F; rest >>>= 7) {
        out.write(rest & 0x7F | 0x80);
      }
      out.write(rest);
      if (part != null) {
        out.writeBytes(part);
      }
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    Optional<byte[]> part() {
      int length = 0;
      int shift = 0;
      int group;
      do {
        group = bytes[at++];
        length |= (group & 0x7F) << shift;
        shift += 7;
      } while (group < 0);
      if (length == 0) {
        return Optional.empty();
      }
      int from = at;
      at += length - 1;
      return Optional.of(Arrays.copyOfRange(bytes, from, at));
    }
  }
}
