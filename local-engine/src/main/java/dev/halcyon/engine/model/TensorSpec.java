package dev.halcyon.engine.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Name, type and shape of an input or output of a model. Immutable.
 *
 * @param type of the elements: {@code float32}, {@code int64} …
 * @param shape −1 where any size goes
 */
public record TensorSpec(String name, String type, List<Long> shape) {
  /** Stands in a shape for any size. */
  public static final long ANY = -1;

  public TensorSpec {
    shape = List.copyOf(shape);
  }

  /**
   * Whether a tensor as this one says may be used where another is wanted: name and type are the
   * same, and each size is, unless any is wanted.
   */
  public boolean serves(TensorSpec wanted) {
    if (!name.equals(wanted.name)
        || !type.equals(wanted.type)
        || shape.size() != wanted.shape.size()) {
      return false;
    }
    for (int i = 0; i < shape.size(); i++) {
      if (wanted.shape.get(i) != ANY && !wanted.shape.get(i).equals(shape.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** {@code scores float32[?,521]}. */
  @Override
  public String toString() {
    return name
        + " "
        + type
        + shape.stream()
            .map(size -> size == ANY ? "?" : Long.toString(size))
            .collect(Collectors.joining(",", "[", "]"));
  }
}
