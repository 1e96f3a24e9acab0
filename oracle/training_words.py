"""Goldens of the training words (losses, metrics, optimizers, schedules, callbacks) from real Keras 3 on JAX.

Run with KERAS_BACKEND=jax: python oracle/training_words.py
Writes test/goldens/catalog/{losses,metrics,optimizers,schedules,callbacks}.json, which test/catalog/training replays without Python.
"""

import json
import math
import os
import tempfile
import warnings

os.environ.setdefault("KERAS_BACKEND", "jax")

import jax
import jax.numpy as jnp
import keras
import numpy as np

warnings.filterwarnings("ignore")
OUT = os.path.join(os.path.dirname(__file__), "..", "test", "goldens", "catalog")


def plain(x):
    """JSON without NaN or infinity: they are written as strings."""
    if isinstance(x, dict):
        return {str(k): plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    if hasattr(x, "shape"):
        return plain(np.asarray(x).tolist())
    if isinstance(x, float) and not math.isfinite(x):
        return "NaN" if math.isnan(x) else ("Infinity" if x > 0 else "-Infinity")
    return x


def write(name, cases):
    os.makedirs(OUT, exist_ok=True)
    with open(os.path.join(OUT, name + ".json"), "w") as f:
        lines = [json.dumps(plain(c), allow_nan=False) for c in cases]
        f.write('{"keras": "%s", "cases": [\n%s\n]}\n' % (keras.__version__, ",\n".join(lines)))
    print(name, len(cases))


def tensor(x, dtype="float32"):
    x = np.asarray(x)
    return {"dtype": dtype, "shape": list(x.shape), "data": x.astype(dtype).reshape(-1)}


rng = np.random.default_rng(7)
f32 = lambda x: np.asarray(x, "float32")
softmax = lambda x: np.exp(x) / np.exp(x).sum(-1, keepdims=True)

# ---- data of the losses and metrics: rows of 6, three outputs --------------------------------------------------------
N = 6
SCORES = f32(rng.normal(size=(N, 3)) * 2)
PROBS = f32(softmax(SCORES))
UNIT = f32(1 / (1 + np.exp(-SCORES)))
NUMBERS = f32(rng.normal(size=(N, 3)) * 3)
POSITIVE = f32(np.abs(NUMBERS) + 0.2)
INDEX = np.array([0, 2, 1, 1, 0, 2])
ONEHOT = f32(np.eye(3)[INDEX])
LABELS = f32(rng.integers(0, 2, size=(N, 3)))
SOFT = f32(softmax(rng.normal(size=(N, 3))))
WEIGHT = f32([1, 0.5, 2, 0, 1.5, 3])
EXTREME = f32([[1, 0, 0], [0, 1, 0], [0.5, 0.5, 0], [1e-9, 1, 0], [0, 0, 1], [0.2, 0.3, 0.5]])
ONE_SCORE = f32(rng.normal(size=(N, 1)))
ONE_LABEL = f32(rng.integers(0, 2, size=(N,)))
SEQ_SCORES = f32(rng.normal(size=(N, 4, 3)))
SEQ_INDEX = rng.integers(0, 3, size=(N, 4))
SEQ_MASK = rng.integers(0, 2, size=(N, 4)).astype(bool)
EMBED = f32(NUMBERS / np.linalg.norm(NUMBERS, axis=1, keepdims=True))


def loss_case(word, cls, args, target, pred, weight=None, mask=None, index=False, reduction="sum_over_batch_size"):
    loss = cls(**args, reduction=reduction)

    def value(p):
        if mask is not None:
            p = jnp.asarray(p)
            keras.src.backend.set_keras_mask(p, jnp.asarray(mask))
        return loss(target, p, sample_weight=weight)

    v = value(jnp.asarray(pred))
    # A tracer carries no mask, so the gradient of masked cases is taken of the formula on weights.
    grad = None
    if mask is None:
        grad = jax.grad(lambda p: value(p))(jnp.asarray(pred))
    return {
        "word": word,
        "args": {**args, "reduction": reduction},
        "target": tensor(target, "int32" if index else "float32"),
        "prediction": tensor(pred),
        "weight": None if weight is None else tensor(weight),
        "mask": None if mask is None else tensor(mask, "int32"),
        "value": float(v),
        "gradient": None if grad is None else np.asarray(grad).reshape(-1),
    }


def losses():
    L = keras.losses
    cases = []
    add = lambda *a, **k: cases.append(loss_case(*a, **k))
    for word, cls, target, pred in [
        ("mean_squared_error", L.MeanSquaredError, NUMBERS, SCORES),
        ("mean_absolute_error", L.MeanAbsoluteError, NUMBERS, SCORES),
        ("mean_absolute_percentage_error", L.MeanAbsolutePercentageError, NUMBERS, SCORES),
        ("mean_squared_logarithmic_error", L.MeanSquaredLogarithmicError, POSITIVE, f32(POSITIVE[::-1])),
        ("huber", L.Huber, NUMBERS, SCORES),
        ("log_cosh", L.LogCosh, NUMBERS, SCORES),
        ("hinge", L.Hinge, LABELS, SCORES),
        ("squared_hinge", L.SquaredHinge, LABELS, SCORES),
        ("hinge", L.Hinge, f32(2 * LABELS - 1), SCORES),
        ("categorical_hinge", L.CategoricalHinge, ONEHOT, SCORES),
        ("kl_divergence", L.KLDivergence, SOFT, PROBS),
        ("poisson", L.Poisson, f32(np.floor(POSITIVE)), UNIT),
        ("cosine_similarity", L.CosineSimilarity, NUMBERS, SCORES),
        ("binary_crossentropy", L.BinaryCrossentropy, LABELS, UNIT),
        ("categorical_crossentropy", L.CategoricalCrossentropy, ONEHOT, PROBS),
        ("categorical_crossentropy", L.CategoricalCrossentropy, SOFT, f32(PROBS * 1.7)),
        ("binary_focal_crossentropy", L.BinaryFocalCrossentropy, LABELS, UNIT),
        ("categorical_focal_crossentropy", L.CategoricalFocalCrossentropy, ONEHOT, PROBS),
        ("dice", L.Dice, LABELS, UNIT),
        ("tversky", L.Tversky, LABELS, UNIT),
    ]:
        add(word, cls, {}, target, pred)
        add(word, cls, {}, target, pred, weight=WEIGHT)
        for reduction in ["sum", "mean", "mean_with_sample_weight"]:
            if word not in ("dice", "tversky"):
                add(word, cls, {}, target, pred, weight=WEIGHT, reduction=reduction)
    sparse = lambda args, t, p, **k: add("sparse_categorical_crossentropy", L.SparseCategoricalCrossentropy, args, t, p, index=True, **k)
    sparse({}, INDEX, PROBS)
    sparse({}, INDEX, f32(PROBS * 3), weight=WEIGHT)
    sparse({"from_logits": True}, INDEX, SCORES, weight=WEIGHT, reduction="mean_with_sample_weight")
    sparse({}, INDEX[:, None], PROBS)
    sparse({"ignore_class": 1}, INDEX, PROBS)
    sparse({"ignore_class": 1, "from_logits": True}, INDEX, SCORES, weight=WEIGHT)
    sparse({"ignore_class": -1}, np.array([0, -1, 1, -1, 2, 0]), PROBS)
    sparse({"from_logits": True}, SEQ_INDEX, SEQ_SCORES)
    for reduction in ["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight"]:
        sparse({"from_logits": True}, SEQ_INDEX, SEQ_SCORES, mask=SEQ_MASK, reduction=reduction)
        add("mean_squared_error", L.MeanSquaredError, {}, f32(SEQ_SCORES[::-1]), SEQ_SCORES, mask=SEQ_MASK, reduction=reduction)
    sparse({"from_logits": True, "ignore_class": 0}, SEQ_INDEX, SEQ_SCORES, mask=SEQ_MASK)
    for args in [{"from_logits": True}, {"label_smoothing": 0.2}, {"from_logits": True, "label_smoothing": 0.1}]:
        logits = args.get("from_logits", False)
        add("binary_crossentropy", L.BinaryCrossentropy, args, LABELS, SCORES if logits else UNIT)
        add("categorical_crossentropy", L.CategoricalCrossentropy, args, ONEHOT, SCORES if logits else PROBS)
        add("binary_focal_crossentropy", L.BinaryFocalCrossentropy, args, LABELS, SCORES if logits else UNIT)
        add("categorical_focal_crossentropy", L.CategoricalFocalCrossentropy, args, ONEHOT, SCORES if logits else PROBS)
    add("binary_focal_crossentropy", L.BinaryFocalCrossentropy, {"apply_class_balancing": True, "alpha": 0.7, "gamma": 3.0}, LABELS, UNIT)
    add("categorical_focal_crossentropy", L.CategoricalFocalCrossentropy, {"alpha": 0.5, "gamma": 1.5}, ONEHOT, PROBS)
    add("binary_crossentropy", L.BinaryCrossentropy, {"from_logits": True}, LABELS, f32(SCORES * 40))
    add("binary_crossentropy", L.BinaryCrossentropy, {}, ONE_LABEL, f32(1 / (1 + np.exp(-ONE_SCORE))), weight=WEIGHT)
    add("binary_crossentropy", L.BinaryCrossentropy, {"axis": 0}, LABELS, UNIT)
    add("categorical_crossentropy", L.CategoricalCrossentropy, {"axis": 0}, ONEHOT, UNIT)
    add("cosine_similarity", L.CosineSimilarity, {"axis": 0}, NUMBERS, SCORES)
    add("mean_squared_error", L.MeanSquaredError, {}, NUMBERS[:, 0], ONE_SCORE, weight=WEIGHT)
    add("huber", L.Huber, {"delta": 0.4}, NUMBERS, SCORES)
    add("dice", L.Dice, {"axis": [1]}, LABELS, UNIT, weight=WEIGHT)
    add("tversky", L.Tversky, {"alpha": 0.3, "beta": 0.8, "axis": [1]}, LABELS, UNIT)
    add("hinge", L.Hinge, {}, f32(np.where(LABELS == 0, -1, 1) * 2), SCORES)
    gce = L.CategoricalGeneralizedCrossEntropy
    add("categorical_generalized_cross_entropy", gce, {}, INDEX, PROBS, index=True)
    add("categorical_generalized_cross_entropy", gce, {"q": 0.8}, INDEX, PROBS, index=True, weight=WEIGHT)
    # Values only where Keras's own clipping makes gradients a matter of ties.
    for word, cls, t in [("categorical_crossentropy", L.CategoricalCrossentropy, ONEHOT), ("binary_crossentropy", L.BinaryCrossentropy, LABELS), ("kl_divergence", L.KLDivergence, SOFT)]:
        case = loss_case(word, cls, {}, t, EXTREME)
        case["gradient"] = None
        cases.append(case)
    # What only a second look at every argument asks for.
    for word, cls, target, pred in [
        ("binary_focal_crossentropy", L.BinaryFocalCrossentropy, LABELS, UNIT), ("categorical_focal_crossentropy", L.CategoricalFocalCrossentropy, ONEHOT, UNIT),
    ]:
        add(word, cls, {"axis": 0}, target, pred)
    add("categorical_generalized_cross_entropy", gce, {}, INDEX, PROBS, index=True, weight=WEIGHT, reduction="sum")
    add("dice", L.Dice, {"axis": [1]}, LABELS, UNIT, weight=WEIGHT, reduction="sum")
    add("tversky", L.Tversky, {"axis": [1]}, LABELS, UNIT, weight=WEIGHT, reduction="sum")
    cases.append({**loss_case("circle", L.Circle, {}, INDEX, EMBED, index=True, reduction="sum"), "gradient": None})
    for args in [{}, {"gamma": 10.0, "margin": 0.25}, {"remove_diagonal": False}]:
        cases.append({**loss_case("circle", L.Circle, args, INDEX, EMBED, index=True), "gradient": None})
    write("losses", cases)


def metric_case(word, metric, args, batches, index=False, output=None):
    results = []
    for target, pred, weight in batches:
        metric.update_state(target, pred, sample_weight=weight)
        results.append(float(metric.result()))
    return {
        "word": word,
        "args": args,
        "batches": [
            {"target": tensor(t, "int32" if index else "float32"), "prediction": tensor(p), "weight": None if w is None else tensor(w)}
            for t, p, w in batches
        ],
        "results": results,
    }


def metrics():
    M = keras.metrics
    cases = []

    def add(word, cls, args, target, pred, index=False, weighted=True):
        halves = lambda w: [(target[:4], pred[:4], None if w is None else w[:4]), (target[4:], pred[4:], None if w is None else w[4:])]
        cases.append(metric_case(word, cls(**args), args, halves(None), index))
        if weighted:
            cases.append(metric_case(word, cls(**args), args, halves(WEIGHT), index))

    add("mean_squared_error", M.MeanSquaredError, {}, NUMBERS, SCORES)
    add("root_mean_squared_error", M.RootMeanSquaredError, {}, NUMBERS, SCORES)
    add("mean_absolute_error", M.MeanAbsoluteError, {}, NUMBERS, SCORES)
    add("mean_absolute_error", M.MeanAbsoluteError, {}, NUMBERS[:, 0], ONE_SCORE)
    add("root_mean_squared_error", M.RootMeanSquaredError, {}, NUMBERS[:, 0], ONE_SCORE)
    add("mean_absolute_percentage_error", M.MeanAbsolutePercentageError, {}, NUMBERS, SCORES)
    add("mean_squared_logarithmic_error", M.MeanSquaredLogarithmicError, {}, POSITIVE, f32(POSITIVE[::-1]))
    add("log_cosh_error", M.LogCoshError, {}, NUMBERS, SCORES)
    add("cosine_similarity", M.CosineSimilarity, {}, NUMBERS, SCORES)
    add("binary_crossentropy", M.BinaryCrossentropy, {}, LABELS, UNIT)
    add("binary_crossentropy", M.BinaryCrossentropy, {"from_logits": True, "label_smoothing": 0.1}, LABELS, SCORES)
    add("categorical_crossentropy", M.CategoricalCrossentropy, {}, ONEHOT, PROBS)
    add("sparse_categorical_crossentropy", M.SparseCategoricalCrossentropy, {}, INDEX, PROBS, index=True)
    add("sparse_categorical_crossentropy", M.SparseCategoricalCrossentropy, {"ignore_class": 1}, INDEX, PROBS, index=True)
    add("sparse_categorical_crossentropy", M.SparseCategoricalCrossentropy, {"from_logits": True}, SEQ_INDEX, SEQ_SCORES, index=True)
    add("kl_divergence", M.KLDivergence, {}, SOFT, PROBS)
    add("poisson", M.Poisson, {}, f32(np.floor(POSITIVE)), UNIT)
    add("hinge", M.Hinge, {}, LABELS, SCORES)
    add("squared_hinge", M.SquaredHinge, {}, LABELS, SCORES)
    add("categorical_hinge", M.CategoricalHinge, {}, ONEHOT, SCORES)
    add("binary_accuracy", M.BinaryAccuracy, {}, LABELS, UNIT)
    add("binary_accuracy", M.BinaryAccuracy, {"threshold": 0.0}, ONE_LABEL, ONE_SCORE)
    add("categorical_accuracy", M.CategoricalAccuracy, {}, ONEHOT, PROBS)
    add("sparse_categorical_accuracy", M.SparseCategoricalAccuracy, {}, INDEX, PROBS, index=True)
    add("sparse_categorical_accuracy", M.SparseCategoricalAccuracy, {}, INDEX[:, None], PROBS, index=True)
    add("sparse_categorical_accuracy", M.SparseCategoricalAccuracy, {}, SEQ_INDEX, SEQ_SCORES, index=True)
    add("top_k_categorical_accuracy", M.TopKCategoricalAccuracy, {"k": 2}, ONEHOT, PROBS)
    add("sparse_top_k_categorical_accuracy", M.SparseTopKCategoricalAccuracy, {"k": 2}, INDEX, PROBS, index=True)
    # `accuracy` as compile resolves it
    resolved = keras.src.trainers.compile_utils.get_metric
    for target, pred, index in [(ONE_LABEL, f32(ONE_SCORE), False), (ONEHOT, PROBS, False), (LABELS, UNIT, False), (INDEX, PROBS, True), (INDEX[:, None], PROBS, True)]:
        metric = resolved("accuracy", target, pred)
        cases.append(metric_case("accuracy", metric, {}, [(target[:4], pred[:4], WEIGHT[:4]), (target[4:], pred[4:], WEIGHT[4:])], index))
    for word, cls in [("precision", M.Precision), ("recall", M.Recall)]:
        for args in [{}, {"thresholds": 0.3}, {"top_k": 1}, {"class_id": 1}, {"top_k": 2, "class_id": 2}]:
            add(word, cls, args, LABELS, UNIT)
        add(word, cls, {}, ONE_LABEL, f32(1 / (1 + np.exp(-ONE_SCORE))))
    for word, cls in [("true_positives", M.TruePositives), ("true_negatives", M.TrueNegatives), ("false_positives", M.FalsePositives), ("false_negatives", M.FalseNegatives)]:
        for args in [{}, {"thresholds": 0.7}]:
            add(word, cls, args, LABELS, UNIT)
    for args in [
        {}, {"curve": "PR"}, {"curve": "PRGAIN"}, {"num_thresholds": 7}, {"summation_method": "minoring"}, {"summation_method": "majoring"},
        {"curve": "PR", "summation_method": "minoring"}, {"curve": "PR", "summation_method": "majoring", "num_thresholds": 12},
        {"thresholds": [0.7, 0.2, 0.4]}, {"thresholds": [0.25, 0.5, 0.75]},
    ]:
        add("auc", M.AUC, args, LABELS, UNIT)
        add("auc", M.AUC, args, LABELS, f32([[0, 1, 0.5], [0.25, 0.75, 1], [0.5, 0, 0.2], [0.1, 0.4, 0.7], [1, 1, 0], [0, 0, 0]]))
    add("auc", M.AUC, {"from_logits": True}, ONE_LABEL, ONE_SCORE)
    for average in ["micro", "macro", "weighted"]:
        add("f1_score", M.F1Score, {"average": average}, ONEHOT, PROBS)
        add("f1_score", M.F1Score, {"average": average, "threshold": 0.5}, LABELS, UNIT)
        add("fbeta_score", M.FBetaScore, {"average": average, "beta": 2.0, "threshold": 0.4}, LABELS, UNIT)
    add("r2_score", M.R2Score, {}, NUMBERS, f32(NUMBERS + 0.3 * SCORES))
    add("r2_score", M.R2Score, {"class_aggregation": "variance_weighted_average"}, NUMBERS, SCORES)
    add("r2_score", M.R2Score, {"num_regressors": 2}, NUMBERS, SCORES)
    for word, cls, key in [
        ("precision_at_recall", M.PrecisionAtRecall, "recall"), ("recall_at_precision", M.RecallAtPrecision, "precision"),
        ("sensitivity_at_specificity", M.SensitivityAtSpecificity, "specificity"), ("specificity_at_sensitivity", M.SpecificityAtSensitivity, "sensitivity"),
    ]:
        for args in [{key: 0.6}, {key: 0.9, "num_thresholds": 5}, {key: 0.5, "num_thresholds": 1}]:
            add(word, cls, args, LABELS, UNIT)
    add("mean_io_u", M.MeanIoU, {"num_classes": 3, "sparse_y_pred": False}, INDEX, PROBS, index=True)
    add("mean_io_u", M.MeanIoU, {"num_classes": 3, "sparse_y_pred": False, "ignore_class": 0}, SEQ_INDEX, SEQ_SCORES, index=True, weighted=False)
    add("binary_io_u", M.BinaryIoU, {}, ONE_LABEL[:, None], f32(1 / (1 + np.exp(-ONE_SCORE))), weighted=False)
    add("binary_io_u", M.BinaryIoU, {"target_class_ids": [1], "threshold": 0.3}, LABELS, UNIT, weighted=False)
    add("one_hot_io_u", M.OneHotIoU, {"num_classes": 3, "target_class_ids": [0, 2]}, ONEHOT, PROBS)
    # What only a second look at every argument asks for.
    for args in [{"from_logits": True}, {"label_smoothing": 0.2}, {"from_logits": True, "label_smoothing": 0.1}]:
        add("categorical_crossentropy", M.CategoricalCrossentropy, args, ONEHOT, SCORES if args.get("from_logits") else PROBS)
    add("categorical_crossentropy", M.CategoricalCrossentropy, {"axis": 0}, ONEHOT, UNIT, weighted=False)
    add("cosine_similarity", M.CosineSimilarity, {"axis": 0}, NUMBERS, SCORES, weighted=False)
    add("mean_io_u", M.MeanIoU, {"num_classes": 3, "sparse_y_true": False, "sparse_y_pred": False}, ONEHOT, PROBS)
    add("mean_io_u", M.MeanIoU, {"num_classes": 3}, INDEX[:, None], f32(INDEX[::-1, None]), index=True)
    add("one_hot_io_u", M.OneHotIoU, {"num_classes": 3, "target_class_ids": [0, 1, 2], "ignore_class": 1}, ONEHOT, PROBS)
    add("one_hot_io_u", M.OneHotIoU, {"num_classes": 3, "target_class_ids": [0, 1], "sparse_y_pred": True}, ONEHOT, f32(INDEX[::-1]))
    for word, cls, key in [
        ("precision_at_recall", M.PrecisionAtRecall, "recall"), ("recall_at_precision", M.RecallAtPrecision, "precision"),
        ("sensitivity_at_specificity", M.SensitivityAtSpecificity, "specificity"), ("specificity_at_sensitivity", M.SpecificityAtSensitivity, "sensitivity"),
    ]:
        add(word, cls, {key: 0.4, "class_id": 1, "num_thresholds": 20}, LABELS, UNIT)
    write("metrics", cases)


def optimizer_case(word, cls, args, constraint=None, steps=5):
    local = np.random.default_rng(3)
    a0, b0 = f32(local.normal(size=(2, 3))), f32(local.normal(size=(3,)))
    grads = [[f32(local.normal(size=(2, 3)) * (1 + 3 * i)), f32(local.normal(size=(3,)))] for i in range(steps)]
    make = {"max_norm": lambda: keras.constraints.MaxNorm(0.8), None: lambda: None}[constraint]
    a = keras.Variable(a0)
    a.constraint = make()
    b = keras.Variable(b0)
    kwargs = dict(args)
    rate = kwargs.get("learning_rate")
    if isinstance(rate, dict):
        kwargs["learning_rate"] = keras.optimizers.schedules.ExponentialDecay(**rate["args"])
    opt = cls(**kwargs)
    opt.build([a, b])
    history = []
    for g in grads:
        opt.apply([jnp.asarray(x) for x in g], [a, b])
        history.append([np.asarray(a.value).reshape(-1), np.asarray(b.value).reshape(-1)])
    opt.finalize_variable_values([a, b])
    return {
        "word": word, "args": args, "constraint": constraint,
        "start": [tensor(a0), tensor(b0)], "gradients": [[x.reshape(-1) for x in g] for g in grads],
        "weights": history, "final": [np.asarray(a.value).reshape(-1), np.asarray(b.value).reshape(-1)],
    }


def optimizers():
    O = keras.optimizers
    own = {
        ("sgd", O.SGD): [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}],
        ("rmsprop", O.RMSprop): [{}, {"momentum": 0.5}, {"centered": True}, {"rho": 0.7, "momentum": 0.3, "centered": True, "epsilon": 1e-3}],
        ("adam", O.Adam): [{}, {"amsgrad": True}, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 0.1}],
        ("adamw", O.AdamW): [{}, {"weight_decay": 0.1}, {"amsgrad": True}, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 0.1}],
        ("adamax", O.Adamax): [{}, {"beta_1": 0.6, "beta_2": 0.8, "epsilon": 0.05}],
        ("nadam", O.Nadam): [{}, {"beta_1": 0.6, "beta_2": 0.9, "epsilon": 0.05}],
        ("adagrad", O.Adagrad): [{}, {"initial_accumulator_value": 0.5, "epsilon": 0.01}],
        ("adadelta", O.Adadelta): [{}, {"learning_rate": 1.0, "rho": 0.8, "epsilon": 1e-4}],
        ("ftrl", O.Ftrl): [{}, {"learning_rate": 0.1, "l1_regularization_strength": 0.5, "l2_regularization_strength": 0.1, "l2_shrinkage_regularization_strength": 0.05, "beta": 0.2}, {"learning_rate_power": -0.3, "initial_accumulator_value": 0.3}],
        ("lion", O.Lion): [{}, {"beta_1": 0.7, "beta_2": 0.8}],
        ("lamb", O.Lamb): [{}, {"beta_1": 0.7, "beta_2": 0.8, "epsilon": 0.01}],
        ("adafactor", O.Adafactor): [{}, {"learning_rate": 0.5, "relative_step": False}, {"beta_2_decay": -0.5, "clip_threshold": 0.5, "epsilon_1": 0.05, "epsilon_2": 0.01}],
    }
    decay = {"word": "exponential_decay", "args": {"initial_learning_rate": 0.1, "decay_steps": 2, "decay_rate": 0.5, "staircase": False}}
    around = [
        {"weight_decay": 0.2}, {"clipnorm": 0.7}, {"clipvalue": 0.4}, {"global_clipnorm": 0.9},
        {"use_ema": True, "ema_momentum": 0.8}, {"use_ema": True, "ema_momentum": 0.6, "ema_overwrite_frequency": 2}, {"learning_rate": decay},
    ]
    cases = []
    for (word, cls), variants in own.items():
        cases += [optimizer_case(word, cls, args) for args in variants]
        cases += [optimizer_case(word, cls, {"learning_rate": 0.05, **args}) for args in around]
        cases.append(optimizer_case(word, cls, {"learning_rate": 0.3, "use_ema": True, "ema_overwrite_frequency": 3, "weight_decay": 0.01, "clipnorm": 1.0}, constraint="max_norm"))
    write("optimizers", cases)


def schedules():
    S = keras.optimizers.schedules
    cases = []

    def add(word, cls, args):
        steps = [0, 1, 2, 3, 5, 7, 9, 10, 11, 15, 19, 20, 21, 29, 30, 31, 69, 70, 71, 100, 149, 150, 151, 1000]
        schedule = cls(**args)
        cases.append({"word": word, "args": args, "steps": steps, "rates": [float(schedule(s)) for s in steps]})

    for word, cls in [("exponential_decay", S.ExponentialDecay), ("inverse_time_decay", S.InverseTimeDecay)]:
        for staircase in [False, True]:
            add(word, cls, {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.96, "staircase": staircase})
    for args in [{}, {"cycle": True}, {"power": 0.5, "end_learning_rate": 0.01}, {"power": 2.0, "cycle": True}]:
        add("polynomial_decay", S.PolynomialDecay, {"initial_learning_rate": 0.1, "decay_steps": 10, **args})
    for args in [{}, {"alpha": 0.1}, {"warmup_target": 0.5, "warmup_steps": 7}, {"warmup_target": 0.5, "warmup_steps": 0}, {"warmup_steps": 5}]:
        add("cosine_decay", S.CosineDecay, {"initial_learning_rate": 0.1, "decay_steps": 30, **args})
    for args in [{}, {"alpha": 0.1}, {"t_mul": 1.0}, {"t_mul": 1.0, "m_mul": 0.8}, {"t_mul": 3.0, "m_mul": 0.5}]:
        add("cosine_decay_restarts", S.CosineDecayRestarts, {"initial_learning_rate": 0.1, "first_decay_steps": 10, **args})
    add("piecewise_constant_decay", S.PiecewiseConstantDecay, {"boundaries": [10, 20], "values": [0.1, 0.01, 0.001]})
    add("piecewise_constant_decay", S.PiecewiseConstantDecay, {"boundaries": [7], "values": [0.1, 0.01]})
    write("schedules", cases)



class FakeModel:
    """What a callback needs of a model, with the number of the epoch as its weights."""

    def __init__(self, rate=0.1):
        self.stop_training = False
        self.weights = None
        self.saved = []
        self.optimizer = keras.optimizers.SGD(rate)
        self.metrics = []

    def get_weights(self):
        return self.weights

    def set_weights(self, w):
        self.weights = w

    def save(self, path, **_):
        self.saved.append(path)

    save_weights = save


NAN, INF = float("nan"), float("inf")
SEQUENCES = [
    [5, 4, 3, 3, 3, 3, 3], [5, 4.95, 4.9, 4.85, 4.8, 4.75, 4.7], [5, 4, 3, 2, 1, 0.5, 0.4], [5, 4, 3], [5, 4, 3, 3, 3],
    [NAN, NAN, NAN, NAN], [NAN, 3, 2, 1, 0.5], [NAN, 3, 2], [3, NAN, 2, 2, 2], [3, NAN, NAN, NAN, NAN], [INF, INF, 3, 2, 2, 2],
    [1, 2, 3, 4, 5], [1, 2, 1, 2, 0.9, 2, 2, 2, 2], [0.1, 0.2, 0.3, 0.3, 0.3], [None, None, None], [3, None, 4, None, 4, 4, 4],
    [0.30000001, 0.3, 0.29999999, 0.3, 0.3], [2, 1.9999999, 1.9999998, 1.9999997, 1.9999996],
]
STOP_ARGS = [
    {}, {"patience": 1}, {"patience": 2}, {"patience": 3, "baseline": 1.5}, {"patience": 0, "baseline": 1.5}, {"patience": 2, "baseline": 1.5},
    {"patience": 2, "min_delta": 0.1}, {"patience": 2, "min_delta": -0.1}, {"patience": 2, "mode": "max"}, {"patience": 1, "mode": "max", "baseline": 2.5},
    {"patience": 2, "start_from_epoch": 2}, {"patience": 0, "start_from_epoch": 3, "mode": "max"}, {"patience": 10},
]


def callbacks():
    C = keras.callbacks
    cases = []
    logs_of = lambda v: {"loss": 1.0} if v is None else {"loss": 1.0, "val_loss": v}
    for sequence in SEQUENCES:
        for args in STOP_ARGS:
            model, stop = FakeModel(), C.EarlyStopping(**args, restore_best_weights=True)
            stop.set_model(model)
            stop.on_train_begin()
            stopped = -1
            for epoch, value in enumerate(sequence):
                model.weights = epoch
                stop.on_epoch_end(epoch, logs_of(value))
                if model.stop_training:
                    stopped = epoch
                    break
            stop.on_train_end()
            cases.append({"word": "early_stopping", "args": {**args, "restore_best_weights": True}, "values": sequence, "stopped": stopped, "weights": model.weights})
        for args in [{"patience": 1}, {"patience": 2, "factor": 0.5}, {"patience": 0}, {"patience": 1, "cooldown": 2}, {"patience": 1, "min_lr": 0.03, "factor": 0.5}, {"patience": 2, "mode": "max", "min_delta": 0.05}]:
            model, reduce = FakeModel(), C.ReduceLROnPlateau(**args)
            reduce.set_model(model)
            reduce.on_train_begin()
            rates = []
            for epoch, value in enumerate(sequence):
                reduce.on_epoch_end(epoch, logs_of(value))
                rates.append(float(np.asarray(model.optimizer.learning_rate.value)))
            cases.append({"word": "reduce_lr_on_plateau", "args": args, "values": sequence, "rates": rates})
        for args in [{}, {"save_best_only": True}, {"save_best_only": True, "mode": "max"}, {"save_best_only": True, "initial_value_threshold": 2.5}]:
            model, save = FakeModel(), C.ModelCheckpoint("m-{epoch:02d}-{loss:.2f}.keras", **args)
            save.set_model(model)
            for epoch, value in enumerate(sequence):
                save.on_epoch_begin(epoch)
                save.on_epoch_end(epoch, logs_of(value))
            cases.append({"word": "model_checkpoint", "args": {"filepath": "m-{epoch:02d}-{loss:.2f}.keras", **args}, "values": sequence, "saved": model.saved})
    cases += monitored(C) + written(C) + scheduled(C) + terminated(C)
    write("callbacks", cases)


def monitored(C):
    """Another value than the validation loss."""
    values = [0.1, 0.3, 0.2, 0.25, 0.3, 0.2]
    cases = []
    for monitor, mode in [("score", "max"), ("loss", "auto"), ("missing", "max")]:
        logs = [{"loss": 1 - v, "score": v} for v in values]
        watch = {"monitor": monitor, "mode": mode}
        model, stop = FakeModel(), C.EarlyStopping(**watch, patience=2, restore_best_weights=True)
        stop.set_model(model)
        stop.on_train_begin()
        stopped = -1
        for epoch, log in enumerate(logs):
            model.weights = epoch
            stop.on_epoch_end(epoch, log)
            if model.stop_training:
                stopped = epoch
                break
        stop.on_train_end()
        cases.append({"word": "early_stopping", "args": {**watch, "patience": 2, "restore_best_weights": True}, "logs": logs, "stopped": stopped, "weights": model.weights})
        model, reduce = FakeModel(), C.ReduceLROnPlateau(**watch, patience=1, factor=0.5)
        reduce.set_model(model)
        reduce.on_train_begin()
        rates = []
        for epoch, log in enumerate(logs):
            reduce.on_epoch_end(epoch, log)
            rates.append(float(np.asarray(model.optimizer.learning_rate.value)))
        cases.append({"word": "reduce_lr_on_plateau", "args": {**watch, "patience": 1, "factor": 0.5}, "logs": logs, "rates": rates})
        model, save = FakeModel(), C.ModelCheckpoint("{epoch}-{score:.1f}.keras", **watch, save_best_only=True)
        save.set_model(model)
        for epoch, log in enumerate(logs):
            save.on_epoch_begin(epoch)
            save.on_epoch_end(epoch, log)
        cases.append({"word": "model_checkpoint", "args": {"filepath": "{epoch}-{score:.1f}.keras", **watch, "save_best_only": True}, "logs": logs, "saved": model.saved})
    return cases


def written(C):
    """The file of a csv_logger."""
    cases = []
    for separator, logs in [
        (",", [{"loss": 1.0, "acc": 0.5}, {"loss": 0.5, "acc": 1.0, "val_loss": 2.0}]),
        (";", [{"loss": 0.25, "val_loss": 0.125}, {"loss": 0.0625, "val_loss": 1e-7}]),
    ]:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "h.csv")
            logger = C.CSVLogger(path, separator=separator)
            logger.set_model(FakeModel())
            logger.on_train_begin()
            for epoch, log in enumerate(logs):
                logger.on_epoch_end(epoch, log)
            logger.on_train_end()
            with open(path, newline="") as f:
                cases.append({"word": "csv_logger", "args": {"filename": "h.csv", "separator": separator}, "logs": logs, "file": f.read()})
    return cases


def scheduled(C):
    """A learning_rate_scheduler whose function looks rates up in a table."""
    cases = []
    for table in [{"0": 0.5, "2": 0.25}, {"1": 0.5, "3": 0.25}]:
        def rate(epoch, now, table=table):
            return max(((int(e), r) for e, r in table.items() if int(e) <= epoch), default=(0, now))[1]

        model, scheduler = FakeModel(), C.LearningRateScheduler(rate)
        scheduler.set_model(model)
        rates = []
        for epoch in range(5):
            scheduler.on_epoch_begin(epoch)
            rates.append(float(np.asarray(model.optimizer.learning_rate.value)))
            scheduler.on_epoch_end(epoch, {})
        cases.append({"word": "learning_rate_scheduler", "args": {"schedule": table}, "logs": [{"loss": 1.0}] * 5, "rates": rates})
    return cases


def terminated(C):
    """terminate_on_nan, for which an epoch is one batch here."""
    cases = []
    for losses_ in [[1.0, NAN, 1.0], [INF, 1.0], [3.0, 2.0, -INF, 1.0], [1.0, 2.0]]:
        model, terminate = FakeModel(), C.TerminateOnNaN()
        terminate.set_model(model)
        stopped = -1
        for epoch, loss in enumerate(losses_):
            terminate.on_batch_end(0, {"loss": loss})
            if model.stop_training:
                stopped = epoch
                break
        cases.append({"word": "terminate_on_nan", "args": {}, "logs": [{"loss": v} for v in losses_], "stopped": stopped})
    return cases


if __name__ == "__main__":
    losses()
    metrics()
    optimizers()
    schedules()
    callbacks()
