/**
 * Everything of the package that generated code may name, by the entry that has it; no local name hides one of these.
 * What needs no file comes from the entry that browsers have, too.
 */
const VALUES = {
  activations: "regnet/layers",
  call: "regnet/layers",
  callbacks: "regnet/layers",
  chain: "regnet/layers",
  constraints: "regnet/layers",
  eventLine: "regnet/layers",
  fit: "regnet/layers",
  initializers: "regnet/layers",
  isMain: "regnet/runtime",
  layers: "regnet/layers",
  losses: "regnet/layers",
  metrics: "regnet/layers",
  openBackend: "regnet/runtime",
  optimizers: "regnet/layers",
  readDataset: "regnet/runtime",
  regularizers: "regnet/layers",
  schedules: "regnet/layers",
} as const;
export type PackageValue = keyof typeof VALUES;

const TYPES = {
  Arrays: "regnet/layers",
  Dataset: "regnet/layers",
  FitOptions: "regnet/layers",
  Trained: "regnet/layers",
} as const;

/** What the top level of generated code calls its own, and what it imports. */
export const MODULE_NAMES: readonly string[] = [
  "tf",
  "buildModel",
  "loadData",
  "train",
  "join",
  ...Object.keys(VALUES),
];

/** The imports of one module, gathered by use: what is never asked for is never imported. */
export class ModuleImports {
  readonly #values = new Set<PackageValue>();
  readonly #types = new Set<keyof typeof TYPES>();
  readonly #paths = new Set<string>();

  /** The name of a value of the package, imported from now on. */
  value<N extends PackageValue>(name: N): N {
    this.#values.add(name);
    return name;
  }

  /** The name of a type of the package. */
  type<N extends keyof typeof TYPES>(name: N): N {
    this.#types.add(name);
    return name;
  }

  /** The name of a function of `node:path`. */
  path(name: "join"): string {
    this.#paths.add(name);
    return name;
  }

  text(): string {
    const from = (entry: string): readonly string[] => [
      ...[...this.#values].filter((name) => VALUES[name] === entry).sort(),
      ...[...this.#types]
        .filter((name) => TYPES[name] === entry)
        .sort()
        .map((name) => `type ${name}`),
    ];
    const imported = (entry: string, names: readonly string[]): readonly string[] =>
      names.length > 0 ? [`import { ${names.join(", ")} } from "${entry}";`] : [];
    return [
      ...imported("node:path", [...this.#paths].sort()),
      'import * as tf from "@tensorflow/tfjs";',
      ...["regnet/layers", "regnet/runtime"].flatMap((entry) => imported(entry, from(entry))),
    ].join("\n");
  }
}
