import type { Ops, Shape } from "../../../tensor/ops.js";
import { emit, typed } from "../../../program/emit.js";
import { Graph, output, type Kernels } from "../../../program/graph.js";
import type { Node, Value } from "../../../program/node.js";
import { recordOps } from "../../../program/record-ops.js";
import type { ProgramFunction } from "../saved-model/graph.js";

export type VariableType = "float32" | "int32" | "float64";

export interface VariableSpec {
  readonly type: VariableType;
  /** `null`: rows, known when the variable is filled. */
  readonly shape: Shape;
}

/** All variables of a program by name: what its functions and signatures share. */
export type Variables = ReadonlyMap<string, VariableSpec>;

/** A graph under construction, main or of a function, with the program's variables. */
export abstract class RecordingScope {
  readonly g: Graph;
  readonly #handles = new Map<string, Value>();
  readonly #reads = new Map<string, Value>();
  readonly #effects: Node[] = [];

  /** @param kernels what will run what is recorded */
  constructor(
    readonly variables: Variables,
    kernels?: Kernels,
  ) {
    this.g = new Graph({ ...(kernels && { kernels }) });
  }

  protected abstract open(name: string, spec: VariableSpec): Value;
  /** Whether writes wait for the reads of this scope: of one step, not of signatures that run apart. */
  protected abstract readonly readsFirst: boolean;

  /** Names of the variables it touches. */
  get touched(): readonly string[] {
    return [...this.#handles.keys()];
  }

  /** Every write so far. */
  get effects(): readonly Node[] {
    return this.#effects;
  }

  /** The abstract operations, recorded here; random numbers are keyed by `step`. */
  ops(step?: Value): Ops {
    return recordOps(this.g, step ? { step } : {});
  }

  spec(name: string): VariableSpec {
    const spec = this.variables.get(name);
    if (!spec) throw new Error(`the program has no variable named ${name}`);
    return spec;
  }

  handle(name: string): Value {
    const made = this.#handles.get(name) ?? this.open(name, this.spec(name));
    this.#handles.set(name, made);
    return made;
  }

  /** The value before any write of this scope. */
  read(name: string): Value {
    const made = this.#reads.get(name) ?? this.readAfter(name, []);
    this.#reads.set(name, made);
    return made;
  }

  /** The value after some writes. */
  readAfter(name: string, after: readonly Node[]): Value {
    const { type, shape } = this.spec(name);
    return output(
      this.g.add("ReadVariableOp", [this.handle(name)], { dtype: typed(type) }, [{ name: "value", type, shape }], {
        after,
      }),
    );
  }

  assign(name: string, value: Value, after: readonly Node[] = []): Node {
    return this.update("AssignVariableOp", name, [value], { dtype: typed(this.spec(name).type) }, after);
  }

  /** Any op that changes variables in place; it waits for `read` of them. */
  update(
    op: string,
    names: string | readonly string[],
    values: readonly Value[],
    attrs: Node["attrs"],
    after: readonly Node[] = [],
  ): Node {
    const changed = typeof names === "string" ? [names] : names;
    const reads = this.readsFirst ? changed.flatMap((name) => this.#reads.get(name)?.node ?? []) : [];
    const node = this.g.add(op, [...changed.map((name) => this.handle(name)), ...values], attrs, [], {
      after: [...reads, ...after],
    });
    this.#effects.push(node);
    return node;
  }

  /** `value`, once these have run. */
  once(value: Value, after: readonly Node[]): Value {
    return output(
      this.g.add(
        "Identity",
        [value],
        { T: typed(value.dtype) },
        [{ name: "output", type: value.dtype, shape: value.shape }],
        { after },
      ),
    );
  }

  cast(value: Value, type: "float32" | "float64" | "int32"): Value {
    return emit(
      this.g,
      "Cast",
      [value],
      { SrcT: typed(value.dtype), DstT: typed(type), Truncate: { bool: false } },
      { name: "y", type, shape: value.shape },
    );
  }
}

/** The graph that signatures run. Several signatures share it; each runs only what its results need. */
export class MainScope extends RecordingScope {
  protected readonly readsFirst = false;

  protected open(name: string, { type, shape }: VariableSpec): Value {
    const attrs = { dtype: typed(type), shape: { shape }, shared_name: { string: name }, container: { string: "" } };
    return output(this.g.add("VarHandleOp", [], attrs, [{ name: "resource", type: "resource", shape: [] }]));
  }

  /** An input of a signature. */
  placeholder(type: VariableType, shape: Shape): Value {
    return output(
      this.g.add("Placeholder", [], { dtype: typed(type), shape: { shape } }, [{ name: "output", type, shape }]),
    );
  }

  /** A copy of a fed value: what is fed belongs to JavaScript and must not stay in a variable. */
  copied(value: Value): Value {
    return output(
      this.g.add("DeepCopy", [value], { T: typed(value.dtype) }, [
        { name: "y", type: value.dtype, shape: value.shape },
      ]),
    );
  }
}

/** The body or condition of a loop over steps: its arguments are the number of the step and handles of variables. */
export class LoopScope extends RecordingScope {
  protected readonly readsFirst = true;
  /** int32 scalar. */
  readonly i: Value;

  constructor(variables: Variables, kernels?: Kernels) {
    super(variables, kernels);
    this.i = this.#argument("int32");
  }

  protected open(): Value {
    return this.#argument("resource");
  }

  #argument(type: "int32" | "resource"): Value {
    return output(this.g.add("Placeholder", [], { dtype: typed(type) }, [{ name: "output", type, shape: [] }]));
  }

  /** The function with arguments for these variables, which must cover those it touches. */
  asFunction(name: string, variables: readonly string[], result: Value, handsOn: boolean): ProgramFunction {
    const handles = variables.map((v) => this.handle(v));
    return {
      name,
      params: [this.i, ...handles].map((v) => v.node),
      results: handsOn ? [result, ...handles] : [result],
    };
  }
}
