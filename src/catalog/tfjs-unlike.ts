/** The first of several reasons that holds, null where none does. */
export const because = (...reasons: readonly (readonly [holds: boolean, reason: string])[]): string | null =>
  reasons.find(([holds]) => holds)?.[1] ?? null;

/** tf.layers, wherever Keras takes an activity regularizer. */
export const NO_ACTIVITY = "throws on an activity regularizer";

/** The layers of tf.layers behind a mask do with it what they like. */
export const MASKED =
  "makes a mask that layers of tf.layers read otherwise: globalAveragePooling1d counts masked steps";

/** Recurrent layers of tf.layers: their cells' weights are none of the model's. */
export const NO_PENALTIES = "drops the penalties on its weights";
