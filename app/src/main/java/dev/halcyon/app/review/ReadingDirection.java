package dev.halcyon.app.review;

/** From which side a text of other people is read. Stateless; any thread. */
final class ReadingDirection {
  private ReadingDirection() {}

  /** Whether the first letter with a direction reads from right to left. */
  static boolean startsRightToLeft(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      switch (Character.getDirectionality(codePoint)) {
        case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
          return false;
        }
        case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
          return true;
        }
        default -> i += Character.charCount(codePoint);
      }
    }
    return false;
  }
}
