import type { Value } from "../../../program/node.js";
import { shapeMessage, typeNumbers } from "./attributes.js";
import { expanded } from "./expanded.js";
import { functionMessage, mainNodes, mainRef } from "./graph.js";
import type { Program, Signature } from "./program.js";
import { Message } from "./wire.js";

/** The tag under which a program is saved: TensorFlow's for models that answer requests. */
export const SERVE = "serve";

/**
 * The bytes of `saved_model.pb` (`saved_model.proto`, `meta_graph.proto`, schema version 1): a graph without checkpoint
 * files, as variables are set through signatures, or by `init`.
 */
export function savedModelBytes(program: Program): Uint8Array {
  const { functions, signatures, init } = expanded(program);
  const values = Object.values(signatures).flatMap((s) => [...Object.values(s.inputs), ...Object.values(s.outputs)]);
  const graph = new Message();
  for (const node of mainNodes([...values.map((v) => v.node), ...(init ? [init] : [])])) graph.message(1, node);
  const library = new Message();
  for (const f of functions) library.message(1, functionMessage(f));
  graph.message(2, library).message(4, new Message().varint(1, PRODUCER).varint(2, MIN_CONSUMER));
  const meta = new Message().message(1, new Message().string(4, SERVE).string(5, "2.9.1")).message(2, graph);
  for (const [name, signature] of Object.entries(signatures)) meta.entry(5, name, signatureMessage(signature));
  if (init)
    meta.entry(
      5,
      "__saved_model_init_op",
      new Message().entry(
        2,
        "__saved_model_init_op",
        new Message().string(1, mainRef({ node: init, index: 0 } as Value)).message(3, shapeMessage(null)),
      ),
    );
  return new Message().varint(1, 1).message(2, meta).finish();
}

/** Graph versions that TensorFlow 1.15 to 2.21 all read. */
const PRODUCER = 1087;
const MIN_CONSUMER = 12;

function signatureMessage({ inputs, outputs }: Signature): Message {
  const message = new Message();
  for (const [name, value] of Object.entries(inputs)) message.entry(1, name, tensorInfo(value));
  for (const [name, value] of Object.entries(outputs)) message.entry(2, name, tensorInfo(value));
  return message.string(3, "tensorflow/serving/predict");
}

const tensorInfo = (value: Value): Message =>
  new Message().string(1, mainRef(value)).varint(2, typeNumbers[value.dtype]).message(3, shapeMessage(value.shape));
