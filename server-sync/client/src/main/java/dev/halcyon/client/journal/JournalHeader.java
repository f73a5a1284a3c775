package dev.halcyon.client.journal;

import java.util.UUID;

/** The first record of a journal: which format it has, and whose it is. Immutable. */
public interface JournalHeader {
  int format();

  UUID account();
}
