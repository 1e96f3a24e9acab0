"""Layers with running averages that are applied several times: the order of their updates is the order in which Keras runs its graph."""
import keras
from golden import case, features, numbers, rng
from keras import layers as l, optimizers as o

X, Z, Y = features(12, 4), features(12, 4, seed=8), numbers(12)
TRAIN = "train m { optimizer: sgd(0.05), loss: mse, epochs: 2, batch_size: 4, shuffle: false }"
SGD = lambda: dict(optimizer=o.SGD(0.05), loss="mse")  # noqa: E731


def named(name, layer):
    """A layer of several models, with its name in the spec."""
    layer.spec_name = name
    return layer


def norm():
    return named("norm", l.BatchNormalization(momentum=0.5, name="norm"))


@case("order_deeper_first", f"""
model norm {{ batch_normalization momentum=0.5 }}
model m {{
  input [4] as left
  input [4] as right
  norm from left as a
  norm from right as b
  dense 2 from b as p
  concatenate from p, a
  dense 1
}}
{TRAIN}
""", x={"left": X, "right": Z}, y=Y, note="what the deeper path reads comes first, though the spec says it second")
def _():
    left, right, shared = keras.Input((4,), name="left"), keras.Input((4,), name="right"), norm()
    a, b = shared(left), shared(right)
    return keras.Model([left, right], l.Dense(1, name="dense")(l.Concatenate()([l.Dense(2, name="p")(b), a]))), SGD(), dict(epochs=2)


@case("order_outputs", f"""
model norm {{ batch_normalization momentum=0.5 }}
model m {{
  input [4] as left
  norm as a
  dense 1 as one
  dense 4 tanh from a
  norm as b
  norm from b as c
  dense 4 tanh from left
  norm
  dense 1 as two
  output one, two
}}
train m {{ optimizer: sgd(0.05), loss: {{ one: mse, two: mae }}, epochs: 2, batch_size: 4, shuffle: false }}
""", x=X, y={"one": Y, "two": numbers(12, seed=4)}, note="outputs are walked back from the last; a use that no output needs is no step of the graph")
def _():
    x, shared = keras.Input((4,), name="left"), norm()
    one = l.Dense(1, name="one")(shared(x))
    two = l.Dense(1, name="two")(shared(l.Dense(4, "tanh", name="dense_1")(x)))
    return keras.Model(x, [one, two]), dict(optimizer=o.SGD(0.05), loss={"one": "mse", "two": "mae"}), dict(epochs=2)


# Random graphs over tensors of four numbers: a shared layer, a shared chain, a shared graph that uses both, and layers of their own.
MODELS = """
model norm { batch_normalization momentum=0.5 }
model chain {
  dense 4 tanh
  batch_normalization momentum=0.6
}
model wide {
  input [4]
  norm from input as a
  dense 4 tanh from input as b
  chain from b as c
  norm from c as d
  average from d, a
}"""


def keras_models():
    """The same, each made when it is used first."""
    made = {}

    def once(name, make):
        if name not in made:
            made[name] = make()
        return made[name]

    def chain():
        return keras.Sequential([keras.Input((4,)), named("chain/dense", l.Dense(4, "tanh")), named("chain/batch_normalization", l.BatchNormalization(momentum=0.6))], name="chain")

    def wide():
        x = keras.Input((4,))
        a = once("norm", norm)(x)
        c = once("chain", chain)(l.Dense(4, "tanh", name="b")(x))
        return keras.Model(x, l.Average(name="average")([once("norm", norm)(c), a]), name="wide")

    return {"norm": lambda: once("norm", norm), "chain": lambda: once("chain", chain), "wide": lambda: once("wide", wide)}


def random_graph(seed):
    """Lines of a spec and the calls that they stand for: (word, name of the result, names of the inputs)."""
    draw = rng(seed)
    tensors, calls = ["left", "right"], []
    for i in range(9):
        word = str(draw.choice(["norm", "norm", "chain", "wide", "dense", "average"]))
        inputs = [str(t) for t in draw.choice(tensors, size=2 if word == "average" else 1, replace=False)]
        calls.append((word, f"t{i}", inputs))
        tensors.append(f"t{i}")
    read = {t for _, _, inputs in calls for t in inputs}
    ends = [t for t in tensors if t not in read]
    if len(ends) > 1:
        calls.append(("average", "end", [str(t) for t in draw.permutation(ends)]))
    return calls


for seed in range(6):
    CALLS = random_graph(seed)
    lines = "\n  ".join(f"{'dense 4 tanh' if word == 'dense' else word} from {', '.join(inputs)} as {name}" for word, name, inputs in CALLS)

    @case(f"order_random_{seed}", f"""{MODELS}
model m {{
  input [4] as left
  input [4] as right
  {lines}
  dense 1
}}
{TRAIN}
""", x={"left": X, "right": Z}, y=Y, note="the order of a random graph, inner models included")
    def _(calls=CALLS):
        models = keras_models()
        tensors = {name: keras.Input((4,), name=name) for name in ("left", "right")}
        for word, name, inputs in calls:
            given = [tensors[t] for t in inputs]
            if word == "average":
                tensors[name] = l.Average(name=name)(given)
            else:
                tensors[name] = (l.Dense(4, "tanh", name=name) if word == "dense" else models[word]())(given[0])
        end = calls[-1][1]
        return keras.Model([tensors["left"], tensors["right"]], l.Dense(1, name="dense")(tensors[end])), SGD(), dict(epochs=2)
