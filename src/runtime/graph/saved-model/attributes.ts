import type { Attr, ProgramType } from "../../../program/node.js";
import type { Shape } from "../../../tensor/ops.js";
import { Message } from "./wire.js";

/** TensorFlow's DataType numbers (`tensorflow/core/framework/types.proto`). */
export const typeNumbers: Readonly<Record<ProgramType, number>> = {
  float32: 1,
  float64: 2,
  int32: 3,
  int64: 9,
  bool: 10,
  resource: 20,
  variant: 21,
  uint32: 22,
  uint64: 23,
};

/** TensorShapeProto; `null` dimensions, named ones and the `null` shape are unknown. */
export function shapeMessage(shape: Shape | null): Message {
  const message = new Message();
  if (shape === null) return message.varint(3, true);
  for (const size of shape) message.message(2, new Message().varint(1, typeof size === "number" ? size : -1));
  return message;
}

const encoder = new TextEncoder();

/** AttrValue (`attr_value.proto`). */
export function attrMessage(attr: Attr): Message {
  const value = new Message();
  const list = (fill: (list: Message) => void): Message => {
    const inner = new Message();
    fill(inner);
    return value.message(1, inner);
  };
  if ("type" in attr) return value.varint(6, typeNumbers[attr.type]);
  if ("types" in attr) return list((l) => attr.types.forEach((t) => l.varint(6, typeNumbers[t])));
  if ("int" in attr) return value.varint(3, attr.int);
  if ("ints" in attr) return list((l) => attr.ints.forEach((i) => l.varint(3, i)));
  if ("float" in attr) return value.float(4, attr.float);
  if ("bool" in attr) return value.varint(5, attr.bool);
  if ("string" in attr) return value.bytes(2, encoder.encode(attr.string));
  if ("strings" in attr) return list((l) => attr.strings.forEach((s) => l.bytes(2, encoder.encode(s))));
  if ("shape" in attr) return value.message(7, shapeMessage(attr.shape));
  if ("shapes" in attr) return list((l) => attr.shapes.forEach((s) => l.message(7, shapeMessage(s))));
  if ("tensor" in attr) return value.message(8, tensorMessage(attr.tensor));
  return value.message(10, new Message().string(1, attr.func));
}

/** TensorProto. The data is little-endian, as every machine that Node runs on. */
function tensorMessage({ type, shape, data }: Extract<Attr, { tensor: unknown }>["tensor"]): Message {
  const size = shape.reduce((n, d) => n * d, 1);
  const content = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (content.length !== size * typeBytes[type])
    throw new RangeError(
      `a constant of shape [${shape.join(", ")}] and type ${type} cannot have ${content.length} bytes`,
    );
  return new Message().varint(1, typeNumbers[type]).message(2, shapeMessage(shape)).bytes(4, content);
}

const typeBytes: Readonly<Record<ProgramType, number>> = {
  float32: 4,
  float64: 8,
  int32: 4,
  int64: 8,
  bool: 1,
  resource: 0,
  variant: 0,
  uint32: 4,
  uint64: 8,
};
