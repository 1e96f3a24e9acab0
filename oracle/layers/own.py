"""Layers that Keras lacks: their formulas in numpy.

`maxout` is no word of the catalogue yet: its case shows how one is made, and what the tests of words would find wrong with it.
"""
from case import own


def cases():
    for units in (2, 3):
        own("maxout", dict(num_units=units), [[6]], lambda xs, _, n=units: xs[0].reshape(len(xs[0]), n, -1).max(-1))
    own("maxout", dict(num_units=2), [[3, 4]], lambda xs, _: xs[0].reshape(*xs[0].shape[:2], 2, -1).max(-1))
