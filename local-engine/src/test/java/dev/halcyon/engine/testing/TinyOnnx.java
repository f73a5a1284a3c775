package dev.halcyon.engine.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the smallest ONNX models that look like those of packs (onnx.proto of ONNX 1.16, opset
 * 11): of one input the mean over all but the first axis, and each output a constant plus that mean
 * times a gain.
 */
public final class TinyOnnx {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final List<byte[]> nodes = new ArrayList<>();
  private final List<byte[]> constants = new ArrayList<>();
  private final List<byte[]> outputs = new ArrayList<>();
  private final byte[] input;
  private final long batch;

  /**
   * A model with one float input.
   *
   * @param shape −1 for any size
   */
  public TinyOnnx(String input, long... shape) {
    this.input = value(input, shape);
    this.batch = shape[0];
    long[] axes = new long[shape.length - 1];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i + 1;
    }
    nodes.add(
        node("ReduceMean", List.of(input), "mean", ints("axes", axes), integer("keepdims", 1)));
  }

  /**
   * Adds an output of the shape [N, …], with N as of the input.
   *
   * @param constant values of {@code rest}, row-major
   */
  public TinyOnnx gives(String output, float gain, float[] constant, long... rest) {
    long[] flat = new long[rest.length + 1];
    java.util.Arrays.fill(flat, 1);
    flat[0] = -1;
    long[] one = new long[rest.length + 1];
    java.util.Arrays.fill(one, 1);
    long[] whole = one.clone();
    System.arraycopy(rest, 0, whole, 1, rest.length);
    long[] declared = whole.clone();
    declared[0] = batch;
    constants.add(integers(output + ".flat", flat));
    constants.add(floats(output + ".gain", new float[] {gain}, one));
    constants.add(floats(output + ".constant", constant, whole));
    nodes.add(node("Reshape", List.of("mean", output + ".flat"), output + ".mean"));
    nodes.add(node("Mul", List.of(output + ".mean", output + ".gain"), output + ".times"));
    nodes.add(node("Add", List.of(output + ".times", output + ".constant"), output));
    outputs.add(value(output, declared));
    return this;
  }

  /** The file. */
  public byte[] bytes() {
    ByteArrayOutputStream graph = new ByteArrayOutputStream();
    nodes.forEach(node -> put(graph, 1, node));
    put(graph, 2, text("tiny"));
    constants.forEach(constant -> put(graph, 5, constant));
    put(graph, 11, input);
    outputs.forEach(output -> put(graph, 12, output));
    ByteArrayOutputStream opset = new ByteArrayOutputStream();
    put(opset, 2, 11);
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    put(model, 1, 6);
    put(model, 7, graph.toByteArray());
    put(model, 8, opset.toByteArray());
    return model.toByteArray();
  }

  private static byte[] node(String op, List<String> in, String out, byte[]... attributes) {
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    in.forEach(name -> put(node, 1, text(name)));
    put(node, 2, text(out));
    put(node, 4, text(op));
    for (byte[] attribute : attributes) {
      put(node, 5, attribute);
    }
    return node.toByteArray();
  }

  private static byte[] ints(String name, long[] values) {
    ByteArrayOutputStream attribute = new ByteArrayOutputStream();
    put(attribute, 1, text(name));
    for (long value : values) {
      put(attribute, 8, value);
    }
    put(attribute, 20, 7);
    return attribute.toByteArray();
  }

  private static byte[] integer(String name, long value) {
    ByteArrayOutputStream attribute = new ByteArrayOutputStream();
    put(attribute, 1, text(name));
    put(attribute, 3, value);
    put(attribute, 20, 2);
    return attribute.toByteArray();
  }

  private static byte[] value(String name, long... shape) {
    ByteArrayOutputStream sizes = new ByteArrayOutputStream();
    for (long size : shape) {
      ByteArrayOutputStream dimension = new ByteArrayOutputStream();
      if (size < 0) {
        put(dimension, 2, text("N"));
      } else {
        put(dimension, 1, size);
      }
      put(sizes, 1, dimension.toByteArray());
    }
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    put(tensor, 1, FLOAT);
    put(tensor, 2, sizes.toByteArray());
    ByteArrayOutputStream type = new ByteArrayOutputStream();
    put(type, 1, tensor.toByteArray());
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    put(value, 1, text(name));
    put(value, 2, type.toByteArray());
    return value.toByteArray();
  }

  private static byte[] floats(String name, float[] values, long[] shape) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return tensor(name, FLOAT, raw.array(), shape);
  }

  private static byte[] integers(String name, long[] values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return tensor(name, INT64, raw.array(), new long[] {values.length});
  }

  private static byte[] tensor(String name, int type, byte[] raw, long[] shape) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    for (long size : shape) {
      put(tensor, 1, size);
    }
    put(tensor, 2, type);
    put(tensor, 8, text(name));
    put(tensor, 9, raw);
    return tensor.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ByteArrayOutputStream out, int field, byte[] bytes) {
    varint(out, (long) field << 3 | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void put(ByteArrayOutputStream out, int field, long value) {
    varint(out, (long) field << 3);
    varint(out, value);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
