import type { Operand, Ops, Tensor } from "../../../tensor/ops.js";
import { sameShape } from "../../../tensor/same-shape.js";
import { detached, floated, operands, raw, withGradient, type Tf, type TfTensor } from "./tf.js";

type Arithmetic = Pick<Ops, "add" | "sub" | "mul" | "div" | "divNoNan" | "pow" | "maximum" | "minimum">;
type Elementwise = Pick<
  Ops,
  | "neg"
  | "abs"
  | "sign"
  | "square"
  | "sqrt"
  | "rsqrt"
  | "exp"
  | "expm1"
  | "log"
  | "log1p"
  | "sin"
  | "cos"
  | "tanh"
  | "sigmoid"
  | "relu"
  | "softplus"
  | "erf"
  | "floor"
  | "round"
  | "clip"
  | "cast"
  | "stopGradient"
>;
type Choice = Pick<Ops, "equal" | "greater" | "greaterEqual" | "less" | "lessEqual" | "and" | "or" | "not" | "where">;

export function arithmetic(tf: Tf): Arithmetic {
  const both =
    (f: (a: TfTensor, b: TfTensor) => TfTensor) =>
    (a: Operand, b: Operand): Tensor =>
      f(...operands(tf, a, b));
  return {
    add: both(tf.add),
    sub: both(tf.sub),
    mul: both(tf.mul),
    div: both((a, b) => tf.div(floated(a), floated(b))), // two int32 would be divided down
    divNoNan: both((a, b) => {
      const zero = detached(tf, () => tf.equal(b, 0));
      const quotient = tf.div(floated(a), tf.where(zero, tf.onesLike(floated(b)), floated(b)));
      return tf.where(broadcastCondition(tf, zero, quotient), tf.zerosLike(quotient), quotient);
    }),
    pow: both(tf.pow),
    // TensorFlow.js does not sum these gradients over broadcast axes.
    maximum: both((a, b) => tf.maximum(spread(tf, a, b), spread(tf, b, a))),
    minimum: both((a, b) => tf.minimum(spread(tf, a, b), spread(tf, b, a))),
  };
}

export function elementwise(tf: Tf): Elementwise {
  const one =
    (f: (x: TfTensor) => TfTensor) =>
    (x: Tensor): Tensor =>
      f(raw(x));
  return {
    neg: one((x) => tf.neg(x)),
    abs: one((x) =>
      // TensorFlow.js's own gradient is -1 at 0.
      withGradient(
        tf,
        [x],
        (v) => ({ value: tf.abs(v), saved: [v] }),
        (dy, [v]) => [tf.mul(dy, tf.sign(v!))],
      ),
    ),
    sign: one((x) => detached(tf, () => tf.sign(x))),
    square: one((x) => tf.square(x)),
    sqrt: one((x) => tf.sqrt(x)),
    rsqrt: one((x) => tf.rsqrt(x)),
    exp: one((x) => tf.exp(x)),
    expm1: one((x) => tf.expm1(x)),
    log: one((x) => tf.log(x)),
    log1p: one((x) => tf.log1p(x)),
    sin: one((x) => tf.sin(x)),
    cos: one((x) => tf.cos(x)),
    tanh: one((x) => tf.tanh(x)),
    sigmoid: one((x) => tf.sigmoid(x)),
    relu: one((x) => tf.relu(x)),
    softplus: one((x) => tf.softplus(x)),
    erf: one((x) =>
      withGradient(
        tf,
        [x],
        (v) => ({ value: erf(tf, v), saved: [v] }),
        (dy, [v]) => [tf.mul(dy, tf.mul(2 / Math.sqrt(Math.PI), tf.exp(tf.neg(tf.square(v!)))))],
      ),
    ),
    floor: one((x) => detached(tf, () => tf.floor(x))),
    round: one((x) => detached(tf, () => tf.round(x))),
    clip: (x, low, high) => tf.clipByValue(raw(x), low, high),
    cast: (x, dtype) =>
      x.dtype === dtype
        ? raw(x)
        : dtype === "float32"
          ? tf.cast(raw(x), dtype)
          : detached(tf, () => tf.cast(raw(x), dtype)),
    stopGradient: one((x) => detached(tf, () => tf.clone(x))),
  };
}

export function choice(tf: Tf): Choice {
  const compare =
    (f: (a: TfTensor, b: TfTensor) => TfTensor) =>
    (a: Operand, b: Operand): Tensor =>
      detached(tf, () => f(...operands(tf, a, b)));
  return {
    equal: compare(tf.equal),
    greater: compare(tf.greater),
    greaterEqual: compare(tf.greaterEqual),
    less: compare(tf.less),
    lessEqual: compare(tf.lessEqual),
    and: (a, b) => detached(tf, () => tf.logicalAnd(raw(a), raw(b))),
    or: (a, b) => detached(tf, () => tf.logicalOr(raw(a), raw(b))),
    not: (a) => detached(tf, () => tf.logicalNot(raw(a))),
    where: (condition, a, b) => select(tf, raw(condition), ...operands(tf, a, b)),
  };
}

/** Choice whose gradient is a choice too: TensorFlow.js multiplies by 0 and 1, which lets NaN through. */
function select(tf: Tf, condition: TfTensor, a: TfTensor, b: TfTensor): TfTensor {
  if (a.dtype !== "float32" && b.dtype !== "float32") return detached(tf, () => tf.where(condition, a, b));
  const joined = tf.backend_util.assertAndGetBroadcastShape;
  const shape = joined(joined(a.shape, b.shape), condition.shape);
  const whole = (x: TfTensor): TfTensor =>
    sameShape(x.shape, shape) ? floated(x) : tf.add(floated(x), tf.zeros(shape));
  return withGradient(
    tf,
    [whole(a), whole(b)],
    (x, y) => {
      const full = sameShape(condition.shape, shape) ? condition : broadcastCondition(tf, condition, x);
      return { value: tf.where(full, x, y), saved: [full] };
    },
    (dy, [full]) => [tf.where(full!, dy, tf.zerosLike(dy)), tf.where(full!, tf.zerosLike(dy), dy)],
  );
}

/** `x` in the shape it has together with `other`. */
function spread(tf: Tf, x: TfTensor, other: TfTensor): TfTensor {
  const shape = tf.backend_util.assertAndGetBroadcastShape(x.shape, other.shape);
  return sameShape(x.shape, shape) ? x : tf.add(x, tf.zeros(shape, x.dtype === "int32" ? "int32" : "float32"));
}

const broadcastCondition = (tf: Tf, condition: TfTensor, like: TfTensor): TfTensor =>
  detached(tf, () => tf.logicalOr(condition, tf.zeros(like.shape, "bool")));

/**
 * The error function to float32 precision: x · P(x²) / Q(x²) on [-4, 4], beyond which it is ±1 in float32. The
 * coefficients are Eigen's, which TensorFlow uses; TensorFlow.js's cpu kernel is an approximation good to 1.5e-7
 * absolute only.
 */
function erf(tf: Tf, x: TfTensor): TfTensor {
  const v = tf.clipByValue(x, -4, 4);
  const square = tf.square(v);
  const polynomial = (coefficients: readonly number[]): TfTensor =>
    coefficients
      .slice(1)
      .reduce<TfTensor>((sum, c) => tf.add(tf.mul(sum, square), c), tf.fill(v.shape, coefficients[0]!));
  return tf.div(tf.mul(v, polynomial(ERF_P)), polynomial(ERF_Q));
}

const ERF_P = [
  -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5, -7.34990630326855e-4,
  -2.95459980854025e-3, -1.60960333262415e-2,
];
const ERF_Q = [
  -1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3, -1.42647390514189e-2,
];
