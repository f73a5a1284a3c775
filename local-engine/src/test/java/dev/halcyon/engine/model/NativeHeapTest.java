package dev.halcyon.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;

/** Asks glibc itself: the word before a block says whether it was mapped for it alone. */
class NativeHeapTest {
  private static final long MAPPED = 2;

  @Test
  void aLargeBlockGoesBackToTheSystemAlsoAfterALargerOneWasFreed() throws Throwable {
    Linker linker = Linker.nativeLinker();
    assumeTrue(linker.defaultLookup().find("mallopt").isPresent(), "needs glibc");
    MethodHandle malloc =
        linker.downcallHandle(
            linker.defaultLookup().find("malloc").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    MethodHandle free =
        linker.downcallHandle(
            linker.defaultLookup().find("free").orElseThrow(),
            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    assertThat(NativeHeap.keepSmall()).isTrue();
    // Freeing this would teach glibc to keep everything smaller. Far larger than what lies free in
    // the heap of a test, which is asked first.
    free.invokeExact((MemorySegment) malloc.invokeExact(30L << 20));
    MemorySegment block = (MemorySegment) malloc.invokeExact(24L << 20);
    long header =
        MemorySegment.ofAddress(block.address() - Long.BYTES)
            .reinterpret(Long.BYTES)
            .get(ValueLayout.JAVA_LONG, 0);
    free.invokeExact(block);
    assertThat(header & MAPPED).isEqualTo(MAPPED);
  }
}
