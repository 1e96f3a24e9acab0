"""Layers that draw: with the numbers that Keras drew."""
from case import case

FLAT, STEPS, IMAGE, FILM = [4], [4, 6], [3, 3, 4], [2, 3, 2, 4]


def cases():
    case("dropout", dict(rate=0.5), [FLAT], rows=5)
    case("dropout", dict(rate=0.25), [FLAT], rows=5, training=True)
    case("dropout", dict(rate=0.5, noise_shape=[None, 1, 6]), [STEPS], training=True)
    case("dropout", dict(rate=1.0), [FLAT], training=True)
    case("dropout", dict(rate=0.0), [FLAT], training=True)
    case("alpha_dropout", dict(rate=0.5), [FLAT])
    case("alpha_dropout", dict(rate=0.3), [FLAT], rows=5, training=True)
    case("alpha_dropout", dict(rate=0.3, noise_shape=[None, 1, 6]), [STEPS], training=True)
    case("gaussian_dropout", dict(rate=0.5), [FLAT])
    case("gaussian_dropout", dict(rate=0.2), [FLAT], rows=3, training=True)
    case("gaussian_noise", dict(stddev=0.5), [FLAT])
    case("gaussian_noise", dict(stddev=0.3), [FLAT], rows=3, training=True)
    for rank, shape in ((1, STEPS), (2, IMAGE), (3, FILM)):
        case(f"spatial_dropout{rank}d", dict(rate=0.5), [shape])
        case(f"spatial_dropout{rank}d", dict(rate=0.25), [shape], rows=3, training=True)
    for args in (dict(l1=0.1), dict(l2=0.2), dict(l1=0.1, l2=0.2)):
        # No whole numbers: Keras makes the factors whole, too, and so 0.
        case("activity_regularization", args, [FLAT], rows=5, training=True, twins=False)
