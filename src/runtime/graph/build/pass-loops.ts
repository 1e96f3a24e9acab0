import type { Value } from "../../../program/node.js";
import type { StepCost } from "../../../program/step-cost.js";
import type { Program, Signature } from "../saved-model/program.js";
import { threadsFor } from "../threads.js";
import { loopForm } from "./loop-form.js";
import { stepLoop, type LoopForm, type LoopParts } from "./loop.js";
import type { ProgramWeight } from "./optimizer-update.js";
import type { PassPlan, ProgramPlan } from "./program-plan.js";
import type { LoopScope, MainScope, Variables } from "./scope.js";
import type { SumPlace } from "./sums.js";

/** Records a step over `rows` rows, and gives whether the loop may go on (null: always). */
type Step = (scope: LoopScope, rows: number, sums: SumPlace) => Value | null;

/** The loops of a program's passes, each in the form that serves it best. */
export class PassLoops {
  readonly functions: Program["functions"][number][] = [];
  readonly signatures: Record<string, Signature> = {};
  /** Signatures that XLA compiles. */
  readonly compiled = new Set<string>();
  readonly #threaded: boolean;
  /** Weights that a step of training changes. */
  readonly #changed: number;

  constructor(
    readonly main: MainScope,
    readonly variables: Variables,
    readonly plan: ProgramPlan,
    weights: readonly ProgramWeight[],
  ) {
    const { model, train, evaluate } = plan;
    this.#threaded = threadsFor(model, (train ?? evaluate)?.batch ?? 1, train !== null) !== 1;
    this.#changed = weights.filter((w) => w.trained).reduce((n, { shape }) => n + sizeOf(shape), 0);
  }

  /** The loops over a pass: `<name>` over its whole batches, `<name>_short` over the rows that are left. */
  add(
    name: string,
    { data: { inputs, targets }, full, short, batch, rows }: PassPlan,
    trains: boolean,
    step: Step,
  ): void {
    const width = [...Object.values(inputs), ...Object.values(targets)].reduce((n, { shape }) => n + sizeOf(shape), 0);
    const size = (rows: number, turns: number) => ({
      gathered: rows * width,
      trained: trains ? this.#changed : 0,
      turns,
    });
    if (full) this.#loop(name, size(batch, Math.floor(rows / batch)), (scope) => step(scope, batch, "sums/full"));
    if (short > 0) this.#loop(`${name}_short`, size(short, 1), (scope) => step(scope, short, "sums/short"));
  }

  #loop(
    signature: string,
    { turns, ...size }: { readonly gathered: number; readonly trained: number; readonly turns: number },
    step: (scope: LoopScope) => Value | null,
  ): void {
    const { plan } = this;
    const made = (form: LoopForm): LoopParts => stepLoop(this.main, this.variables, signature, form, step);
    // One step an epoch is not worth the wait.
    const jit = turns > 1 && !plan.uncompiled?.has(signature) ? (plan.jit ?? "off") : "off";
    const loopSize = { ...size, turns: turns * (plan.epochs ?? 1), threaded: this.#threaded };
    const form = (cost: StepCost): LoopForm => loopForm(plan.model, { ...loopSize, ...cost }, jit);
    // What a step costs is known when it is recorded, which is done again where another form serves it better.
    const first = made(form({ nodes: 0, flops: 0, elements: 0 }));
    const chosen = form(first.cost);
    const parts = chosen === first.form ? first : made(chosen);
    this.functions.push(...parts.functions);
    this.signatures[signature] = parts.signature;
    if (chosen === "compiled") this.compiled.add(signature);
  }
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);
