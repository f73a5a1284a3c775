package dev.halcyon.engine.ocr;

import dev.halcyon.engine.image.Pixels;
import dev.halcyon.protocol.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts lines in the order in which they are read: along rows, rows from top to bottom, in the
 * direction that most of the text runs. Columns side by side are read across. Stateless.
 */
final class ReadingOrder {
  /** Centres closer than this share of the lower line's height stand in one row. */
  private static final double SAME_ROW = 0.5;

  /** Rows closer than this share of their height go on with one sentence. */
  private static final double SAME_BLOCK = 1.0;

  private ReadingOrder() {}

  /** A line in coordinates turned so that the text runs level. */
  private record Level(TextLine line, double x, double y) {
    double height() {
      return line.quad().height();
    }
  }

  /** The text of a picture from its lines. */
  static PictureText of(List<TextLine> lines, int unread, Pixels picture) {
    List<List<Level>> rows = rows(lines);
    StringBuilder text = new StringBuilder();
    List<PictureText.Line> placed = new ArrayList<>();
    double sure = 0;
    int letters = 0;
    List<Level> above = List.of();
    for (List<Level> row : rows) {
      if (!above.isEmpty()) {
        text.append(goesOn(above, row) ? ' ' : '\n');
      }
      for (Level each : row) {
        if (each != row.getFirst()) {
          text.append(' ');
        }
        TextLine line = each.line;
        placed.add(placed(text.length(), line, picture));
        text.append(line.text());
        sure += line.confidence() * line.text().length();
        letters += line.text().length();
      }
      above = row;
    }
    return new PictureText(text.toString(), placed, letters == 0 ? 0 : sure / letters, unread);
  }

  private static PictureText.Line placed(int start, TextLine line, Pixels picture) {
    List<Box> boxes =
        IntStream.range(0, line.text().length())
            .mapToObj(i -> line.part(i, i + 1).box(picture.width(), picture.height()))
            .toList();
    return new PictureText.Line(
        start,
        line.text(),
        line.confidence(),
        line.quad().box(picture.width(), picture.height()),
        boxes);
  }

  private static List<List<Level>> rows(List<TextLine> lines) {
    double angle = angle(lines);
    List<Level> level =
        lines.stream()
            .map(
                line ->
                    new Level(
                        line,
                        line.quad().centreX() * Math.cos(angle)
                            + line.quad().centreY() * Math.sin(angle),
                        line.quad().centreY() * Math.cos(angle)
                            - line.quad().centreX() * Math.sin(angle)))
            .sorted(Comparator.comparingDouble(Level::y))
            .toList();
    List<List<Level>> rows = new ArrayList<>();
    for (Level each : level) {
      if (rows.isEmpty() || !sameRow(rows.getLast(), each)) {
        rows.add(new ArrayList<>());
      }
      rows.getLast().add(each);
    }
    rows.forEach(row -> row.sort(Comparator.comparingDouble(Level::x)));
    return rows;
  }

  /** The direction of the text, radians: that of the line with the middling slope, by width. */
  private static double angle(List<TextLine> lines) {
    List<Quad> sorted =
        lines.stream()
            .map(TextLine::quad)
            .filter(quad -> Math.abs(quad.rightX()) > Math.abs(quad.rightY()))
            .sorted(Comparator.comparingDouble(Quad::rightY))
            .toList();
    double half = sorted.stream().mapToDouble(Quad::width).sum() / 2;
    for (Quad quad : sorted) {
      half -= quad.width();
      if (half <= 0) {
        return Math.atan2(quad.rightY(), quad.rightX());
      }
    }
    return 0;
  }

  private static boolean sameRow(List<Level> row, Level line) {
    return row.stream()
        .allMatch(
            other ->
                Math.abs(other.y - line.y) < SAME_ROW * Math.min(other.height(), line.height()));
  }

  private static boolean goesOn(List<Level> above, List<Level> row) {
    double height =
        Math.min(
            above.stream().mapToDouble(Level::height).min().orElseThrow(),
            row.stream().mapToDouble(Level::height).min().orElseThrow());
    double gap =
        row.getFirst().y
            - above.getFirst().y
            - (row.getFirst().height() + above.getFirst().height()) / 2;
    return gap < SAME_BLOCK * height;
  }
}
