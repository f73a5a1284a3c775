"""Takes the integer arithmetic out of Whisper's 8-bit ONNX files and leaves the 8-bit weights.

Each MatMulInteger or ConvInteger behind a DynamicQuantizeLinear becomes a MatMul or Conv on the
unrounded input with DequantizeLinear on the weights (docs/decisions/0093). The weights' bytes stay
as they are. Needs the Python package onnx 1.23.1.

    python3 whisper_weights.py encoder_model_quantized.onnx encoder_w8.onnx
    python3 whisper_weights.py decoder_model_merged_quantized.onnx decoder_w8.onnx
"""

import hashlib, sys
import onnx
from onnx import helper

def subgraphs(graph):
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield attribute.g

def names_read(nodes):
    for node in nodes:
        yield from node.input
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from (output.name for output in attribute.g.output)
                yield from names_read(attribute.g.node)

def convert(graph, weights, added, outer):
    makers = dict(outer)
    for node in graph.node:
        copy = onnx.NodeProto()
        if node.op_type != "If":
            copy.CopyFrom(node)
        makers.update((out, copy) for out in node.output)
    for inner in subgraphs(graph):
        convert(inner, weights, added, makers)
    users = {}
    for i, node in enumerate(graph.node):
        for name in node.input:
            users.setdefault(name, []).append(i)
    swaps, gone = {}, set()
    for i, node in enumerate(graph.node):
        if node.op_type not in ("MatMulInteger", "ConvInteger"):
            continue
        if node.input[1] not in weights:
            print("left in integers:", node.op_type, node.input[1], file=sys.stderr)
            continue
        quantise = makers[node.input[0]]
        assert quantise.op_type == "DynamicQuantizeLinear"
        cast = users[node.output[0]][0]
        scale_up = users[graph.node[cast].output[0]][0]
        assert graph.node[cast].op_type == "Cast" and graph.node[scale_up].op_type == "Mul"
        both = [n for n in graph.node[scale_up].input if n != graph.node[cast].output[0]][0]
        product = makers[both]
        assert product.op_type == "Mul"
        scale = [n for n in product.input if n != quantise.output[1]][0]
        name = node.input[1] + "_float"
        added.setdefault(name, helper.make_node("DequantizeLinear",
            [node.input[1], scale] + list(node.input[3:4]), [name], name=name))
        op = "MatMul" if node.op_type == "MatMulInteger" else "Conv"
        new = helper.make_node(op, [quantise.input[0], name],
                               [graph.node[scale_up].output[0]], name=node.name + "_float")
        new.attribute.extend(node.attribute)
        swaps[scale_up] = new
        gone.update((i, cast))
    kept = [swaps.get(i, node) for i, node in enumerate(graph.node) if i not in gone]
    while True:
        used = {o.name for o in graph.output} | set(names_read(kept))
        alive = [n for n in kept if n.op_type == "If" or any(o in used for o in n.output)]
        if len(alive) == len(kept):
            break
        kept = alive
    copies = []
    for node in kept:
        copy = onnx.NodeProto(); copy.CopyFrom(node); copies.append(copy)
    del graph.node[:]
    graph.node.extend(copies)

model = onnx.load(sys.argv[1])
weights = {i.name for i in model.graph.initializer}
added = {}
convert(model.graph, weights, added, {})
first = list(added.values()) + [onnx.NodeProto.FromString(n.SerializeToString()) for n in model.graph.node]
del model.graph.node[:]
model.graph.node.extend(first)
onnx.checker.check_model(model)
onnx.save(model, sys.argv[2])
print(hashlib.sha256(open(sys.argv[2], "rb").read()).hexdigest())
