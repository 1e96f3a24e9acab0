import type { Rows } from "../data/dataset.js";

/** Why a loss is no finite number, as far as the data and the settings tell. One sentence, and what to do. */
export function likelyCause(train: Rows, learningRate: number): string {
  for (const [name, { data, shape }] of [...Object.entries(train.inputs), ...Object.entries(train.targets)]) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at < 0) continue;
    const width = shape.slice(1).reduce((n, d) => n * d, 1);
    return `row ${Math.floor(at / width) + 1} of ${name} holds a value that is no finite number: clean the data`;
  }
  let largest = 0;
  for (const { data } of Object.values(train.inputs))
    for (const value of data) if (Math.abs(value) > largest) largest = Math.abs(value);
  if (largest > 1e3)
    return `inputs reach ${Number(largest.toPrecision(3))}: scale them, for example with normalize: standard`;
  return (
    `the learning rate of ${Number(learningRate.toPrecision(3))} is probably too high: try a tenth of it, or ` +
    "clipnorm: 1"
  );
}
