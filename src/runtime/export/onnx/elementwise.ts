import { isOnnxType } from "./messages.js";
import { Untranslatable, type Translate, type TranslationTable } from "./translation.js";

const unary =
  (op: string): Translate =>
  ({ b, x }) =>
    b.add(op, [x(0)]);
const binary =
  (op: string): Translate =>
  ({ b, x }) =>
    b.add(op, [x(0), x(1)]);

const select: Translate = ({ b, node, x }) => {
  if (node.inputs[1]!.dtype !== "bool") return b.add("Where", [x(0), x(1), x(2)]);
  return b.add("Or", [b.add("And", [x(0), x(1)]), b.add("And", [b.add("Not", [x(0)]), x(2)])]);
};

/** Arithmetic, functions, comparison and choice, one number at a time. ONNX broadcasts as numpy does. */
export const elementwiseTable: TranslationTable = {
  Identity: ({ x }) => x(0),
  StopGradient: ({ x }) => x(0),
  Neg: unary("Neg"),
  Abs: unary("Abs"),
  Sign: unary("Sign"),
  Square: ({ b, x }) => b.add("Mul", [x(0), x(0)]),
  Sqrt: unary("Sqrt"),
  Rsqrt: ({ b, x }) => b.add("Reciprocal", [b.add("Sqrt", [x(0)])]),
  Exp: unary("Exp"),
  // ONNX has none. Within -1 … 1 tanh(x/2) · (exp(x) + 1), which does not cancel near 0.
  Expm1: ({ b, x }) => {
    const power = b.add("Exp", [x(0)]);
    const near = b.add("Mul", [
      b.add("Tanh", [b.add("Mul", [x(0), b.number(0.5)])]),
      b.add("Add", [power, b.number(1)]),
    ]);
    const small = b.add("Less", [b.add("Abs", [x(0)]), b.number(1)]);
    return b.add("Where", [small, near, b.add("Sub", [power, b.number(1)])]);
  },
  Log: unary("Log"),
  // Near 0 the sum would round x away: x itself is log1p(x) to float32 where 1 + x is 1.
  Log1p: ({ b, x }) => {
    const one = b.number(1);
    const sum = b.add("Add", [x(0), one]);
    const rounded = b.add("Sub", [sum, one]);
    // log(u) · x / (u - 1) with u = 1 + x: the error of rounding u cancels.
    const corrected = b.add("Div", [b.add("Mul", [b.add("Log", [sum]), x(0)]), rounded]);
    const usable = b.add("And", [
      b.add("Not", [b.add("Equal", [rounded, b.number(0)])]),
      b.add("Less", [b.add("Abs", [x(0)]), one]),
    ]);
    const plain = b.add("Where", [b.add("Equal", [rounded, b.number(0)]), x(0), b.add("Log", [sum])]);
    return b.add("Where", [usable, corrected, plain]);
  },
  Sin: unary("Sin"),
  Cos: unary("Cos"),
  Tanh: unary("Tanh"),
  Sigmoid: unary("Sigmoid"),
  Relu: unary("Relu"),
  Softplus: unary("Softplus"),
  Erf: unary("Erf"),
  Floor: unary("Floor"),
  Rint: unary("Round"),
  IsFinite: ({ b, x }) => b.add("Not", [b.add("Or", [b.add("IsInf", [x(0)]), b.add("IsNaN", [x(0)])])]),
  AddV2: binary("Add"),
  BiasAdd: binary("Add"),
  AddN: ({ b, node, x }) =>
    b.add(
      "Sum",
      node.inputs.map((_, i) => x(i)),
    ),
  Sub: binary("Sub"),
  Mul: binary("Mul"),
  RealDiv: binary("Div"),
  // Of whole numbers ONNX's division rounds towards 0; what Mod leaves has the sign of the divisor.
  FloorDiv: ({ b, x }) => b.add("Div", [b.add("Sub", [x(0), b.add("Mod", [x(0), x(1)])]), x(1)]),
  DivNoNan: ({ b, x }) =>
    b.add("Where", [b.add("Equal", [x(1), b.number(0)]), b.number(0), b.add("Div", [x(0), x(1)])]),
  Pow: binary("Pow"),
  Maximum: binary("Max"),
  Minimum: binary("Min"),
  Equal: binary("Equal"),
  Greater: binary("Greater"),
  GreaterEqual: binary("GreaterOrEqual"),
  Less: binary("Less"),
  LessEqual: binary("LessOrEqual"),
  LogicalAnd: binary("And"),
  LogicalOr: binary("Or"),
  LogicalNot: unary("Not"),
  Select: select,
  SelectV2: select,
  Cast: ({ b, node, x }) => {
    const { type } = node.outputs[0]!;
    if (!isOnnxType(type) || !isOnnxType(node.inputs[0]!.dtype))
      throw new Untranslatable(`Cast from ${node.inputs[0]!.dtype} to ${type}`);
    return b.cast(x(0), type);
  },
};
