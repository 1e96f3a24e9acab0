"""Layers that look numbers up or leave steps out."""
import numpy as np
from case import case, distinct, generator


def cases():
    rng = generator("lookup")
    case("embedding", dict(input_dim=7, output_dim=3), None, x=[rng.integers(0, 7, (2, 5)).astype("int32")])
    case("embedding", dict(input_dim=4, output_dim=3, mask_zero=True), None, x=[np.array([[1, 0, 3, 0, 2], [0, 0, 1, 3, 3]], "int32")])
    case("embedding", dict(input_dim=7, output_dim=2), None, x=[rng.integers(0, 7, (2, 3, 2)).astype("int32")])
    x = distinct(rng, [[3, 4, 2]])[0]
    there = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1]])[..., None]
    edge = "a step that is moved from the padding's value is there at once"
    case("masking", {}, None, x=[np.where(there, x, 0).astype("float32")], kinked=edge)
    case("masking", dict(mask_value=-1.0), None, x=[np.where(there, x, -1).astype("float32")], kinked=edge)
