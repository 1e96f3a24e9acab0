"""Pooling over windows and over everything."""
import itertools

from case import case


def cases():
    for rank in (1, 2, 3):
        shape = {1: [6, 2], 2: [4, 5, 2], 3: [3, 4, 3, 2]}[rank]
        for kind, pad in itertools.product(("max", "average"), ("valid", "same")):
            case(f"{kind}_pooling{rank}d", dict(pool_size=[2] * rank, padding=pad), [shape])
            case(f"{kind}_pooling{rank}d", dict(pool_size=[3] * rank, strides=[2] * rank, padding=pad), [shape])
        for kind, keep in itertools.product(("max", "average"), (False, True)):
            case(f"global_{kind}_pooling{rank}d", dict(keepdims=keep), [shape])
    for keep in (False, True):
        case("global_average_pooling1d", dict(keepdims=keep), [[3, 2]], masks=[[[1, 1, 0], [1, 0, 0]]])
    case("max_pooling2d", dict(pool_size=[3, 2], strides=[1, 2]), [[4, 5, 1]])
    case("average_pooling2d", dict(pool_size=[3, 2], strides=[1, 2], padding="same"), [[4, 5, 1]])
