import type { LayerWord } from "../../src/catalog/word.js";
import { gradients } from "../../src/program/gradient.js";
import { Graph, output } from "../../src/program/graph.js";
import type { ProgramType, Value } from "../../src/program/node.js";
import { recordOps } from "../../src/program/record-ops.js";
import { GraphSession, type Fed } from "../../src/runtime/graph/session.js";
import type { TfjsBinding } from "../../src/runtime/native/index.js";
import type { Ops, Shape, Tensor } from "../../src/tensor/ops.js";
import { coefficients, total, type Values } from "./compare.js";
import { movable, STEP, type Result } from "./eager.js";
import type { LayerCase, Numbers } from "./layer-case.js";
import { applyWord, withDraws, type Applied } from "./one-layer.js";

/** The application of a case's layer as a recorded program. */
export interface Recorded {
  readonly inputs: Readonly<Record<string, Value>>;
  readonly applied: Applied;
  readonly slopes: readonly Value[];
}

const programType = (x: Numbers): ProgramType => (x.dtype === undefined ? "float32" : "int32");

export interface Recording {
  /** The program takes any number of rows. */
  readonly open?: boolean;
  /** It draws itself instead of taking what Keras drew. */
  readonly own?: boolean;
  /** Loops of up to so many steps are written out; default: the recorder's. */
  readonly unrolled?: number;
}

/** Records a case into a graph, where several may stand. Rows are open where asked, and there are no gradients then. */
export function recordCase(
  g: Graph,
  word: LayerWord,
  c: LayerCase,
  { open = false, own = open, unrolled }: Recording = {},
): Recorded {
  const inputs: Record<string, Value> = {};
  const take = (name: string, type: ProgramType, shape: Shape): Value =>
    (inputs[name] = output(
      g.add("Placeholder", [], { dtype: { type }, shape: { shape } }, [{ name: "output", type, shape }]),
    ));
  const rows = (shape: readonly number[]): Shape => (open ? [null, ...shape.slice(1)] : shape);
  const context = {
    step: take("step", "int32", []),
    ...(open ? { rows: take("rows", "int32", []) } : {}),
    ...(unrolled === undefined ? {} : { unrolled }),
  };
  const ops: Ops = recordOps(g, context);
  const xs = c.inputs.map((x, i) => take(`x${i}`, programType(x), rows(x.shape)));
  const masks = c.inputs.map((_, i) => {
    const mask = c.masks?.[i];
    return mask ? ops.cast(take(`m${i}`, "int32", rows(mask.shape)), "bool") : null;
  });
  const weights = Object.fromEntries(c.weights.map((w) => [w.name, take(`w ${w.name}`, "float32", w.shape)]));
  const applied = applyWord(word, c.draws && !own ? withDraws(ops, c.draws) : ops, c, { inputs: xs, masks, weights });
  const floats = !open && applied.outputs.every((y) => y.dtype === "float32");
  const given = movable(c);
  const by = [...c.inputs.map((x, i) => [x, xs[i]!] as const), ...c.weights.map((w) => [w, weights[w.name]!] as const)];
  const wrt = by.filter(([x]) => given.includes(x)).map(([, value]) => value);
  return { inputs, applied, slopes: floats ? gradients(g, weighted(ops, applied.outputs) as Value, wrt) : [] };
}

const weighted = (ops: Ops, outputs: readonly Tensor[]): Tensor =>
  outputs
    .map((y) => {
      const shape = y.shape as readonly number[];
      const n = shape.reduce((all, d) => all * d, 1);
      return ops.sum(ops.mul(y, ops.constant(coefficients(n), shape)));
    })
    .reduce((a, b) => ops.add(a, b));

/** Cases of one word in one TensorFlow session: a result each, by the graph engine's own road. */
export class RecordedCases {
  readonly #g = new Graph();
  readonly #recorded: Recorded[] = [];
  #session: GraphSession | null = null;

  /** The number under which the case is run. */
  add(word: LayerWord, c: LayerCase, how: Recording = {}): number {
    return this.#recorded.push(recordCase(this.#g, word, c, how)) - 1;
  }

  open(binding: TfjsBinding): void {
    const ops = recordOps(this.#g, {});
    // TensorFlow hands out neither what was handed in nor truth values.
    const out = (x: Tensor): Value => {
      const value = (x.dtype === "bool" ? ops.cast(x, "int32") : x) as Value;
      return output(
        this.#g.add("Identity", [value], { T: { type: value.dtype } }, [
          { name: "output", type: value.dtype, shape: value.shape },
        ]),
      );
    };
    const signatures = Object.fromEntries(
      this.#recorded.map(({ inputs, applied, slopes }, i) => [
        `case ${i}`,
        {
          inputs,
          outputs: Object.fromEntries(
            [...listed(applied), ...slopes.map((s, at) => [`slope ${at}`, s] as const)].map(([name, x]) => [
              name,
              out(x),
            ]),
          ),
        },
      ]),
    );
    this.#session = GraphSession.open(binding, { functions: [], signatures });
  }

  run(i: number, c: LayerCase): Result {
    const { inputs, applied, slopes } = this.#recorded[i]!;
    const fetched = this.#session!.run(`case ${i}`, feeds(inputs, c));
    const read = (name: string, dtype: string): Values => {
      const { data, shape } = fetched[name]!;
      return { shape, dtype, data: Array.from(data as Float32Array) };
    };
    return {
      outputs: applied.outputs.map((y, at) => read(`y${at}`, y.dtype)),
      masks: applied.masks.map((m, at) => m && read(`mask ${at}`, m.dtype)),
      assigned: Object.fromEntries(Object.entries(applied.assigned).map(([w, v]) => [w, read(`after ${w}`, v.dtype)])),
      losses: applied.losses.map((l, at) => read(`loss ${at}`, l.dtype)),
      gradients: slopes.map((s, at) => read(`slope ${at}`, s.dtype)),
    };
  }

  total(i: number, c: LayerCase): number {
    const { inputs, applied } = this.#recorded[i]!;
    const fetched = this.#session!.run(`case ${i}`, feeds(inputs, c));
    return total(applied.outputs.map((_, at) => fetched[`y${at}`]!.data as Float32Array));
  }

  close(): void {
    this.#session?.close();
  }
}

const listed = ({ outputs, masks, assigned, losses }: Applied): readonly (readonly [string, Tensor])[] => [
  ...outputs.map((y, i) => [`y${i}`, y] as const),
  ...masks.flatMap((m, i) => (m ? [[`mask ${i}`, m] as const] : [])),
  ...Object.entries(assigned).map(([name, value]) => [`after ${name}`, value] as const),
  ...losses.map((l, i) => [`loss ${i}`, l] as const),
];

export function feeds(inputs: Readonly<Record<string, Value>>, c: LayerCase): Readonly<Record<string, Fed>> {
  const fed = ({ shape, data }: Numbers, type: ProgramType): Fed => ({
    shape,
    data: type === "int32" ? Int32Array.from(data) : Float32Array.from(data),
  });
  const scalar = (value: number): Fed => ({ shape: [], data: Int32Array.of(value) });
  return Object.fromEntries(
    Object.keys(inputs).map((name) => {
      if (name === "step") return [name, scalar(STEP)];
      if (name === "rows") return [name, scalar(c.inputs[0]!.shape[0]!)];
      if (name.startsWith("w "))
        return [
          name,
          fed(
            c.weights.find((w) => name === `w ${w.name}`)!,
            "float32",
          ),
        ];
      const i = Number(name.slice(1));
      return [name, name.startsWith("x") ? fed(c.inputs[i]!, programType(c.inputs[i]!)) : fed(c.masks![i]!, "int32")];
    }),
  );
}
