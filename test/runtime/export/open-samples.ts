import { compile } from "../../../src/index.js";
import { irSample, type Sample } from "./reference.js";

/** Models with open lengths, as bodies of specs: every kind of layer that goes through steps, or between them. */
export const openSpecs = {
  lstm: "input [none, 14]; lstm 32; dense 1",
  "lstm backwards": "input [none, 3]; lstm 4 return_sequences go_backwards",
  "stacked gru": "input [none, 3]; gru 4 return_sequences; gru 3 reset_after=false",
  "bidirectional lstm":
    "input [none, 3]; bidirectional lstm(4, return_sequences=true); bidirectional gru(2) merge_mode=sum",
  "masked simple_rnn": "input [none, 3]; masking 0.5; simple_rnn 4 return_sequences; time_distributed dense(2)",
  "embedded text": "input [none]; embedding 5 4 mask_zero; bidirectional lstm(3); dense 2 softmax",
  "states handed on":
    "input [none, 3] as x; lstm 4 return_state as y, h, c from x; " +
    "gru 4 return_sequences as d from x, initial_state=h; concatenate -1 from d, x",
  conv_lstm2d: "input [none, 5, 4, 2]; conv_lstm2d 3 3 same return_sequences; time_distributed flatten(); gru 2",
  "steps of images": "input [none, 5, 4, 2]; time_distributed conv2d(3, 2); time_distributed global_max_pooling2d()",
  "a layer with state, at each step": "input [none, 3]; time_distributed batch_normalization(); lstm 3",
  "rows that meet at each step": "input [none, 3]; masking 0.5; time_distributed unit_normalization(axis=0); lstm 3",
  "windows of strides": "input [none, 3]; conv1d 4 3 same strides=2; max_pooling1d 2 same; average_pooling1d 2 same",
  "causal windows, more and fewer steps":
    "input [none, 3]; conv1d 4 2 padding=causal dilation_rate=2; up_sampling1d 2; cropping1d [1, 0]; zero_padding1d 2",
  "transposed and separable": "input [none, 3]; separable_conv1d 4 3 same; conv1d_transpose 2 3 same strides=2",
  "global pooling":
    "input [none, 3] as x; global_average_pooling1d as a from x; global_max_pooling1d as b from x; " +
    "concatenate from a, b",
  "masked mean": "input [none]; embedding 5 4 mask_zero; global_average_pooling1d; dense 2",
  "an image of any size":
    "input [none, none, 2]; conv2d 3 3 same strides=2 relu; max_pooling2d 2; global_average_pooling2d",
  attention:
    "input [none, 3] as x; dense 4 as q from x; dense 4 as k from x; attention as a from q, value=x, key=k; lstm 2",
  "additive attention of a mask":
    "input [none] as x; embedding 5 4 mask_zero as e; lstm 4 return_sequences as q; additive_attention as a from q, " +
    "value=e; global_average_pooling1d",
  "attention between inputs of two lengths":
    "input [none, 3] as x; input [none, 3] as y; attention as a from x, value=y; gru 2",
  "joined steps": "input [none, 3] as x; dense 3 tanh as y; concatenate 1 from x, y; global_max_pooling1d",
  "other arrangements": "input [none, 6]; reshape [none, 3]; permute [2, 1]; permute [2, 1]; layer_normalization",
  "rows of a table": "input [none, 14]; reshape [none, 7, 2]; time_distributed lstm(3); lstm 2",
  "places of images":
    "input [none, none, 6]; reshape [none, none, 3, 2]; time_distributed global_average_pooling2d(); gru 2",
  "noise that is none": "input [none, 3]; dropout 0.5; spatial_dropout1d 0.5; lstm 3 dropout=0.2; dense 1",
} as const satisfies Readonly<Record<string, string>>;

/** With rows whose open axes have that length; that of a second input is one more. */
export function openSample(name: keyof typeof openSpecs, length: number, rows = 2): Sample {
  const { ir, diagnostics } = compile(`model m { ${openSpecs[name]} }`);
  if (ir === null) throw new Error(`${name}: ${diagnostics.map((d) => d.message).join("; ")}`);
  const at = new Map(ir.model.inputs.map((input, i) => [input.name, length + i]));
  return irSample(name, ir, rows, (input) => at.get(input)!);
}
