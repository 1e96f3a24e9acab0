"""Layers of several inputs."""
from case import case

LEFT, RIGHT = [[1, 1, 0], [1, 0, 0]], [[1, 0, 1], [0, 0, 0]]


def cases():
    for name in ("add", "subtract", "multiply", "average", "maximum", "minimum"):
        case(name, {}, [[3, 2], [3, 2]])
        case(name, {}, [[3, 2], [2]])
        if name != "subtract":
            case(name, {}, [[4], [4], [1]])
        case(name, {}, [[3, 2], [3, 2]], masks=[LEFT, RIGHT])
        case(name, {}, [[3, 2], [3, 2]], masks=[LEFT, None])
        case(name, {}, [[3, 2], [3, 2]], masks=[None, RIGHT])
    case("multiply", {}, [[3, 2], [3, 2], [3, 2]], masks=[LEFT, RIGHT, LEFT])
    case("maximum", {}, [[3, 2], [3, 2], [3, 2]], masks=[LEFT, RIGHT, LEFT])
    case("concatenate", {}, [[3, 2], [3, 4]])
    case("concatenate", {}, [[3], [2], [1]])
    case("concatenate", dict(axis=2), [[2, 1, 2], [2, 3, 2]])
    case("concatenate", dict(axis=1), [[3, 2], [1, 2], [2, 2]])
    case("concatenate", {}, [[3, 2], [3, 2]], masks=[LEFT, RIGHT])
    case("concatenate", {}, [[3, 2], [3, 2]], masks=[LEFT, None])
    case("concatenate", dict(axis=1), [[3, 2], [3, 2]], masks=[LEFT, RIGHT])
    case("concatenate", dict(axis=1), [[3, 2], [3, 2]], masks=[None, RIGHT])
    for axes, a, b, norm in ((1, [4], [4], False), (1, [4], [4], True), ([2, 1], [3, 4], [4, 2], False), (1, [3, 2], [3], False),
                             (-1, [3], [2, 3], True), ([1, 3], [3, 2], [2, 2, 3], False)):
        case("dot", dict(axes=axes, normalize=norm), [a, b])
