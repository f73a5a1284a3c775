package dev.halcyon.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Finds every wire type by looking at the compiled package, and makes arbitrary values of it. */
final class WireTypes {
  private WireTypes() {}

  /** Every record of the package, nested ones too: a new record is tested without being listed. */
  static List<Class<?>> records() {
    return classes().stream().filter(Class::isRecord).toList();
  }

  /** Every enum of the package. */
  static List<Class<?>> enums() {
    return classes().stream().filter(Class::isEnum).toList();
  }

  private static List<Class<?>> classes() {
    String packageName = Wire.class.getPackageName();
    try {
      Path root = Path.of(Wire.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.list(root.resolve(packageName.replace('.', '/')))) {
        return files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
            .sorted()
            .<Class<?>>map(name -> load(packageName + "." + name.replace(".class", "")))
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Arbitrary values of a record, down to its leaves; nullable components are null at times. */
  static Arbitrary<Object> valuesOf(Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    List<Arbitrary<@Nullable Object>> parts =
        Arrays.stream(components).map(c -> component(c.getAnnotatedType())).toList();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return Combinators.combine(parts)
        .as(
            values -> {
              try {
                var constructor = record.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return constructor.newInstance(values.toArray());
              } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot make a " + record.getSimpleName(), e);
              }
            });
  }

  private static Arbitrary<@Nullable Object> component(AnnotatedType type) {
    Arbitrary<@Nullable Object> values = values(type);
    return type.isAnnotationPresent(Nullable.class) ? values.injectNull(0.2) : values;
  }

  private static Arbitrary<@Nullable Object> values(AnnotatedType type) {
    if (type instanceof AnnotatedParameterizedType container) {
      Arbitrary<@Nullable Object> elements = values(container.getAnnotatedActualTypeArguments()[0]);
      Class<?> raw = (Class<?>) ((java.lang.reflect.ParameterizedType) type.getType()).getRawType();
      if (raw == List.class) {
        return elements.list().ofMaxSize(3).map(list -> list);
      }
      if (raw == Set.class) {
        return elements.list().ofMaxSize(3).map(HashSet::new);
      }
      if (raw == Map.class) {
        Arbitrary<@Nullable Object> inside = values(container.getAnnotatedActualTypeArguments()[1]);
        return Arbitraries.maps(elements, inside).ofMaxSize(3).map(map -> map);
      }
      throw new IllegalStateException("no values known for " + raw);
    }
    return leaf((Class<?>) type.getType());
  }

  private static Arbitrary<@Nullable Object> leaf(Class<?> type) {
    if (type.isRecord()) {
      return Arbitraries.lazy(() -> valuesOf(type)).map(value -> value);
    }
    if (type.isEnum()) {
      return Arbitraries.of(type.getEnumConstants()).map(value -> value);
    }
    if (type.isSealed()) {
      return Arbitraries.of(type.getPermittedSubclasses()).flatMap(WireTypes::valuesOf).map(v -> v);
    }
    if (type == String.class) {
      return text().map(value -> value);
    }
    if (type == UUID.class) {
      return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    }
    if (type == Instant.class) {
      return Combinators.combine(
              Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L),
              Arbitraries.integers().between(0, 999_999_999))
          .as(Instant::ofEpochSecond);
    }
    if (type == LocalDate.class) {
      return Arbitraries.longs().between(-719_528, 2_932_896).map(LocalDate::ofEpochDay);
    }
    if (type == int.class || type == Integer.class) {
      return Arbitraries.integers().map(value -> value);
    }
    if (type == JsonNode.class) {
      return Combinators.combine(text(), Arbitraries.integers())
          .as((said, number) -> JsonNodeFactory.instance.objectNode().put(said, number));
    }
    if (type == long.class || type == Long.class) {
      return Arbitraries.longs().map(value -> value);
    }
    if (type == double.class || type == Double.class) {
      return Arbitraries.doubles().map(value -> value);
    }
    if (type == byte[].class) {
      return Arbitraries.bytes().array(byte[].class).ofMaxSize(9).map(value -> value);
    }
    if (type == boolean.class) {
      return Arbitraries.of(true, false).map(value -> value);
    }
    throw new IllegalStateException("no values known for " + type);
  }

  /** Any text that UTF-8 can carry: every plane, controls too, but no half of a surrogate pair. */
  static Arbitrary<String> text() {
    return Arbitraries.strings().all().ofMaxLength(12).filter(WireTypes::wellFormed);
  }

  private static boolean wellFormed(String text) {
    return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xDFFF);
  }
}
