package dev.halcyon.engine.fingerprint.bank;

import java.io.IOException;

/** Walks two cursors as one. Confined to one thread. */
final class MergedCursor implements EntryCursor {
  private final EntryCursor left;
  private final EntryCursor right;
  private final int words;
  private boolean begun;
  private boolean leftThere;
  private boolean rightThere;
  private boolean atLeft;

  MergedCursor(EntryCursor left, EntryCursor right, int words) {
    this.left = left;
    this.right = right;
    this.words = words;
  }

  @Override
  public boolean next() throws IOException {
    if (!begun || atLeft) {
      leftThere = left.next();
    }
    if (!begun || !atLeft) {
      rightThere = right.next();
    }
    begun = true;
    atLeft = leftThere && (!rightThere || EntryCursor.compare(left, right, words) <= 0);
    return leftThere || rightThere;
  }

  private EntryCursor here() {
    return atLeft ? left : right;
  }

  @Override
  public long word(int index) {
    return here().word(index);
  }

  @Override
  public int quality() {
    return here().quality();
  }

  @Override
  public String label() {
    return here().label();
  }
}
