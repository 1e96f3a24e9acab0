"""A layer at each step of a sequence."""
from case import case, word

STEPS, FILM = [5, 4], [3, 4, 5, 2]
MASK = [[[1, 1, 1, 0, 0], [0, 1, 0, 1, 1], [0, 0, 0, 0, 0]]]
DENSE = word("dense", units=3, activation=word("tanh"))


def cases():
    name, given = "time_distributed", dict(rows=3)
    case(name, dict(layer=DENSE), [STEPS], twins=False, **given)
    case(name, dict(layer=DENSE), [STEPS], masks=MASK, **given)
    case(name, dict(layer=word("conv2d", filters=2, kernel_size=[2, 2])), [FILM], twins=False)
    case(name, dict(layer=word("lstm", units=2)), [FILM[:3]], twins=False)
    for axis in (0, -2):
        case(name, dict(layer=word("softmax", axis=axis)), [STEPS], twins=False, **given)
    case(name, dict(layer=word("flatten")), [FILM], twins=False)
    for training in (False, True):
        case(name, dict(layer=word("batch_normalization", momentum=0.6)), [STEPS], twins=False, training=training, **given)
        case(name, dict(layer=word("dropout", rate=0.4)), [STEPS], twins=False, training=training, **given)
