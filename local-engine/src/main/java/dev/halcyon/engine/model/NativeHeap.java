package dev.halcyon.engine.model;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Has the C library give what a model worked with back to the system at once. Left alone, glibc
 * learns from the first large block that is freed to keep all later ones of up to 32 MiB, in as
 * many heaps as eight for each processor, and a process that looks at pictures and hears sound
 * holds a third more (docs/benchmarks.md). Stateless; does nothing where there is no glibc.
 */
final class NativeHeap {
  // Numbers of malloc.h; setting any of the first two also ends the learning.
  private static final int M_TRIM_THRESHOLD = -1;
  private static final int M_MMAP_THRESHOLD = -3;
  private static final int M_ARENA_MAX = -8;

  /** Tensors of a text are smaller and stay on the heap; those of pictures and sound are larger. */
  private static final int LARGE = 1 << 20;

  private static final int HEAPS = 2;

  private NativeHeap() {}

  /**
   * Applies to the whole process, from now on.
   *
   * @return whether the C library took all of it
   */
  static boolean keepSmall() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> mallopt = linker.defaultLookup().find("mallopt");
    if (mallopt.isEmpty()) {
      return false;
    }
    MethodHandle set =
        linker.downcallHandle(
            mallopt.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    return set(set, M_MMAP_THRESHOLD, LARGE)
        & set(set, M_TRIM_THRESHOLD, LARGE)
        & set(set, M_ARENA_MAX, HEAPS);
  }

  private static boolean set(MethodHandle mallopt, int what, int value) {
    try {
      return (int) mallopt.invokeExact(what, value) == 1;
    } catch (Throwable e) { // what invokeExact declares; mallopt itself throws nothing
      throw new IllegalStateException("mallopt could not be called", e);
    }
  }
}
