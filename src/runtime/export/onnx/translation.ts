import { constantData } from "../../../program/emit.js";
import type { Node, Value } from "../../../program/node.js";
import type { Shape } from "../../../tensor/ops.js";
import type { OnnxBuilder } from "./builder.js";
import { isOnnxType, type OnnxType } from "./messages.js";

/** One node of the recorded program on its way to ONNX. */
export interface Translation {
  readonly b: OnnxBuilder;
  readonly node: Node;
  /** Translates nodes, inputs first, within another graph, where these values have names already. */
  within(b: OnnxBuilder, named: readonly (readonly [Value, string])[], nodes: readonly Node[]): void;
  /** The ONNX name of any value that was translated, or of a constant. */
  nameOf(value: Value): string;
  /** The ONNX name of an input. Constants come into being when they are first asked for. */
  x(index: number): string;
  /** The values of an input that is a constant; throws `Untranslatable` for anything else. */
  numbers(index: number): readonly number[];
}

/** Gives the names of the node's outputs, in order. */
export type Translate = (t: Translation) => string | readonly string[];
export type TranslationTable = Readonly<Record<string, Translate>>;

/** A node, or a form of it, that ONNX has nothing for. */
export class Untranslatable extends Error {
  override readonly name = "Untranslatable";
}

export function constantNumbers({ node }: { readonly node: Node }, index: number): readonly number[] {
  const data = constantData(node.inputs[index]!);
  if (data === null) throw new Untranslatable(`${node.op} with input ${index} computed at run time`);
  return Array.from(data);
}

/** Attributes of a node by their kind. */
export const flag = (node: Node, name: string): boolean =>
  (node.attrs[name] as { readonly bool?: boolean } | undefined)?.bool === true;
export const intsOf = (node: Node, name: string): readonly number[] =>
  (node.attrs[name] as { readonly ints?: readonly number[] } | undefined)?.ints ?? [];
export const stringOf = (node: Node, name: string): string =>
  (node.attrs[name] as { readonly string?: string } | undefined)?.string ?? "";

/** The element type of a value. */
export function typeOf({ dtype, node }: Value): OnnxType {
  if (!isOnnxType(dtype)) throw new Untranslatable(`${node.op} of ${dtype}`);
  return dtype;
}

/** A length that has to be known. */
export function known(value: Value, axis: number): number {
  const length = value.shape[axis];
  if (typeof length !== "number") throw new Untranslatable(`${value.node.op} of an open length`);
  return length;
}

/** The lengths with -1 for the one that is open. */
export const openShape = (shape: Shape): readonly number[] => shape.map((d) => (typeof d === "number" ? d : -1));
