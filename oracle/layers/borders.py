"""Padding, cropping, enlarging, resizing: what happens at and between the borders of sequences, images and volumes."""
import itertools

from case import case


def cases():
    case("zero_padding1d", dict(padding=[2, 1]), [[3, 2]])
    case("zero_padding2d", dict(padding=[[1, 0], [0, 2]]), [[2, 3, 2]])
    case("zero_padding3d", dict(padding=[1, 0, 1]), [[2, 2, 2, 1]])
    case("zero_padding3d", dict(padding=[[1, 0], [0, 2], [0, 1]]), [[2, 2, 2, 1]])
    case("cropping1d", dict(cropping=[2, 1]), [[5, 2]])
    case("cropping2d", dict(cropping=[[1, 0], [0, 2]]), [[4, 5, 2]])
    case("cropping3d", dict(cropping=1), [[3, 4, 5, 2]])
    case("cropping3d", dict(cropping=[[1, 0], [0, 2], [2, 1]]), [[3, 4, 5, 1]])
    case("up_sampling1d", dict(size=3), [[3, 2]])
    for interpolation, size in itertools.product(("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"), ([2, 2], [3, 1])):
        case("up_sampling2d", dict(size=size, interpolation=interpolation), [[4, 3, 2]])
    case("up_sampling3d", dict(size=[2, 1, 3]), [[2, 3, 2, 2]])
    case("center_crop", dict(height=2, width=3), [[5, 6, 2]])
    for args in (dict(height=7, width=9), dict(height=3, width=4), dict(height=3, width=4, antialias=True), dict(height=5, width=11),
                 dict(height=8, width=4, interpolation="nearest"), dict(height=3, width=7, interpolation="nearest"),
                 dict(height=7, width=4, interpolation="bicubic"), dict(height=2, width=9, interpolation="lanczos3", antialias=True),
                 dict(height=4, width=8, interpolation="lanczos5"), dict(height=4, width=4, crop_to_aspect_ratio=True),
                 dict(height=3, width=8, crop_to_aspect_ratio=True), dict(height=9, width=4, pad_to_aspect_ratio=True, fill_value=0.5),
                 dict(height=2, width=9, pad_to_aspect_ratio=True), dict(height=6, width=6, pad_to_aspect_ratio=True)):
        case("resizing", args, [[5, 6, 2]])
