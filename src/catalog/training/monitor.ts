import { choice, int, label, number, type Param } from "../param.js";

/** Parameters of callbacks that watch a logged value. */
export const monitorParam = label({ doc: "The logged value that is watched.", default: "val_loss" });
export const modeParam = choice(["auto", "min", "max"], {
  doc: "Whether less or more is better; auto: as the metric says.",
  default: "auto",
});
export const minDeltaParam = (delta: number): Param<number> =>
  number({ doc: "Smaller changes count as none, in units of the monitor.", default: delta });
export const verboseParam = int({ doc: "1: says what it does.", default: 0, min: 0, max: 1 });

export type Direction = "min" | "max";

/**
 * Which way is better. `auto` asks the metric; a name nobody knows is an error, as in Keras (the compiler reports it
 * before).
 */
export function directionOf(mode: "auto" | Direction, monitor: string, known: Direction | null): Direction {
  if (mode !== "auto") return mode;
  const direction = known ?? (monitor.replace(/^val_/, "") === "loss" ? "min" : null);
  if (!direction) throw new Error(`${monitor} is no metric whose direction is known: write mode=min or mode=max`);
  return direction;
}

/**
 * Keras's `_is_improvement`: better than the reference by more than min_delta. Without a reference everything is
 * better; NaN is never better, and nothing is better than NaN. Compared in float32, as Keras's operators do.
 */
export function improves(direction: Direction, minDelta: number, current: number, reference: number | null): boolean {
  if (reference === null) return true;
  const margin = Math.abs(minDelta);
  return direction === "min"
    ? Math.fround(current + margin) < Math.fround(reference)
    : Math.fround(current - margin) > Math.fround(reference);
}

/** What is said when the watched value was not logged. */
export const missingMonitor = (callback: string, monitor: string, logs: Readonly<Record<string, number>>): string =>
  `${callback} watches ${monitor}, which was not logged in this epoch; logged were ` +
  `${Object.keys(logs).join(", ") || "no values"}`;
