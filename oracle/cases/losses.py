"""Losses and metrics, in training, validation and evaluation, over a short last batch."""
import keras
import numpy as np
from golden import TF_MEAN_OF_BATCHES, case, classes, features, numbers, onehot, rng
from keras import layers, losses as ls, metrics as ms

X, XV = features(10, 5), features(7, 5, seed=5)
BINARY = classes(10, 2, 3).reshape(-1, 1).astype("float32"), classes(7, 2, 4).reshape(-1, 1).astype("float32")
SPARSE = classes(10, 3, 3).reshape(-1, 1), classes(7, 3, 4).reshape(-1, 1)
ONEHOT = onehot(10, 3, 3), onehot(7, 3, 4)
REAL = numbers(10, 2, 3), numbers(7, 2, 4)
POSITIVE = tuple(np.abs(v) + 0.5 for v in REAL)
SIGNS = BINARY[0] * 2 - 1, BINARY[1] * 2 - 1
DIST = tuple(v / v.sum(-1, keepdims=True) for v in (rng(3).random((10, 3)).astype("float32"), rng(4).random((7, 3)).astype("float32")))

# name: (head in the spec, head in Keras, loss text, Keras loss, targets)
LOSSES = {
    "mse": ("dense 2", (2, None), "mse", lambda: "mse", REAL),
    "mae": ("dense 2", (2, None), "mae", lambda: "mae", REAL),
    "mape": ("dense 2", (2, None), "mape", lambda: "mape", POSITIVE),
    "msle": ("dense 2 softplus", (2, "softplus"), "msle", lambda: "msle", POSITIVE),
    "huber": ("dense 2", (2, None), "huber(0.5)", lambda: ls.Huber(0.5), REAL),
    "log_cosh": ("dense 2", (2, None), "log_cosh", lambda: "log_cosh", REAL),
    "cosine_similarity": ("dense 2", (2, None), "cosine_similarity", lambda: "cosine_similarity", REAL),
    "poisson": ("dense 2 softplus", (2, "softplus"), "poisson", lambda: "poisson", POSITIVE),
    "binary_crossentropy": ("dense 1 sigmoid", (1, "sigmoid"), "binary_crossentropy", lambda: "binary_crossentropy", BINARY),
    "binary_crossentropy_logits": ("dense 1", (1, None), "binary_crossentropy(from_logits=true)", lambda: ls.BinaryCrossentropy(from_logits=True), BINARY),
    "binary_crossentropy_smooth": ("dense 1 sigmoid", (1, "sigmoid"), "binary_crossentropy(label_smoothing=0.1)", lambda: ls.BinaryCrossentropy(label_smoothing=0.1), BINARY),
    "binary_focal": ("dense 1 sigmoid", (1, "sigmoid"), "binary_focal_crossentropy(gamma=3)", lambda: ls.BinaryFocalCrossentropy(gamma=3), BINARY),
    "categorical_crossentropy": ("dense 3 softmax", (3, "softmax"), "categorical_crossentropy", lambda: "categorical_crossentropy", ONEHOT),
    "categorical_crossentropy_logits": ("dense 3", (3, None), "categorical_crossentropy(from_logits=true, label_smoothing=0.1)",
                                        lambda: ls.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1), ONEHOT),
    "categorical_focal": ("dense 3 softmax", (3, "softmax"), "categorical_focal_crossentropy", lambda: ls.CategoricalFocalCrossentropy(), ONEHOT),
    "sparse_categorical_crossentropy": ("dense 3 softmax", (3, "softmax"), "sparse_categorical_crossentropy", lambda: "sparse_categorical_crossentropy", SPARSE),
    "sparse_categorical_logits": ("dense 3", (3, None), "sparse_categorical_crossentropy(from_logits=true)",
                                  lambda: ls.SparseCategoricalCrossentropy(from_logits=True), SPARSE),
    "kl_divergence": ("dense 3 softmax", (3, "softmax"), "kl_divergence", lambda: "kl_divergence", DIST),
    "hinge": ("dense 1 tanh", (1, "tanh"), "hinge", lambda: "hinge", SIGNS),
    "squared_hinge": ("dense 1 tanh", (1, "tanh"), "squared_hinge", lambda: "squared_hinge", SIGNS),
    "categorical_hinge": ("dense 3", (3, None), "categorical_hinge", lambda: "categorical_hinge", ONEHOT),
    "binary_focal_balanced": ("dense 1", (1, None), "binary_focal_crossentropy(apply_class_balancing=true, alpha=0.4, gamma=1, from_logits=true, label_smoothing=0.1)",
                              lambda: ls.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.4, gamma=1, from_logits=True, label_smoothing=0.1), BINARY),
    "categorical_focal_logits": ("dense 3", (3, None), "categorical_focal_crossentropy(alpha=0.5, gamma=3, from_logits=true, label_smoothing=0.1)",
                                 lambda: ls.CategoricalFocalCrossentropy(alpha=0.5, gamma=3, from_logits=True, label_smoothing=0.1), ONEHOT),
    # Labels without an axis of length 1: Keras would compare each with every row of the batch.
    "categorical_generalized_cross_entropy": ("dense 3 softmax", (3, "softmax"), "categorical_generalized_cross_entropy(0.8)",
                                              lambda: ls.CategoricalGeneralizedCrossEntropy(0.8), tuple(v[:, 0] for v in SPARSE)),
    "sparse_ignore_class": ("dense 3 softmax", (3, "softmax"), "sparse_categorical_crossentropy(ignore_class=1)",
                            lambda: ls.SparseCategoricalCrossentropy(ignore_class=1), SPARSE),
    "dice": ("dense 3 softmax", (3, "softmax"), "dice", lambda: ls.Dice(), ONEHOT),
    "tversky_shares": ("dense 3 softmax", (3, "softmax"), "tversky(0.3, 0.7, axis=-1)", lambda: ls.Tversky(0.3, 0.7, axis=-1), ONEHOT),
    "circle": ("dense 3; unit_normalization", (3, "unit"), "circle", lambda: ls.Circle(), SPARSE),
    "sum_reduction": ("dense 2", (2, None), "mean_squared_error(reduction=sum)", lambda: ls.MeanSquaredError(reduction="sum"), REAL),
}


# A percentage is a hundred times its error: the rate that suits the others would throw the weights about.
RATES = {"mape": 0.0005, "circle": 0.002}


def spec(head, loss, metrics="", rate=0.05):
    return f"""
model m {{
  input [5]
  dense 4 tanh
  {head.replace("; ", chr(10) + "  ")}
}}
train {{
  optimizer: sgd({rate})
  loss: {loss}
  {metrics}
  epochs: 2
  batch_size: 4
  shuffle: false
}}
"""


def net(head):
    if head[1] == "unit":
        return keras.Sequential([keras.Input((5,)), layers.Dense(4, "tanh"), layers.Dense(head[0]), layers.UnitNormalization()])
    return keras.Sequential([keras.Input((5,)), layers.Dense(4, "tanh"), layers.Dense(head[0], head[1])])


for key, (head, khead, text, make, (y, yv)) in LOSSES.items():
    rate = RATES.get(key, 0.05)

    @case(f"loss_{key}", spec(head, text, rate=rate), x=X, y=y, validation=(XV, yv))
    def _(khead=khead, make=make, rate=rate):
        return net(khead), dict(optimizer=keras.optimizers.SGD(rate), loss=make()), {}

METRICS = {
    "binary": ("dense 1 sigmoid", (1, "sigmoid"), "binary_crossentropy", BINARY,
               "[accuracy, binary_accuracy(threshold=0.4), precision, recall, auc, auc(curve=PR, name=prc), true_positives, false_negatives, binary_crossentropy]",
               lambda: ["accuracy", ms.BinaryAccuracy(threshold=0.4), "precision", "recall", "auc", ms.AUC(curve="PR", name="prc"),
                        ms.TruePositives(), ms.FalseNegatives(), "binary_crossentropy"]),
    "sparse": ("dense 3 softmax", (3, "softmax"), "sparse_categorical_crossentropy", SPARSE,
               "[accuracy, sparse_top_k_categorical_accuracy(k=2), sparse_categorical_crossentropy]",
               lambda: ["accuracy", ms.SparseTopKCategoricalAccuracy(k=2), "sparse_categorical_crossentropy"]),
    "onehot": ("dense 3 softmax", (3, "softmax"), "categorical_crossentropy", ONEHOT,
               "[accuracy, top_k_categorical_accuracy(k=2), categorical_crossentropy, f1_score(average=macro), precision(top_k=1), recall(class_id=1)]",
               lambda: ["accuracy", ms.TopKCategoricalAccuracy(k=2), "categorical_crossentropy", ms.F1Score(average="macro"), ms.Precision(top_k=1), ms.Recall(class_id=1)]),
    "real": ("dense 2", (2, None), "mse", REAL,
             "[mae, mse, root_mean_squared_error, r2_score, cosine_similarity, log_cosh_error]",
             lambda: ["mae", "mse", ms.RootMeanSquaredError(), ms.R2Score(), ms.CosineSimilarity(), "log_cosh_error"]),
    "binary_thresholds": ("dense 1 sigmoid", (1, "sigmoid"), "binary_focal_crossentropy", BINARY,
                          "[true_negatives, false_positives(thresholds=0.4), precision(thresholds=0.3), auc(num_thresholds=20, summation_method=minoring), "
                          "precision_at_recall(0.6), recall_at_precision(0.6), sensitivity_at_specificity(0.6), specificity_at_sensitivity(0.6), binary_io_u(target_class_ids=[1], threshold=0.4)]",
                          lambda: [ms.TrueNegatives(), ms.FalsePositives(thresholds=0.4), ms.Precision(thresholds=0.3), ms.AUC(20, summation_method="minoring"),
                                   ms.PrecisionAtRecall(0.6), ms.RecallAtPrecision(0.6), ms.SensitivityAtSpecificity(0.6), ms.SpecificityAtSensitivity(0.6),
                                   ms.BinaryIoU([1], 0.4)]),
    "onehot_overlap": ("dense 3 softmax", (3, "softmax"), "dice", ONEHOT,
                       "[categorical_hinge, kl_divergence, fbeta_score(macro, 2), one_hot_io_u(3, [0, 2]), mean_io_u(3, sparse_y_true=false, sparse_y_pred=false), precision(class_id=0), recall(top_k=2)]",
                       lambda: ["categorical_hinge", "kl_divergence", ms.FBetaScore("macro", 2.0), ms.OneHotIoU(3, [0, 2]), ms.MeanIoU(3, sparse_y_true=False, sparse_y_pred=False),
                                ms.Precision(class_id=0), ms.Recall(top_k=2)]),
    "sparse_overlap": ("dense 3 softmax", (3, "softmax"), "sparse_categorical_crossentropy", SPARSE, "[crossentropy, mean_io_u(3, sparse_y_pred=false)]",
                       lambda: [ms.SparseCategoricalCrossentropy(name="crossentropy"), ms.MeanIoU(3, sparse_y_pred=False)]),
    "positive": ("dense 2 softplus", (2, "softplus"), "poisson", POSITIVE, "[mape, msle, poisson, r2_score(class_aggregation=variance_weighted_average)]",
                 lambda: ["mape", "msle", "poisson", ms.R2Score(class_aggregation="variance_weighted_average")]),
    "signs": ("dense 1 tanh", (1, "tanh"), "hinge", SIGNS, "[hinge, squared_hinge]", lambda: ["hinge", "squared_hinge"]),
    "acc": ("dense 3 sigmoid", (3, "sigmoid"), "binary_crossentropy", ONEHOT, "[acc]", lambda: ["acc"]),
}
KERAS_LOSSES = {
    "binary_focal_crossentropy": lambda: ls.BinaryFocalCrossentropy(),
    "dice": lambda: ls.Dice(),
}
for key, (head, khead, loss, (y, yv), text, make) in METRICS.items():
    @case(f"metrics_{key}", spec(head, loss, f"metrics: {text}"), x=X, y=y, validation=(XV, yv),
          # Ten cosines of float32 that nearly cancel: 3e-8 off, of 3.4e-4.
          differs={backend: (5e-5, "rounding: a mean of cosines that cancel, on another processor too") for backend in ("tensorflow", "jax")} if key == "real" else None)
    def _(khead=khead, loss=loss, make=make):
        return net(khead), dict(optimizer=keras.optimizers.SGD(0.05), loss=KERAS_LOSSES.get(loss, lambda: loss)(), metrics=make()), {}


@case("metrics_weighted_rows", spec("dense 1 sigmoid", "binary_crossentropy", "metrics: [accuracy, auc]"), x=X, y=BINARY[0],
      sample_weight=np.linspace(0.2, 2, 10).astype("float32"), validation=(XV, BINARY[1], np.linspace(1, 3, 7).astype("float32")))
def _():
    return net((1, "sigmoid")), dict(optimizer=keras.optimizers.SGD(0.05), loss="binary_crossentropy", metrics=["accuracy", "auc"]), {}


@case("class_weight", spec("dense 3 softmax", "sparse_categorical_crossentropy", "metrics: [accuracy]\n  class_weight: { 0: 1, 2: 5 }"),
      x=X, y=SPARSE[0], validation=(XV, SPARSE[1]), class_weight={0: 1.0, 2: 5.0})
def _():
    return net((3, "softmax")), dict(optimizer=keras.optimizers.SGD(0.05), loss="sparse_categorical_crossentropy", metrics=["accuracy"]), {}


TWO = """
model m {
  input [5] as a
  input [3] as b
  dense 4 tanh regularizer=l2(0.02) from a as h
  dense 4 tanh from b as g
  concatenate from h, g as both
  dense 1 sigmoid from both as yes
  dense 2 from both as size
  output yes, size
}
train {
  optimizer: adam(0.01)
  loss: { yes: binary_crossentropy, size: mse }
  loss_weights: { yes: 2, size: 0.5 }
  metrics: { yes: [accuracy], size: [mae] }
  epochs: 2
  batch_size: 4
  shuffle: false
}
"""


@case("two_inputs_two_outputs", TWO, x={"a": X, "b": features(10, 3, seed=8)}, y={"yes": BINARY[0], "size": REAL[0]},
      validation=({"a": XV, "b": features(7, 3, seed=9)}, {"yes": BINARY[1], "size": REAL[1]}), differs=TF_MEAN_OF_BATCHES)
def _():
    a, b = keras.Input((5,), name="a"), keras.Input((3,), name="b")
    h = layers.Dense(4, "tanh", kernel_regularizer=keras.regularizers.L2(0.02), name="h")(a)
    g = layers.Dense(4, "tanh", name="g")(b)
    both = layers.Concatenate(name="both")([h, g])
    outputs = {"yes": layers.Dense(1, "sigmoid", name="yes")(both), "size": layers.Dense(2, name="size")(both)}
    return (keras.Model([a, b], outputs),
            dict(optimizer=keras.optimizers.Adam(0.01), loss={"yes": "binary_crossentropy", "size": "mse"},
                 loss_weights={"yes": 2, "size": 0.5}, metrics={"yes": ["accuracy"], "size": ["mae"]}), {})
