import { bool } from "../param.js";

/** What every layer and model takes beside its own parameters. */
export const layerParams = {
  trainable: bool({ doc: "Whether its weights learn.", default: true }),
};

/** What calls of layers that behave otherwise in training take after `from`. */
export const trainingParams = {
  training: bool({ doc: "Act as in training (or not) whatever is going on.", default: null }),
};

/** Understood arguments of later versions. */
export const plannedParams: readonly string[] = ["weights", "stateful", "batch_size"];
