import { readdirSync, readFileSync } from "node:fs";
import type { Args } from "../../src/ir/value.js";

/** A tensor in a golden file, row-major; bool as 0 and 1. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  /** Default: float32. */
  readonly dtype?: "float32" | "int32" | "bool";
}

interface Weight extends Numbers {
  readonly name: string;
  /** No optimizer moves it. */
  readonly state?: true;
}

/**
 * One application of a layer to small numbers, and everything that comes of it by Keras, or by numpy where Keras lacks
 * the word. `oracle/layers/case.py` writes them and says what each field holds.
 */
export interface LayerCase {
  readonly word: string;
  readonly args: Args;
  readonly by?: "numpy";
  readonly twin?: "masked" | "int32";
  readonly training?: true;
  readonly trainable?: false;
  readonly inputs: readonly Numbers[];
  readonly named?: Readonly<Record<string, readonly number[]>>;
  readonly call?: Args;
  readonly masks?: readonly (Numbers | null)[];
  readonly weights: readonly Weight[];
  readonly draws?: readonly (Numbers & { readonly of: "uniform" | "normal" })[];
  readonly outputs: readonly Numbers[];
  readonly outMasks: readonly (Numbers | null)[];
  readonly losses?: readonly number[];
  readonly after?: Readonly<Record<string, Numbers>>;
  readonly gradients?: {
    readonly inputs: readonly (Numbers | null)[];
    readonly weights: Readonly<Record<string, Numbers>>;
  };
  /** Why no difference of results can follow the gradient. */
  readonly kinked?: string;
  /** Keras refused with this exception; there are no results then. */
  readonly refused?: string;
}

const folder = new URL("../goldens/layers/", import.meta.url);

/** Every case of every topic. */
export const layerCases: readonly LayerCase[] = readdirSync(folder)
  .filter((file) => file.endsWith(".json") && file !== "wiring.json")
  .sort()
  .flatMap(
    (file) => (JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { cases: readonly LayerCase[] }).cases,
  );

export const casesOf = (word: string): readonly LayerCase[] => layerCases.filter((c) => c.word === word);

export const titleOf = (c: LayerCase): string =>
  [
    c.word,
    JSON.stringify({ ...c.args, ...c.call }),
    `on ${c.inputs.map((x) => x.shape.join("x")).join(" and ")}`,
    Object.keys(c.named ?? {}).join(),
    c.training ? "training" : "",
    c.trainable === false ? "frozen" : "",
    c.twin ?? (c.masks ? "masked" : ""),
  ]
    .filter((part) => part !== "")
    .join(" ");
