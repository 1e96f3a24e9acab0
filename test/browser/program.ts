import * as tf from "@tensorflow/tfjs";
import { compile } from "regnet";
import { ndArray, predict, train } from "regnet/layers";

/** What a page and Node are asked to do alike. Plain JSON. */
export interface Work {
  readonly spec: string;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  readonly rowsToTrain: number;
}

export interface Done {
  readonly diagnostics: readonly string[];
  readonly backend: string;
  readonly history: readonly Readonly<Record<string, number>>[];
  readonly stopped: string | null;
  readonly predictions: readonly number[];
}

/** Compiles a spec, trains it on the back end of the moment, and predicts all rows. */
export async function work({ spec, x, y, rowsToTrain }: Work): Promise<Done> {
  const { ir, diagnostics } = compile(spec);
  const found = diagnostics.filter((d) => d.severity !== "info"); // that the file is not at hand is one
  const said = found.map((d) => `${d.severity} ${d.code}: ${d.message}`);
  if (ir === null) return { diagnostics: said, backend: tf.getBackend(), history: [], stopped: null, predictions: [] };
  const part = (from: number, to: number) => ({ x: ndArray(x.slice(from, to)), y: ndArray(y.slice(from, to)) });
  const data = { ...part(0, rowsToTrain), validation: part(rowsToTrain, x.length) };
  const { model, history, stopped } = await train(ir, data);
  const [predictions] = Object.values(await predict(model, ndArray(x)));
  model.dispose();
  return {
    diagnostics: said,
    backend: tf.getBackend(),
    history: history.map(({ epoch, logs, learningRate }) => ({ epoch, learningRate, ...logs })),
    stopped,
    predictions: Array.from(predictions!.data),
  };
}
