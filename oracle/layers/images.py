"""Image augmentation: what Keras makes of images where its numbers are drawn."""
from case import case

IMAGE = [5, 7, 2]


def cases():
    for mode in ("horizontal_and_vertical", "horizontal", "vertical"):
        case("random_flip", dict(mode=mode), [[3, 4, 2]], rows=4, training=True)
    case("random_flip", {}, [IMAGE])
    for factor in (0.5, [0.5, 0.25]):
        case("random_contrast", dict(factor=factor), [[3, 4, 2]], rows=3, training=True)
    case("random_contrast", dict(factor=0.9, value_range=[-1.0, 1.5]), [[3, 4, 2]], rows=3, training=True)
    case("random_contrast", dict(factor=0.5), [IMAGE])
    case("random_brightness", dict(factor=0.01), [[3, 4, 2]], rows=3, training=True)
    case("random_brightness", dict(factor=[-0.5, 0.25], value_range=[-1.0, 1.5]), [[3, 4, 2]], rows=3, training=True)
    case("random_brightness", dict(factor=0.5), [IMAGE])
    for kind, factors in (("random_rotation", dict(factor=0.4)), ("random_zoom", dict(height_factor=[0.3, 1.0])),
                          ("random_zoom", dict(height_factor=0.5, width_factor=[-0.6, 0.9])),
                          ("random_translation", dict(height_factor=[-0.2, 0.9], width_factor=1.0))):
        case(kind, factors, [IMAGE])
        for mode in ("reflect", "wrap", "constant", "nearest"):
            for interpolation in ("bilinear", "nearest"):
                case(kind, dict(**factors, fill_mode=mode, interpolation=interpolation, fill_value=0.75), [IMAGE], rows=3, training=True)
