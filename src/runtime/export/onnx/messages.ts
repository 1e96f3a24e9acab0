import type { Shape } from "../../../tensor/ops.js";
import { Message } from "../../graph/saved-model/wire.js";

/** Element types of TensorProto (`onnx.proto3`). */
const typeNumbers = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;
export type OnnxType = keyof typeof typeNumbers;

export const isOnnxType = (type: string): type is OnnxType => Object.hasOwn(typeNumbers, type);

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly string: string }
  | { readonly type: OnnxType }
  /** A GraphProto. */
  | { readonly graph: Message };

/** AttributeProto. */
export function attributeMessage(name: string, attribute: OnnxAttribute): Message {
  const message = new Message().string(1, name);
  if ("ints" in attribute) {
    for (const value of attribute.ints) message.varint(8, value);
    return message.varint(20, INTS);
  }
  if ("string" in attribute) return message.string(4, attribute.string).varint(20, STRING);
  if ("graph" in attribute) return message.message(6, attribute.graph).varint(20, GRAPH);
  return message.varint(3, "int" in attribute ? attribute.int : typeNumbers[attribute.type]).varint(20, INT);
}
const INT = 2;
const STRING = 3;
const GRAPH = 5;
const INTS = 7;

/** TensorProto with its values as little-endian bytes. */
export function tensorMessage(name: string, type: OnnxType, shape: readonly number[], bytes: Uint8Array): Message {
  const message = new Message();
  for (const length of shape) message.varint(1, length);
  return message.varint(2, typeNumbers[type]).string(8, name).bytes(9, bytes);
}

/**
 * ValueInfoProto of a graph's input or output; the rows are called `batch`, other open lengths as they are here, or
 * nothing where they are not `named`.
 */
export function valueMessage(name: string, type: OnnxType, shape: Shape, named = true): Message {
  const lengths = new Message();
  for (const length of shape) {
    const dimension = new Message();
    if (typeof length === "number") dimension.varint(1, length);
    else if (named) dimension.string(2, length ?? "batch");
    lengths.message(1, dimension);
  }
  const tensor = new Message().varint(1, typeNumbers[type]).message(2, lengths);
  return new Message().string(1, name).message(2, new Message().message(1, tensor));
}

/** Infinities are the largest and smallest number of 64 bits: the ends of an axis. */
export function int64Bytes(values: readonly number[]): Uint8Array {
  const whole = (v: number): bigint =>
    v === Infinity ? 2n ** 63n - 1n : v === -Infinity ? -(2n ** 63n) + 1n : BigInt(v);
  return new Uint8Array(BigInt64Array.from(values, whole).buffer);
}
