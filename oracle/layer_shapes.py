"""Writes test/goldens/layer-shapes.json and test/goldens/layer-values.json with real Keras (3.15, JAX).

Shapes: for many argument combinations and input shapes the output shape and the weights, or that Keras refuses.
Values: for small random inputs and weights the output. Words are those of convolution, pooling, reshaping and merging.
"""

import itertools
import json
import os
import pathlib
import re

os.environ.setdefault("KERAS_BACKEND", "jax")
import numpy as np
import keras
from keras import layers

GOLDENS = pathlib.Path(__file__).parent.parent / "test" / "goldens"


def word(name):
    """Conv2DTranspose -> conv2d_transpose."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", re.sub(r"(\d)D", r"\1d", name)).lower()


def times(rank, value):
    return [value] * rank if isinstance(value, int) else value


def conv_cases():
    for rank in (1, 2, 3):
        sizes = {1: [[8], [1], [None]], 2: [[7, 9], [2, 2], [None, 5]], 3: [[5, 6, 4], [None, 4, 4]]}[rank]
        inputs = [s + [4] for s in sizes]
        wrong = [[4], [*sizes[0]], [*sizes[0], 2, 4], [*sizes[0], None]]
        options = []
        for k, s, p in itertools.product((1, 2, 3), (1, 2), ("valid", "same")):
            options.append(dict(kernel_size=times(rank, k), strides=times(rank, s), padding=p))
        mixed = [dict(kernel_size=[3, 2, 1][:rank]), dict(kernel_size=[2] * rank, dilation_rate=[2] * rank)]
        mixed += [dict(kernel_size=[3] * rank, dilation_rate=[2] * rank, padding="same"), dict(kernel_size=[2] * rank, strides=[2] * rank, dilation_rate=[2] * rank)]
        for option, shape in itertools.product(options + mixed, inputs):
            yield f"Conv{rank}D", dict(filters=6, **option), [shape]
            if rank < 3:
                if not (max(option.get("strides", [1])) > 1 and max(option.get("dilation_rate", [1])) > 1):
                    yield f"SeparableConv{rank}D", dict(filters=5, **option), [shape]
                    yield f"DepthwiseConv{rank}D", dict(depth_multiplier=2, **option), [shape]
        for option, shape in itertools.product(options + mixed, inputs):
            yield f"Conv{rank}DTranspose", dict(filters=3, **option), [shape]
        for op, k, p in itertools.product((0, 1, 2), (2, 3), ("valid", "same")):
            yield f"Conv{rank}DTranspose", dict(filters=3, kernel_size=[k] * rank, strides=[2] * rank, padding=p, output_padding=[op] * rank), [inputs[0]]
        for shape in wrong:
            yield f"Conv{rank}D", dict(filters=2, kernel_size=[1] * rank), [shape]
        for groups in (2, 3, 4):
            yield f"Conv{rank}D", dict(filters=6, kernel_size=[1] * rank, groups=groups, use_bias=False), [inputs[0]]
        yield f"Conv{rank}D", dict(filters=3, kernel_size=[1] * rank, use_bias=False), [inputs[0]]
    for k, s, d in itertools.product((1, 3), (1, 2), (1, 2)):
        yield "Conv1D", dict(filters=2, kernel_size=[k], strides=[s], dilation_rate=[d], padding="causal"), [[9, 3]]


def pool_cases():
    for rank in (1, 2, 3):
        inputs = [s + [3] for s in {1: [[8], [5], [None]], 2: [[7, 9], [1, 3], [None, 5]], 3: [[5, 6, 4], [2, 2, None]]}[rank]]
        for kind, size, stride, padding, shape in itertools.product(("Max", "Average"), (1, 2, 3), (None, 1, 2), ("valid", "same"), inputs):
            yield f"{kind}Pooling{rank}D", dict(pool_size=[size] * rank, strides=stride and [stride] * rank, padding=padding), [shape]
        for kind, keep, shape in itertools.product(("Max", "Average"), (False, True), inputs + [[4]]):
            yield f"Global{kind}Pooling{rank}D", dict(keepdims=keep), [shape]


def border_cases():
    for shape, sides in itertools.product([[6, 2], [None, 2], [3], [2, 3, 4]], [[0, 0], [1, 2], [3, 3], [4, 1]]):
        yield "ZeroPadding1D", dict(padding=sides), [shape]
        yield "Cropping1D", dict(cropping=sides), [shape]
    for rank, shapes in ((2, [[6, 5, 2], [None, 5, 1], [4, 4]]), (3, [[6, 5, 7, 2], [None, 5, 4, 1], [4, 4, 4]])):
        for shape, sides in itertools.product(shapes, [0, 1, 2, 3, [1, 2, 1][:rank], [[0, 1], [2, 0], [1, 1]][:rank], [1], [[1, 1]]]):
            yield f"ZeroPadding{rank}D", dict(padding=sides), [shape]
            yield f"Cropping{rank}D", dict(cropping=sides), [shape]
    for n, shape in itertools.product((1, 3), [[4, 2], [None, 2], [2]]):
        yield "UpSampling1D", dict(size=n), [shape]
    for shape in ([4, 3, 2], [None, 3, 2], [4, 2]):
        yield "UpSampling2D", dict(size=[2, 3]), [shape]
        yield "UpSampling3D", dict(size=[2, 1, 3]), [[5, *shape]]


def shape_cases():
    for shape in ([3, 4], [5], [2, 3, 4], [None, 4], []):
        yield "Flatten", {}, [shape]
        yield "RepeatVector", dict(n=3), [shape]
        yield "Permute", dict(dims=[2, 1]), [shape]
    yield "Permute", dict(dims=[3, 1, 2]), [[4, 5, 6]]
    yield "Permute", dict(dims=[2, 2]), [[4, 5]]
    yield "Permute", dict(dims=[0, 1]), [[4, 5]]
    for target, shape in itertools.product([[12], [3, 4], [-1], [2, -1], [5, -1], [2, 2, 3], [-1, -1]], [[12], [3, 4], [None, 4]]):
        yield "Reshape", dict(target_shape=target), [shape]
    for shape, units, bias in itertools.product([[3], [2, 3], [2, 4, 3], [None, 3], [None], []], (4,), (True, False)):
        yield "Dense", dict(units=units, use_bias=bias), [shape]


def merge_cases():
    groups = [[[3], [3]], [[3], [4]], [[2, 3], [2, 3], [2, 3]], [[2, 3], [3]], [[2, 3], [1, 3]], [[2, 3], [2, 1]], [[None, 3], [2, 3]],
              [[None, 3], [None, 3]], [[4, 4, 2], [4, 4, 3]], [[4, 4, 2], [2, 2, 2]], [[4, 4, 2], [1, 1, 2]], [[2, 3], [5, 3]], [[4, 2], [4, 5]]]
    for name, shapes in itertools.product(("Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract"), groups):
        if name == "Subtract" and len(shapes) != 2:
            continue
        yield name, {}, shapes
    for axis, shapes in itertools.product((-1, 1, 2), groups):
        if len(shapes[0]) == len(shapes[1]) and axis <= len(shapes[0]):
            yield "Concatenate", dict(axis=axis), shapes
    pairs = [[[3], [3]], [[3], [4]], [[2, 3], [2, 3]], [[2, 3], [5, 3]], [[3, 2], [3]], [[3], [3, 2]], [[2, 3], [3, 4]], [[2, 4, 3], [2, 3]]]
    for axes, shapes in itertools.product((1, 2, -1, [2, 1], [1, 2], 0), pairs):
        yield "Dot", dict(axes=axes), shapes


def result(name, args, shapes):
    try:
        layer = getattr(layers, name)(**args)
        given = [keras.KerasTensor((None, *s)) for s in shapes]
        out = layer(given if len(given) > 1 else given[0])
        return dict(output=list(out.shape), weights=[dict(name=w.name, shape=list(w.shape)) for w in layer.weights])
    except Exception as error:  # Keras raises many types; what counts is that it refuses
        return dict(refused=type(error).__name__)


def values(name, args, shapes, mask=None, rows=2):
    """Inputs are eighths in [-2, 2], short in JSON and exact in float32."""
    rng = np.random.default_rng(len(json.dumps([name, args, shapes])))
    draw = lambda shape: (rng.integers(-16, 17, shape) / 8).astype("float32")
    layer = getattr(layers, name)(**args)
    given = [draw((rows, *s)) for s in shapes]
    layer.build([(None, *s) for s in shapes] if len(given) > 1 else (None, *shapes[0]))
    weights = [draw(w.shape) for w in layer.weights]
    layer.set_weights(weights)
    tensors = [keras.ops.convert_to_tensor(x) for x in given]
    masks = mask or [None] * len(given)
    for x, m in zip(tensors, masks):
        if m is not None:
            x._keras_mask = keras.ops.convert_to_tensor(np.array(m, "bool"))
    out = layer(tensors if len(tensors) > 1 else tensors[0])
    out_mask = getattr(out, "_keras_mask", None)
    flat = lambda a: [float(f"{v:.7g}") for v in np.asarray(a, "float64").ravel()]
    return dict(
        word=word(name), args=args, inputs=[dict(shape=[rows, *s], values=flat(x)) for s, x in zip(shapes, given)], masks=masks,
        weights=[dict(name=w.name, shape=list(w.shape), values=flat(v)) for w, v in zip(layer.weights, weights)],
        output=dict(shape=list(out.shape), values=flat(out)), mask=None if out_mask is None else np.asarray(out_mask).tolist(),
    )


def value_cases():
    for rank in (1, 2, 3):
        shape = {1: [6, 2], 2: [4, 5, 2], 3: [3, 4, 3, 2]}[rank]
        one = [1] * rank
        forms = [dict(kernel_size=[2] * rank), dict(kernel_size=[3] * rank, padding="same"), dict(kernel_size=[2] * rank, strides=[2] * rank, padding="same")]
        for form in forms:
            yield f"Conv{rank}D", dict(filters=2, **form), [shape]
            yield f"Conv{rank}DTranspose", dict(filters=2, **form), [shape]
            if rank < 3:
                yield f"SeparableConv{rank}D", dict(filters=2, depth_multiplier=2, **form), [shape]
                yield f"DepthwiseConv{rank}D", dict(depth_multiplier=2, **form), [shape]
        yield f"Conv{rank}D", dict(filters=4, kernel_size=[2] * rank, groups=2), [shape]
        yield f"Conv{rank}D", dict(filters=1, kernel_size=[2] * rank, dilation_rate=[2] * rank, padding="same", use_bias=False), [shape]
        yield f"Conv{rank}DTranspose", dict(filters=1, kernel_size=[3] * rank, strides=[2] * rank), [shape]
        yield f"Conv{rank}DTranspose", dict(filters=1, kernel_size=[1] * rank, strides=[2] * rank, padding="same"), [shape]
        for k, op, pad in ((3, 0, "same"), (3, 1, "same"), (2, 0, "same"), (2, 1, "same"), (2, 1, "valid"), (4, 0, "same")):
            yield f"Conv{rank}DTranspose", dict(filters=1, kernel_size=[k] * rank, strides=[2] * rank, padding=pad, output_padding=[op] * rank), [[2] * rank + [1]]
        yield f"Conv{rank}DTranspose", dict(filters=1, kernel_size=[2] * rank, dilation_rate=[2] * rank), [[3] * rank + [1]]
        yield f"Conv{rank}DTranspose", dict(filters=1, kernel_size=[2] * rank, dilation_rate=[2] * rank, padding="same"), [[3] * rank + [1]]
        if rank < 3:
            yield f"DepthwiseConv{rank}D", dict(kernel_size=[2] * rank, dilation_rate=[2] * rank), [shape]
            yield f"SeparableConv{rank}D", dict(filters=2, kernel_size=[2] * rank, dilation_rate=[2] * rank, padding="same"), [shape]
        for kind, pad in itertools.product(("Max", "Average"), ("valid", "same")):
            yield f"{kind}Pooling{rank}D", dict(pool_size=[2] * rank, padding=pad), [shape]
            yield f"{kind}Pooling{rank}D", dict(pool_size=[3] * rank, strides=[2] * rank, padding=pad), [shape]
        for kind, keep in itertools.product(("Max", "Average"), (False, True)):
            yield f"Global{kind}Pooling{rank}D", dict(keepdims=keep), [shape]
    yield "Conv2D", dict(filters=2, kernel_size=[3, 2], strides=[1, 2]), [[4, 5, 2]]
    yield "DepthwiseConv2D", dict(kernel_size=[3, 2], strides=[2, 2], padding="same", use_bias=False), [[5, 5, 2]]
    for d, s in ((1, 1), (2, 1), (1, 2)):
        yield "Conv1D", dict(filters=2, kernel_size=[3], dilation_rate=[d], strides=[s], padding="causal"), [[7, 2]]
    yield "ZeroPadding1D", dict(padding=[2, 1]), [[3, 2]]
    yield "ZeroPadding2D", dict(padding=[[1, 0], [0, 2]]), [[2, 3, 2]]
    yield "ZeroPadding3D", dict(padding=[1, 0, 1]), [[2, 2, 2, 1]]
    yield "Cropping1D", dict(cropping=[2, 1]), [[5, 2]]
    yield "Cropping2D", dict(cropping=[[1, 0], [0, 2]]), [[4, 5, 2]]
    yield "Cropping3D", dict(cropping=1), [[3, 4, 5, 2]]
    yield "UpSampling1D", dict(size=3), [[3, 2]]
    for interpolation, size in itertools.product(("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"), ([2, 2], [3, 1])):
        yield "UpSampling2D", dict(size=size, interpolation=interpolation), [[4, 3, 2]]
    yield "UpSampling3D", dict(size=[2, 1, 3]), [[2, 3, 2, 2]]
    yield "Flatten", {}, [[2, 3, 2]]
    yield "Reshape", dict(target_shape=[2, -1]), [[3, 4]]
    yield "Permute", dict(dims=[3, 1, 2]), [[2, 3, 4]]
    yield "RepeatVector", dict(n=3), [[4]]
    yield "Dense", dict(units=3), [[4]]
    yield "Dense", dict(units=3), [[2, 3, 4]]
    for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"):
        yield name, {}, [[3, 2], [3, 2]]
        yield name, {}, [[3, 2], [2]]
        if name != "Subtract":
            yield name, {}, [[4], [4], [1]]
    yield "Concatenate", {}, [[3, 2], [3, 4]]
    yield "Concatenate", {}, [[3], [2], [1]]
    yield "Concatenate", dict(axis=2), [[2, 1, 2], [2, 3, 2]]
    yield "Concatenate", dict(axis=1), [[3, 2], [1, 2], [2, 2]]
    for axes, a, b, norm in ((1, [4], [4], False), (1, [4], [4], True), ([2, 1], [3, 4], [4, 2], False), (1, [3, 2], [3], False), (-1, [3], [2, 3], True), ([1, 3], [3, 2], [2, 2, 3], False)):
        yield "Dot", dict(axes=axes, normalize=norm), [a, b]


def masked_cases():
    left, right = [[True, True, False], [True, False, False]], [[True, False, True], [False, False, False]]
    for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"):
        yield name, {}, [[3, 2], [3, 2]], [left, right]
        yield name, {}, [[3, 2], [3, 2]], [left, None]
    yield "Concatenate", dict(axis=1), [[3, 2], [3, 2]], [left, right]
    yield "Concatenate", dict(axis=1), [[3, 2], [3, 2]], [None, right]
    for keep in (False, True):
        yield "GlobalAveragePooling1D", dict(keepdims=keep), [[3, 2]], [left]
    yield "Dense", dict(units=2), [[3, 2]], [left]
    yield "Conv1D", dict(filters=2, kernel_size=[2]), [[3, 2]], [left]


def write(path, keras_version, cases):
    body = ",\n".join(json.dumps(c) for c in cases)
    path.write_text(f'{{"keras": {json.dumps(keras_version)}, "cases": [\n{body}\n]}}\n')


def main():
    GOLDENS.mkdir(parents=True, exist_ok=True)
    every = itertools.chain(conv_cases(), pool_cases(), border_cases(), shape_cases(), merge_cases())
    shapes = [dict(word=word(n), args=a, inputs=[[None, *s] for s in i], **result(n, a, i)) for n, a, i in every]
    write(GOLDENS / "layer-shapes.json", keras.__version__, shapes)
    computed = [values(*case) for case in value_cases()] + [values(n, a, i, m) for n, a, i, m in masked_cases()]
    write(GOLDENS / "layer-values.json", keras.__version__, computed)


main()
