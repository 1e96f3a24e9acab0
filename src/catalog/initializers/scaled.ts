import type { Random } from "../../tensor/random.js";
import { fans } from "./fans.js";
import { draw } from "./fill.js";
import { truncated } from "./truncated.js";

/** Standard deviation of a standard normal cut at ±2; dividing by it restores the variance that was asked for. */
const truncatedDeviation = 0.87962566103423978;

export interface Scaling {
  readonly scale: number;
  readonly mode: "fan_in" | "fan_out" | "fan_avg";
  readonly distribution: "truncated_normal" | "untruncated_normal" | "uniform";
}

/** Values of variance scale / fan, the rule behind Glorot's, He's and LeCun's initializers. */
export function scaled(
  scaling: Scaling,
  shape: readonly number[],
  random: Random,
  { fanIn, fanOut } = fans(shape),
): Float32Array {
  const fan = scaling.mode === "fan_in" ? fanIn : scaling.mode === "fan_out" ? fanOut : (fanIn + fanOut) / 2;
  const variance = scaling.scale / Math.max(1, fan);
  if (scaling.distribution === "uniform") {
    const limit = Math.sqrt(3 * variance);
    return draw(shape, () => limit * (2 * random.uniform() - 1));
  }
  const deviation = Math.sqrt(variance);
  if (scaling.distribution === "untruncated_normal") return draw(shape, () => deviation * random.normal());
  return draw(shape, () => (deviation / truncatedDeviation) * truncated(random));
}
