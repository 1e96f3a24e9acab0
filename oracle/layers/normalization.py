"""Layers that scale by mean and spread, of the batch, of the row, or told."""
from case import case, distinct, generator

FLAT, STEPS, IMAGE, FILM = [4], [4, 6], [3, 3, 4], [2, 3, 2, 3]


def cases():
    name = "batch_normalization"
    for shape in (FLAT, STEPS, IMAGE, FILM):
        case(name, {}, [shape], rows=3)
        case(name, {}, [shape], rows=3, training=True)
    case(name, dict(axis=1, momentum=0.8, epsilon=0.01), [IMAGE], training=True)
    case(name, dict(axis=1), [STEPS])
    case(name, dict(scale=False), [FLAT], rows=4, training=True)
    case(name, dict(center=False), [FLAT], rows=4, training=True)
    case(name, dict(center=False, scale=False), [FLAT], rows=4, training=True)
    case(name, {}, [FLAT], rows=4, training=True, trainable=False)
    case(name, {}, [STEPS], rows=3, training=True, masks=[[[1, 1, 0, 0], [1, 0, 0, 0], [1, 1, 1, 1]]])
    for args, shape in (({}, FLAT), ({}, STEPS), (dict(axis=1), STEPS), (dict(axis=[1, 2]), STEPS), (dict(axis=[1, 3]), IMAGE),
                        (dict(epsilon=0.1, scale=False), FLAT), (dict(center=False), FLAT)):
        case("layer_normalization", args, [shape], rows=3)
    for args, shape in ((dict(groups=2), IMAGE), (dict(groups=-1), IMAGE), (dict(groups=1), STEPS), (dict(groups=2), FLAT),
                        (dict(groups=2, axis=1), STEPS), (dict(groups=4, scale=False, center=False, epsilon=0.01), IMAGE)):
        case("group_normalization", args, [shape])
    case("rms_normalization", {}, [FLAT], rows=3)
    case("rms_normalization", dict(axis=[1, 2], epsilon=0.1), [STEPS])
    case("unit_normalization", {}, [FLAT], rows=3)
    case("unit_normalization", dict(axis=[1, 2]), [STEPS])
    case("rescaling", dict(scale=0.5, offset=-1.0), [IMAGE])
    case("rescaling", dict(scale=[0.5, 1.0, 2.0, 4.0], offset=[0.0, 1.0, 2.0, 3.0]), [IMAGE])
    for args in (dict(mean=0.5, variance=4.0), dict(mean=[0.5, -1.0, 2.0], variance=[4.0, 0.25, 2.0]),
                 dict(mean=[0.5, -1.0, 2.0], variance=[4.0, 0.25, 2.0], invert=True), dict(axis=[1, 3], mean=[1.0, 2.0, 3.0], variance=[1.0, 2.0, 3.0]),
                 dict(axis=[], mean=2.0, variance=3.0), dict(axis=1, mean=[0.5, 1.0, 2.0, 3.0, 4.0], variance=[1.0, 2.0, 3.0, 4.0, 5.0])):
        case("normalization", args, [[5, 6, 3]])
    # A variance of 0: the divisor is Keras's epsilon, and no difference can follow the gradient.
    case("normalization", dict(mean=[0.5, -1.0, 2.0], variance=[4.0, 0.25, 0.0]), None, x=[distinct(generator("flat"), [[2, 3]])[0]])
