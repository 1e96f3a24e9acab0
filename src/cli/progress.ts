import { eventLine } from "../runtime/api/event-line.js";
import type { TrainingEvent } from "../runtime/training/events.js";
import type { Host } from "./host.js";
import { fitParts, sparkline } from "./terminal-line.js";

/** One JSON object a line: the contract of `train --json`. */
export const jsonLine = (event: TrainingEvent): string => `${eventLine(event)}\n`;

const short = (value: number): string =>
  !Number.isFinite(value)
    ? "NaN"
    : value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4)
      ? value.toFixed(4)
      : value.toExponential(2);

const clock = (seconds: number): string =>
  seconds < 60
    ? `${Math.ceil(seconds)} s`
    : seconds < 3600
      ? `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
      : `${(seconds / 3600).toFixed(1)} h`;

export interface Progress {
  event(event: TrainingEvent): void;
  batch(done: number, of: number): void;
  /** A line of its own above the progress. */
  note(text: string): void;
}

/** Shows a training to a person: a line that redraws itself on a terminal, a line an epoch elsewhere. */
export function progress(host: Host, start: TrainingEvent & { event: "start" }): Progress {
  const curve: number[] = [];
  let numbers: readonly string[] = [];
  let epoch = 0;
  let began = performance.now();
  let lastDraw = 0;
  let meanMs = 0;
  let drawn = false;
  const dim = (text: string): string => (host.color ? `\u001b[2m${text}\u001b[0m` : text);
  /** Over the old line, then the rest cleared: nothing is blank in between, so nothing flickers. */
  const draw = (done: number, of: number, force: boolean): void => {
    if (!host.interactive) return;
    const now = performance.now();
    if (!force && now - lastDraw < 80) return;
    lastDraw = now;
    const part = of === 0 ? 0 : done / of;
    const running = Math.min(epoch + 1, start.epochs);
    const width = host.columns < 80 ? 8 : 14;
    const filled = Math.round(part * width);
    const elapsed = (now - began) / 1000;
    const rate = done > 0 && elapsed > 0.05 ? `${Math.round(done / elapsed).toLocaleString("en-US")} rows/s` : "";
    const perEpoch = meanMs > 0 ? meanMs / 1000 : part > 0 ? elapsed / part : 0;
    const left = perEpoch > 0 ? `≤ ${clock(Math.max(0, start.epochs - epoch - part) * perEpoch)} left` : "";
    const head = `epoch ${running}/${start.epochs} ${"━".repeat(filled)}${dim("╌".repeat(width - filled))}`;
    const shownCurve = curve.length > 1 ? sparkline(curve, host.columns < 80 ? 10 : 20) : "";
    host.say(`\r${fitParts([head, shownCurve, left, ...numbers, rate], host.columns - 1)}\u001b[K`);
    drawn = true;
  };
  const clear = (): void => {
    if (drawn) host.say("\r\u001b[K");
    drawn = false;
  };
  const line = (text: string): void => {
    clear();
    host.say(`${text}\n`);
  };
  return {
    note: line,
    batch: (done, of) => draw(done, of, done === of),
    event: (event) => {
      switch (event.event) {
        case "start": {
          const { train, validation, test } = event.rows;
          const sets = [
            `${train} rows`,
            validation ? `${validation} for validation` : "",
            test ? `${test} for the test` : "",
          ]
            .filter(Boolean)
            .join(", ");
          line(
            `training ${event.model}: ${event.parameters} parameters, ${sets}; ${event.engine} engine on ` +
              `${event.backend}, seed ${event.seed}`,
          );
          break;
        }
        case "epoch": {
          epoch = event.epoch;
          meanMs = meanMs === 0 ? event.ms : meanMs * 0.8 + event.ms * 0.2;
          curve.push(event.logs["val_loss"] ?? event.logs["loss"] ?? NaN);
          // What is watched comes first: where the line is short, the rest is left out.
          const values = Object.entries(event.logs).filter(([name]) => !/penalty$/.test(name));
          const order = [
            ...values.filter(([name]) => name.startsWith("val_")),
            ...values.filter(([name]) => !name.startsWith("val_")),
          ];
          numbers = order.map(([name, value]) => `${name} ${short(value)}`);
          began = performance.now();
          if (host.interactive) draw(0, 1, true);
          else
            line(
              `epoch ${String(epoch).padStart(String(start.epochs).length)}/${start.epochs}  ` +
                `${values.map(([name, value]) => `${name} ${short(value)}`).join("  ")}  (${Math.round(event.ms)} ` +
                "ms)",
            );
          break;
        }
        case "stop":
          lastLine();
          line(event.message);
          break;
        case "say":
          line(event.message);
          break;
        case "end":
          lastLine();
          line(
            `${event.epochs} ${event.epochs === 1 ? "epoch" : "epochs"} in ` +
              `${event.ms < 60_000 ? `${(event.ms / 1000).toFixed(1)} s` : clock(event.ms / 1000)}`,
          );
      }
    },
  };

  /** On a terminal the last epoch stays to be read, with the whole curve. */
  function lastLine(): void {
    clear();
    if (!host.interactive || curve.length === 0) return;
    host.say(
      `${fitParts([`epoch ${epoch}/${start.epochs}`, sparkline(curve, host.columns < 80 ? 16 : 32), ...numbers], host.columns - 1)}\n`,
    );
    curve.length = 0;
  }
}
