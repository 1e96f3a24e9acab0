import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";
import { graphFailure } from "./graph-failure.js";
import { lean } from "../native/lean.js";
import { whyNotWritable } from "../run/not-writable.js";
import type { NativeData, NativeTensor, TfjsBinding } from "../native/index.js";
import { expanded } from "./saved-model/expanded.js";
import { mainRef } from "./saved-model/graph.js";
import type { Program, Signature } from "./saved-model/program.js";
import { savedModelBytes, SERVE } from "./saved-model/saved-model.js";
import { sessionFolder } from "./session-folder.js";

/**
 * A tensor that goes in or comes out. Data that goes in must not change while the call runs; nothing keeps it
 * afterwards.
 */
export interface Fed {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

export interface Fetched {
  readonly data: NativeData;
  readonly shape: readonly number[];
}

/** A whole number, as a scalar to feed. */
export const int = (value: number): Fed => ({ data: Int32Array.of(value), shape: [] });

/**
 * A new folder with the file. @throws Failure `runtime/not-writable` where the machine's temporary folder takes none
 */
function written(name: string, bytes: Uint8Array): string {
  let folder: string | null = null;
  try {
    folder = sessionFolder();
    writeFileSync(join(folder, name), bytes);
    return folder;
  } catch (error) {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
    const why = whyNotWritable(error);
    if (why === null) throw error;
    const path = `a file in the temporary folder ${tmpdir()}`;
    throw new Failure(
      "runtime/not-writable",
      runtimeCodes["runtime/not-writable"].message({ path, why }),
      "point TMPDIR to a folder with room for the program",
      3,
    );
  }
}

/**
 * A program in a TensorFlow session of its own, whose variables keep their values from call to call. Calls are
 * synchronous.
 */
export class GraphSession {
  readonly #signatures: ReadonlyMap<string, Signature>;
  /** Those that have run: TensorFlow optimizes and compiles a signature when it runs first. */
  readonly #prepared = new Set<string>();
  #session: number | null;

  private constructor(
    private readonly binding: TfjsBinding,
    session: number,
    program: Program,
  ) {
    this.#session = session;
    this.#signatures = new Map(Object.entries(program.signatures));
  }

  /** Throws `graph/not-loading` when TensorFlow refuses the program. */
  static open(binding: TfjsBinding, program: Program): GraphSession {
    // TensorFlow remembers what it loaded from a folder, so each graph gets a fresh one.
    const ready = expanded(program);
    const folder = written("saved_model.pb", savedModelBytes(ready));
    try {
      return new GraphSession(
        binding,
        lean(() => binding.loadSavedModel(folder, SERVE)),
        ready,
      );
    } catch (error) {
      throw graphFailure("graph/not-loading", error);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** The same with what is made of it at once; closed again where that fails. */
  static openWith<T>(binding: TfjsBinding, program: Program, make: (session: GraphSession) => T): T {
    const session = GraphSession.open(binding, program);
    try {
      return make(session);
    } catch (error) {
      session.close();
      throw error;
    }
  }

  has(signature: string): boolean {
    return this.#signatures.has(signature);
  }

  /** Runs a signature. Throws `graph/not-running` with TensorFlow's words when it fails. */
  run(name: string, feeds: Readonly<Record<string, Fed>> = {}): Readonly<Record<string, Fetched>> {
    const signature = this.#signatures.get(name);
    if (!signature)
      throw new Error(`the graph has no signature named ${name}; it has ${[...this.#signatures.keys()].join(", ")}`);
    if (this.#session === null) throw new Error("the graph's session is closed");
    const outputs = Object.entries(signature.outputs);
    if (outputs.length === 0) return {}; // TensorFlow runs nothing without a result
    const { binding } = this;
    const missing = Object.keys(signature.inputs).find((input) => !feeds[input]);
    if (missing !== undefined) throw new Error(`the signature ${name} needs ${missing}`);
    const fed: number[] = [];
    try {
      for (const [input, value] of Object.entries(signature.inputs)) {
        const given = feeds[input]!;
        fed.push(
          binding.createTensor(given.shape, value.dtype === "int32" ? binding.TF_INT32 : binding.TF_FLOAT, given.data),
        );
      }
      const session = this.#session;
      const call = (): readonly NativeTensor[] =>
        binding.runSavedModel(session, fed, names(signature.inputs), names(signature.outputs));
      const results = this.#prepared.has(name) ? call() : lean(call);
      this.#prepared.add(name);
      return Object.fromEntries(
        results.map(({ id, shape }, i) => {
          const data = binding.tensorDataSync(id) as NativeData;
          binding.deleteTensor(id);
          return [outputs[i]![0], { data, shape }];
        }),
      );
    } catch (error) {
      throw graphFailure("graph/not-running", error);
    } finally {
      for (const id of fed) binding.deleteTensor(id);
    }
  }

  close(): void {
    if (this.#session !== null) this.binding.deleteSavedModel(this.#session);
    this.#session = null;
  }
}

const names = (values: Signature["inputs"]): string => Object.values(values).map(mainRef).join(",");
