import type { Logs } from "../catalog/word.js";
import type { TrainingEvent } from "../runtime/training/events.js";
import type { Host } from "./host.js";

/** One JSON object a line: the contract of `train --json`. Logs lie beside the event's own fields. */
export function jsonLine(event: TrainingEvent): string {
  if (event.event !== "epoch") return `${JSON.stringify(event)}\n`;
  const { logs, ...rest } = event;
  return `${JSON.stringify({ event: rest.event, epoch: rest.epoch, ...finite(logs), learning_rate: rest.learning_rate, ms: Math.round(rest.ms * 10) / 10 })}\n`;
}

/** JSON has no NaN: a value that is no number is null. */
const finite = (logs: Logs): Readonly<Record<string, number | null>> =>
  Object.fromEntries(Object.entries(logs).map(([name, value]) => [name, Number.isFinite(value) ? value : null]));

const bars = "▁▂▃▄▅▆▇█";

/** The last values as a drawing one line high. */
function sparkline(values: readonly number[], width: number): string {
  const shown = values.filter(Number.isFinite).slice(-width);
  const low = Math.min(...shown);
  const span = Math.max(...shown) - low || 1;
  return shown.map((v) => bars[Math.min(7, Math.floor(((v - low) / span) * 8))]).join("");
}

const short = (value: number): string => (!Number.isFinite(value) ? "NaN" : Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4 ? value.toFixed(4) : value.toExponential(2));

const clock = (seconds: number): string => (seconds < 60 ? `${Math.ceil(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`);

/** Shows a training to a person: a line that redraws itself on a terminal, a line an epoch elsewhere. */
export function progress(host: Host, start: TrainingEvent & { event: "start" }): { event(event: TrainingEvent): void; batch(done: number, of: number): void } {
  const curve: number[] = [];
  let line = "";
  let epoch = 0;
  let lastDraw = 0;
  let meanMs = 0;
  const draw = (text: string, force: boolean): void => {
    if (!host.interactive) return;
    const now = performance.now();
    if (!force && now - lastDraw < 50) return;
    lastDraw = now;
    host.say(`\r\u001b[2K${text.slice(0, host.columns - 1)}`);
  };
  const head = (done: number, of: number): string => {
    const filled = Math.round((done / of) * 12);
    return `epoch ${epoch + 1}/${start.epochs} ${"━".repeat(filled)}${"╌".repeat(12 - filled)}`;
  };
  return {
    batch: (done, of) => draw(`${head(done, of)} ${line}`, false),
    event: (event) => {
      switch (event.event) {
        case "start": {
          const { train, validation, test } = event.rows;
          const sets = [`${train} rows`, validation ? `${validation} for validation` : "", test ? `${test} for the test` : ""].filter(Boolean).join(", ");
          host.say(`training ${event.model}: ${event.parameters} parameters, ${sets}; ${event.engine} engine on ${event.backend}, seed ${event.seed}\n`);
          break;
        }
        case "epoch": {
          epoch = event.epoch;
          meanMs = meanMs === 0 ? event.ms : meanMs * 0.8 + event.ms * 0.2;
          curve.push(event.logs["val_loss"] ?? event.logs["loss"] ?? NaN);
          const values = Object.entries(event.logs).filter(([name]) => !/penalty$/.test(name));
          const numbers = values.map(([name, value]) => `${name} ${short(value)}`).join("  ");
          const left = clock(((start.epochs - epoch) * meanMs) / 1000);
          line = `${numbers}  ${sparkline(curve, 16)}  ${Math.round(event.ms)} ms, at most ${left} left`;
          if (host.interactive) draw(`epoch ${epoch}/${start.epochs}  ${line}`, true);
          else host.say(`epoch ${String(epoch).padStart(String(start.epochs).length)}/${start.epochs}  ${numbers}  (${Math.round(event.ms)} ms)\n`);
          break;
        }
        case "stop":
          host.say(`${host.interactive ? "\n" : ""}${event.message}\n`);
          break;
        case "say":
          host.say(`${host.interactive ? "\r\u001b[2K" : ""}${event.message}\n`);
          break;
        case "end":
          host.say(`${host.interactive ? "\n" : ""}${event.epochs} epochs in ${(event.ms / 1000).toFixed(1)} s\n`);
      }
    },
  };
}
