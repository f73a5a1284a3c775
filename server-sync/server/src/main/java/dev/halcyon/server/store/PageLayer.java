package dev.halcyon.server.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was written to a file and has not reached it yet, as whole pages over whatever lies below.
 * Not thread-safe; {@link JournaledFile} guards it.
 */
final class PageLayer {
  static final int PAGE = 4096;

  private final TreeMap<Long, byte[]> pages = new TreeMap<>();

  /** From this byte on the layer below shows through as zeros, because the file was cut there. */
  private long cutAt = Long.MAX_VALUE;

  private long size;

  /** The owner's number of the state that the file has with this layer on it; never falls. */
  private long state;

  PageLayer(long size) {
    this.size = size;
  }

  PageLayer(long size, long cutAt, long state) {
    this.size = size;
    this.cutAt = cutAt;
    this.state = state;
  }

  long state() {
    return state;
  }

  void seal(long ownersState) {
    state = Math.max(state, ownersState);
  }

  /** Length of the file with this layer on it, in bytes. */
  long size() {
    return size;
  }

  long cutAt() {
    return cutAt;
  }

  Map<Long, byte[]> pages() {
    return pages;
  }

  boolean isEmpty() {
    return pages.isEmpty() && cutAt == Long.MAX_VALUE;
  }

  /** Whether this layer alone says what is in a page. */
  boolean covers(long page) {
    return pages.containsKey(page) || page * PAGE >= cutAt;
  }

  /** A page this layer covers; a page beyond the cut is zeros. Not to be changed. */
  byte[] page(long page) {
    byte[] content = pages.get(page);
    return content == null ? new byte[PAGE] : content;
  }

  /** Takes over one whole page; the array is kept. */
  void put(long page, byte[] content) {
    pages.put(page, content);
  }

  void grow(long to) {
    size = Math.max(size, to);
  }

  /**
   * Cuts the file.
   *
   * @param length new length in bytes
   * @param lastPage content of the page the cut goes through, with zeros behind it; ignored when
   *     the cut lies between two pages
   */
  void cut(long length, byte[] lastPage) {
    long wholePages = length / PAGE * PAGE;
    pages.tailMap(wholePages / PAGE, true).clear();
    cutAt = Math.min(cutAt, wholePages);
    if (length > wholePages) {
      pages.put(wholePages / PAGE, lastPage);
    }
    size = length;
  }

  /** Lays a newer layer over this one, so that both become one. */
  void absorb(PageLayer newer) {
    if (newer.cutAt < Long.MAX_VALUE) {
      pages.tailMap(newer.cutAt / PAGE, true).clear();
      cutAt = Math.min(cutAt, newer.cutAt);
    }
    pages.putAll(newer.pages);
    size = newer.size;
    state = Math.max(state, newer.state);
  }
}
