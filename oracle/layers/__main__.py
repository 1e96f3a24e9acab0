"""Makes test/goldens/layers with real Keras on JAX: a file a topic, and what the arguments for weights mean.

    KERAS_BACKEND=jax python oracle/layers [TOPIC…]
"""
import importlib
import sys

from case import FOLDER, write  # first: it chooses Keras's back end
import wiring

TOPICS = "activation attending borders convolution distributed images lookup merging noise normalization own pooling recurrence shaping".split()

for topic in sys.argv[1:] or TOPICS:
    importlib.import_module(topic).cases()
    # What is no word of the catalogue stays apart.
    write(topic, FOLDER.parent / "words" if topic == "own" else FOLDER)
wiring.write()
