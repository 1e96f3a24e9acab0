import type { LayerIr, ModelIr, StageIr, TrainingIr } from "./ir.js";

/** The stage that a training ends with: by what it says, its model is evaluated. */
export const lastStage = ({ stages }: TrainingIr): StageIr => stages.at(-1)!;

/** What a stage is called where a training has several; of a single one nothing is said. */
export const phaseOf = ({ stages }: TrainingIr, place: number): string | null =>
  stages.length === 1 ? null : (stages[place]!.name ?? String(place + 1));

/**
 * The training with what is asked for instead of what it says: epochs of its one stage, and whether rows are shuffled.
 * @throws RangeError where epochs are asked for and there are several stages
 */
export function withSettings(
  training: TrainingIr,
  { epochs, shuffle }: { readonly epochs?: number; readonly shuffle?: boolean },
): TrainingIr {
  const { stages } = training;
  if (epochs !== undefined && stages.length > 1)
    throw new RangeError(`the training has ${stages.length} phases, each with epochs of its own`);
  return {
    stages: stages.map((stage) => ({
      ...stage,
      epochs: epochs ?? stage.epochs,
      shuffle: shuffle ?? stage.shuffle,
    })),
  };
}

/** Of all stages, as planned. */
export const epochsOf = ({ stages }: TrainingIr): number => stages.reduce((sum, { epochs }) => sum + epochs, 0);

/** The model as it trains where these layers do not. */
export function withFrozen(model: ModelIr, frozen: readonly string[]): ModelIr {
  if (frozen.length === 0) return model;
  const still = new Set(frozen);
  const layers = model.layers.map((layer): LayerIr => (still.has(layer.name) ? { ...layer, trainable: false } : layer));
  return { ...model, layers };
}

/** The model as it is when its training has ended. */
export const trainedModel = ({
  model,
  training,
}: {
  readonly model: ModelIr;
  readonly training: TrainingIr | null;
}): ModelIr => (training === null ? model : withFrozen(model, lastStage(training).frozen));
