import type { WordCall } from "../../ir/value.js";
import { bool, int, number, valueOf, type Param } from "../param.js";

/** The first parameter of every optimizer. Its default is the optimizer's own. */
export const learningRate = (rate: number): Param<number | WordCall> =>
  valueOf<number | WordCall>(
    {
      type: "oneOf",
      of: [
        { type: "number", min: 0 },
        { type: "word", family: "schedule" },
      ],
    },
    { doc: "Step size, or a schedule of it by steps.", default: rate, positional: true, aliases: ["lr"] },
  );

/** Share of each weight that learning_rate times this takes away before every step: biases included, as in Keras. */
export const weightDecay = number({
  doc: "Each step first takes learning_rate · this share off every weight, biases included.",
  default: null,
  min: 0,
});

/** What every optimizer has beside its own parameters; applied around its step by `optimizerStep`. */
export const commonParams = {
  clipnorm: number({ doc: "Longest gradient of a single weight tensor (L2 norm).", default: null, above: 0 }),
  clipvalue: number({ doc: "Largest absolute value of a gradient's elements.", default: null, above: 0 }),
  global_clipnorm: number({ doc: "Longest gradient of all weights together (L2 norm).", default: null, above: 0 }),
  use_ema: bool({ doc: "Keep a moving average of the weights, which are the model's at the end.", default: false }),
  ema_momentum: number({ doc: "Share of the old average that stays at a step.", default: 0.99, min: 0, max: 1 }),
  ema_overwrite_frequency: int({
    doc: "Every how many steps the average replaces the weights; none: at the end only.",
    default: null,
    min: 1,
  }),
  loss_scale_factor: number({
    doc: "Not supported yet: training is in float32, which needs no scaling.",
    default: null,
  }),
  gradient_accumulation_steps: int({ doc: "Not supported yet: use a larger batch_size.", default: null }),
};

export interface CommonArgs {
  readonly clipnorm: number | null;
  readonly clipvalue: number | null;
  readonly global_clipnorm: number | null;
  readonly use_ema: boolean;
  readonly ema_momentum: number;
  readonly ema_overwrite_frequency: number | null;
  readonly weight_decay: number | null;
  readonly loss_scale_factor: number | null;
  readonly gradient_accumulation_steps: number | null;
}

/** What is wrong with the common arguments together, or null. */
export function checkCommon(args: CommonArgs): string | null {
  const clips = (["clipnorm", "clipvalue", "global_clipnorm"] as const).filter((name) => args[name] !== null);
  if (clips.length > 1) return `only one way of clipping can be chosen, and ${clips.join(" and ")} are given`;
  if (args.loss_scale_factor !== null)
    return "loss_scale_factor is not supported yet; leave it out: training in float32 needs no scaling";
  if (args.gradient_accumulation_steps !== null)
    return "gradient_accumulation_steps is not supported yet; raise batch_size instead";
  return args.ema_overwrite_frequency !== null && !args.use_ema
    ? "ema_overwrite_frequency has no effect without use_ema=true"
    : null;
}
