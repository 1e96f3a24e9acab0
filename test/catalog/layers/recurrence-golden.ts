import { readFileSync } from "node:fs";
import type { Args } from "../../../src/ir/value.js";
import type { Numbers } from "../values/engine.js";

export interface LayerGolden {
  readonly word: string;
  readonly args: Args;
  readonly x: Numbers;
  readonly weights: Readonly<Record<string, Numbers>>;
  readonly y: Numbers;
  readonly gradient: Numbers;
  readonly weightGradients: Readonly<Record<string, Numbers>>;
  readonly mask?: Numbers;
  readonly training: boolean;
}

export interface DropoutGolden extends Pick<LayerGolden, "word" | "args" | "x" | "y" | "weights"> {
  readonly drawn: { readonly input: readonly Numbers[]; readonly state: readonly Numbers[] };
}

export interface TransformGolden extends Pick<LayerGolden, "word" | "args" | "x" | "y"> {
  /** By the name of the stream, "" for the layer's own: one number in [0, 1) a row. */
  readonly drawn: Readonly<Record<string, readonly number[]>>;
}

/** What `oracle/recurrence_and_images.py` wrote. */
export const goldens = JSON.parse(
  readFileSync(new URL("../../goldens/catalog/recurrence-and-images.json", import.meta.url), "utf8"),
) as {
  readonly layers: readonly LayerGolden[];
  readonly starts: readonly { readonly unit_forget_bias: boolean; readonly bias: Numbers }[];
  readonly dropouts: readonly DropoutGolden[];
  readonly transforms: readonly TransformGolden[];
};
