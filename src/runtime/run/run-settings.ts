import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";
import type { Ir } from "../../ir/ir.js";
import { epochsOf, withSettings as withTrainingSettings } from "../../ir/stages.js";
import type { Jit } from "../graph/build/loop-form.js";
import { count, flag, nullable, object, oneOf, positive } from "./stored.js";

/** How a training is to go beside what its spec says; what is absent is not said. */
export interface AskedSettings {
  /** Whether XLA compiles the steps. */
  readonly jit?: Jit;
  /** TensorFlow's. */
  readonly threads?: number;
  /** Instead of the spec's. */
  readonly epochs?: number;
  readonly seed?: number;
  readonly shuffle?: boolean;
}

/**
 * What a run was begun with beside its spec: what goes on with it takes the same, so that its numbers are those of an
 * unbroken run.
 */
export interface RunSettings {
  readonly jit: Jit;
  /** TensorFlow's; null: as many as suit the spec. */
  readonly threads: number | null;
  /** Epochs planned in the beginning. XLA's compiling is weighed against these, however many are asked for later. */
  readonly planned: number;
  /** Last asked for instead of the spec's; null: the spec's. */
  readonly epochs: number | null;
  /** Instead of the spec's; null: the spec's. */
  readonly seed: number | null;
  readonly shuffle: boolean | null;
}

/** Of settings in a folder that may be a stranger's. */
export const settingsForm = object({
  jit: oneOf("auto", "on", "off"),
  threads: nullable(positive),
  epochs: nullable(positive),
  planned: positive,
  seed: nullable(count),
  shuffle: nullable(flag),
});

/** What a run that goes on is asked for: what is not said is as it was. */
export const resumedSettings = (asked: AskedSettings, begun: RunSettings): AskedSettings => ({
  jit: asked.jit ?? begun.jit,
  threads: asked.threads ?? begun.threads ?? undefined,
  epochs: asked.epochs ?? begun.epochs ?? undefined,
  seed: asked.seed ?? begun.seed ?? undefined,
  shuffle: asked.shuffle ?? begun.shuffle ?? undefined,
});

/**
 * The spec as it is trained.
 * @throws Failure where epochs are asked for and the spec trains in several phases
 */
export function withSettings(ir: Ir, asked: AskedSettings): Ir {
  if (ir.training === null) return ir;
  const phases = ir.training.stages.length;
  if (asked.epochs !== undefined && phases > 1)
    throw new Failure(
      "runtime/epochs-of-phases",
      runtimeCodes["runtime/epochs-of-phases"].message({ phases }),
      "leave --epochs out, and say in the spec how many epochs each phase has",
    );
  return { ...ir, training: withTrainingSettings(ir.training, asked) };
}

/**
 * What is trained, and what the manifest keeps of how. Of `begun`, the settings of a run that goes on, only the epochs
 * asked for can change.
 * @throws RangeError for what could not be read again
 */
export function settle(
  ir: Ir,
  given: AskedSettings,
  begun: RunSettings | undefined,
): { readonly task: Ir; readonly settings: RunSettings } {
  const asked = begun ? resumedSettings(given, begun) : given;
  const task = withSettings(ir, asked);
  const { jit = "auto", threads = null, epochs = null, seed = null, shuffle = null } = asked;
  const settings = begun
    ? { ...begun, epochs }
    : { jit, threads, planned: task.training ? epochsOf(task.training) : 1, epochs, seed, shuffle };
  const fault = settingsForm(settings, "the option");
  if (fault !== null) throw new RangeError(fault.replace("option.", "option "));
  return { task, settings };
}
