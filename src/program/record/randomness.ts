import { times } from "../../tensor/lengths.js";
import type { Ops, Shape } from "../../tensor/ops.js";
import { deriveSeed, mix } from "../../tensor/random.js";
import { binary } from "../broadcast.js";
import { cast, constantNumber, emit, isKnown, lengthValue, scalar, sizeOf, tensorConstant, typed } from "../emit.js";
import type { Graph } from "../graph.js";
import type { ProgramType, Value } from "../node.js";
import { unary } from "./elementwise.js";
import type { RecordContext } from "./operand.js";
import { arranged } from "./reshape.js";

/** `random.ts` in 32-bit unsigned kernels, bit for bit: multiplication wraps, shifts are logical. */
export function randomness(g: Graph, context: RecordContext): Pick<Ops, "uniform" | "normal"> {
  return {
    uniform: (shape, seed) => arranged(g, draws(g, context, shape, seed), shape),
    // In float64, as JavaScript computes it.
    normal: (shape, seed) => {
      const first = cast(g, draws(g, context, shape, seed), "float64");
      const second = cast(g, draws(g, context, shape, deriveSeed(seed, "normal")), "float64");
      const number = (n: number): Value => cast(g, scalar(g, n, "int32"), "float64");
      const radius = unary(
        g,
        "Sqrt",
        binary(g, "Mul", number(-2), unary(g, "Log", binary(g, "Sub", number(1), first))),
      );
      const turn = unary(g, "Cos", binary(g, "Mul", float64(g, 2 * Math.PI), second));
      return arranged(g, cast(g, binary(g, "Mul", radius, turn), "float32"), shape);
    },
  };
}

/** Draws are multiples of it. */
const UNIT = 2 ** -24;
const GOLDEN = 0x9e3779b9;
/** Longer streams count their places at run time instead of carrying them as a constant. */
const LISTED = 1 << 12;

const unsigned = (g: Graph, n: number): Value => tensorConstant(g, Int32Array.of(n | 0), [], "uint32");

const bitcast = (g: Graph, x: Value, type: ProgramType): Value =>
  emit(g, "Bitcast", [x], { T: typed(x.dtype), type: typed(type) }, { name: "output", type, shape: x.shape });

/** The uniform numbers of one stream as one long row. */
function draws(g: Graph, context: RecordContext, shape: Shape, seed: number): Value {
  if (context.step === undefined) throw new Error("random numbers are drawn where the recorder was given no step");
  const golden = unsigned(g, GOLDEN);
  const key = mixed(
    g,
    binary(g, "BitwiseXor", unsigned(g, mix(seed | 0)), binary(g, "Mul", bitcast(g, context.step, "uint32"), golden)),
  );
  const places = multiples(g, shape);
  const bits = mixed(g, binary(g, "AddV2", mixed(g, binary(g, "BitwiseXor", places, key)), key));
  const whole = bitcast(g, binary(g, "RightShift", bits, unsigned(g, 8)), "int32");
  return binary(g, "Mul", cast(g, whole, "float32"), scalar(g, UNIT));
}

/**
 * A draw compared with a number as its 32 bits with a whole number: the same truth without making the fraction. Null
 * for anything else.
 */
export function drawAtLeast(g: Graph, draw: Value, bound: number, inclusive: boolean): Value | null {
  const row = draw.node.op === "Reshape" ? draw.node.inputs[0]! : draw;
  const [whole, unit] = row.node.op === "Mul" ? row.node.inputs : [];
  const shifted = whole?.node.op === "Cast" ? whole.node.inputs[0]!.node.inputs[0] : undefined;
  if (unit === undefined || constantNumber(unit) !== UNIT || shifted?.node.op !== "RightShift") return null;
  const places = Math.fround(bound) / UNIT;
  const least = inclusive ? Math.ceil(places) : Math.floor(places) + 1;
  if (!(least > 0 && least < 2 ** 24)) return null;
  const bits = arranged(g, shifted.node.inputs[0]!, draw.shape);
  return binary(g, "GreaterEqual", bits, unsigned(g, least * 256), "bool");
}

/** 0 … n-1, each times the golden ratio of 2^32. */
function multiples(g: Graph, shape: Shape): Value {
  if (isKnown(shape) && sizeOf(shape) <= LISTED) {
    const n = sizeOf(shape);
    return tensorConstant(
      g,
      Int32Array.from({ length: n }, (_, i) => Math.imul(i, GOLDEN)),
      [n],
      "uint32",
    );
  }
  const range = emit(
    g,
    "Range",
    [scalar(g, 0, "int32"), lengthValue(g, times(...shape)), scalar(g, 1, "int32")],
    { Tidx: typed("int32") },
    { name: "output", type: "int32", shape: [times(...shape)] },
  );
  return binary(g, "Mul", bitcast(g, range, "uint32"), unsigned(g, GOLDEN));
}

/** The finalizer of MurmurHash3, as `mix`. */
function mixed(g: Graph, x: Value): Value {
  const folded = (v: Value, by: number): Value =>
    binary(g, "BitwiseXor", v, binary(g, "RightShift", v, unsigned(g, by)));
  const once = binary(g, "Mul", folded(x, 16), unsigned(g, 0x85ebca6b));
  return folded(binary(g, "Mul", folded(once, 13), unsigned(g, 0xc2b2ae35)), 16);
}

/** A double of two floats, which constants can hold: exact to 2^-48. */
function float64(g: Graph, n: number): Value {
  const high = Math.fround(n);
  return binary(g, "AddV2", cast(g, scalar(g, high), "float64"), cast(g, scalar(g, n - high), "float64"));
}
