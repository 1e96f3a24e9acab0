/** Everything of `regnet/runtime` that generated code may name; no local name hides one of these. */
export const RUNTIME_NAMES = [
  "activations",
  "call",
  "callbacks",
  "chain",
  "constraints",
  "eventLine",
  "fit",
  "initializers",
  "isMain",
  "layers",
  "losses",
  "metrics",
  "openBackend",
  "optimizers",
  "readDataset",
  "regularizers",
  "schedules",
] as const;
export type RuntimeName = (typeof RUNTIME_NAMES)[number];

/** What the top level of generated code calls its own, and what it imports. */
export const MODULE_NAMES: readonly string[] = ["tf", "buildModel", "loadData", "train", "join", ...RUNTIME_NAMES];

export const RUNTIME_TYPES = ["Arrays", "Dataset", "FitOptions", "Trained"] as const;
export type RuntimeType = (typeof RUNTIME_TYPES)[number];

/** The imports of one module, gathered by use: what is never asked for is never imported. */
export class ModuleImports {
  readonly #runtime = new Set<string>();
  readonly #types = new Set<string>();
  readonly #paths = new Set<string>();

  /** The name of a value of `regnet/runtime`, imported from now on. */
  runtime<N extends RuntimeName>(name: N): N {
    this.#runtime.add(name);
    return name;
  }

  /** The name of a type of `regnet/runtime`. */
  type<N extends RuntimeType>(name: N): N {
    this.#types.add(name);
    return name;
  }

  /** The name of a function of `node:path`. */
  path(name: "join"): string {
    this.#paths.add(name);
    return name;
  }

  text(): string {
    const sorted = (names: ReadonlySet<string>): string[] => [...names].sort();
    const named = [...sorted(this.#runtime), ...sorted(this.#types).map((name) => `type ${name}`)];
    return [
      ...(this.#paths.size > 0 ? [`import { ${sorted(this.#paths).join(", ")} } from "node:path";`] : []),
      'import * as tf from "@tensorflow/tfjs";',
      ...(named.length > 0 ? [`import { ${named.join(", ")} } from "regnet/runtime";`] : []),
    ].join("\n");
  }
}
