package dev.halcyon.server.wellness;

/** Weighed milliseconds of one scope in one period, as far as they are known. Immutable. */
record Use(long told, long assumed, long reserved) {
  long all() {
    return told + assumed + reserved;
  }
}
