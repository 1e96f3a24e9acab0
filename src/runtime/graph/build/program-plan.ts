import type { ModelIr } from "../../../ir/ir.js";
import type { Objective } from "../../engine/engine.js";
import type { DataSpec } from "./data-spec.js";
import type { Jit } from "./loop-form.js";

/** Rows of one pass: batches of `batch`, the last one of `short` rows (0: none). */
export interface PassPlan {
  readonly data: DataSpec;
  readonly rows: number;
  readonly batch: number;
  readonly short: number;
  /** Whether there is any whole batch. */
  readonly full: boolean;
}

export const passPlan = (data: DataSpec, rows: number, batch: number): PassPlan => ({
  data,
  rows,
  batch,
  short: rows % batch,
  full: rows >= batch,
});

/** What a program is made for. */
export interface ProgramPlan {
  readonly model: ModelIr;
  /** The IR's. */
  readonly seed: number;
  readonly objective: Objective;
  readonly train: PassPlan | null;
  readonly evaluate: PassPlan | null;
  /** How often the passes will be run, as far as is known. Default 1. */
  readonly epochs?: number;
  /** Default `off`. */
  readonly jit?: Jit;
  /** Steps of earlier stages: they count for random draws, and not for the optimizer. Default 0. */
  readonly stepsBefore?: number;
  /** Signatures that are not compiled, whatever `jit` says. */
  readonly uncompiled?: ReadonlySet<string>;
}

/** Where the data of a pass lies. */
export const TRAIN = "train";
export const EVALUATE = "evaluate";
