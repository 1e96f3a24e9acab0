import { describe, expect, test } from "vitest";
import { wordNamed } from "../../../src/catalog/lookup.js";
import type { Action, Logs } from "../../../src/catalog/word.js";
import type { Args } from "../../../src/ir/value.js";
import { full, golden } from "./golden.js";

interface Case {
  readonly word: string;
  readonly args: Args;
  /** Validation losses beside a loss of 1; null: none in that epoch. */
  readonly values?: readonly (number | string | null)[];
  /** Or everything that is logged. */
  readonly logs?: readonly Readonly<Record<string, number | string>>[];
  readonly stopped?: number;
  readonly weights?: number;
  readonly rates?: readonly number[];
  readonly saved?: readonly string[];
  readonly file?: string;
}

/** Runs a callback as the training loop does; its state goes through JSON after every epoch, as in a resumed run. */
function drive(name: string, given: Args, logs: readonly Logs[], direction: "max" | "min" | null = null) {
  const word = wordNamed("callback", name);
  const args = full(word.params, given);
  let state: unknown = word.start(args);
  let weights: number | null = null;
  let remembered: number | null = null;
  let rate = Math.fround(0.1);
  let stopped = -1;
  let reason = "";
  const rates: number[] = [];
  const saved: string[] = [];
  const said: string[] = [];
  let file = "";
  const carryOut = (actions: readonly Action[], epoch: number): void => {
    for (const action of actions)
      if (action.do === "stop") [stopped, reason] = [epoch, action.reason];
      else if (action.do === "keep") remembered = weights;
      else if (action.do === "restore") weights = remembered;
      else if (action.do === "learning_rate") rate = Math.fround(action.value);
      else if (action.do === "save") saved.push(action.path);
      else if (action.do === "append") file = file.slice(0, action.at) + action.text;
      else said.push(action.message);
  };
  const take = (
    next: { readonly state: unknown; readonly actions: readonly Action[] } | undefined,
    epoch: number,
  ): void => {
    if (!next) return;
    state = JSON.parse(JSON.stringify(next.state));
    carryOut(next.actions, epoch);
  };
  for (const [epoch, log] of logs.entries()) {
    take(word.epochBegin?.(args, state, epoch, rate), epoch);
    weights = epoch;
    take(word.epochEnd?.(args, state, { epoch, logs: log, direction: () => direction, learningRate: rate }), epoch);
    rates.push(rate);
    if (stopped >= 0) break;
  }
  take(word.trainEnd?.(args, state), logs.length - 1);
  return { stopped, reason, weights, rates, saved, said, file };
}

const logged = ({ values = [], logs }: Case): Logs[] =>
  logs?.map((log) => Object.fromEntries(Object.entries(log).map(([name, v]) => [name, Number(v)]))) ??
  values.map((v): Logs => (v === null ? { loss: 1 } : { loss: 1, val_loss: Number(v) }));

/** Python writes 1.0 and 1e-07 where JavaScript writes 1 and 1e-7. */
const cells = (file: string, { separator }: Args): readonly (string | number)[] =>
  file
    .split("\r\n")
    .flatMap((line) => line.split(separator as string).map((c) => (/^[\d.e-]+$/.test(c) ? Number(c) : c)));

describe("callbacks do what Keras's do, epoch by epoch", () => {
  const cases = golden<Case>("callbacks");
  test.each(
    cases.map(
      (c, i) => [`${c.word} ${JSON.stringify(c.args)} on ${JSON.stringify(c.values ?? c.logs)} #${i}`, c] as const,
    ),
  )("%s", (_, c) => {
    const got = drive(c.word, c.args, logged(c));
    if (c.stopped !== undefined) expect(got.stopped).toEqual(c.stopped);
    if (c.weights !== undefined) expect(got.weights).toEqual(c.weights);
    if (c.rates) expect(got.rates).toEqual(c.rates);
    if (c.saved) expect(got.saved).toEqual(c.saved);
    if (c.file !== undefined) expect(cells(got.file, c.args)).toEqual(cells(c.file, c.args));
  });
});

describe("early_stopping", () => {
  const val = (...xs: number[]): Logs[] => xs.map((x) => ({ loss: 1, val_loss: x, val_auc: x }));

  test("says since when nothing improved, epochs from 1", () => {
    expect(drive("early_stopping", { patience: 2 }, val(5, 4, 3, 3, 3)).reason).toBe(
      "val_loss has not improved since epoch 3",
    );
    expect(drive("early_stopping", { patience: 1 }, val(NaN, 3)).reason).toBe(
      "val_loss was NaN at epoch 1, and nothing counts as better than NaN",
    );
    expect(drive("early_stopping", { patience: 3, baseline: 1.5 }, val(5, 4, 3, 3, 3)).reason).toBe(
      "val_loss has not been better than the baseline 1.5 in 4 epochs",
    );
  });

  test("takes the direction from the metric", () => {
    const auc = { monitor: "val_auc", patience: 1 };
    expect(drive("early_stopping", auc, val(0.1, 0.2, 0.3), "max").stopped).toBe(-1);
    expect(() => drive("early_stopping", auc, val(0.1, 0.2))).toThrow(/write mode=min or mode=max/);
  });

  test("says what is logged when the monitor is missing, and never stops by it", () => {
    const { said, stopped } = drive("early_stopping", { monitor: "val_f1", mode: "max" }, val(1, 1, 1));
    expect([stopped, said.length]).toEqual([-1, 3]);
    expect(said[0]).toBe(
      "early_stopping watches val_f1, which was not logged in this epoch; logged were loss, val_loss, val_auc",
    );
  });

  test("restores the best weights when the epochs run out, and only on request", () => {
    expect(drive("early_stopping", { patience: 9, restore_best_weights: true }, val(3, 1, 2)).weights).toBe(1);
    expect(drive("early_stopping", { patience: 9 }, val(3, 1, 2)).weights).toBe(2);
  });
});

test("learning_rate_scheduler holds each rate from its epoch on", () => {
  const { rates } = drive(
    "learning_rate_scheduler",
    { schedule: { 1: 0.5, 3: 0.25 } },
    Array<Logs>(5).fill({ loss: 1 }),
  );
  expect(rates).toEqual([Math.fround(0.1), 0.5, 0.5, 0.25, 0.25]);
  const { check } = wordNamed("callback", "learning_rate_scheduler");
  expect(check!({ schedule: { "-1": 1 } }, { epochs: 3 })).toMatch(/is no epoch/);
  expect(check!({ schedule: {} }, { epochs: 3 })).toMatch(/table is empty/);
});

test("terminate_on_nan ends at NaN and at infinity", () => {
  const run = (loss: number) => drive("terminate_on_nan", {}, [{ loss: 1 }, { loss }, { loss: 1 }]);
  expect([run(NaN).stopped, run(NaN).reason]).toEqual([1, "loss is NaN in epoch 2"]);
  expect(run(-Infinity).reason).toBe("loss is infinite in epoch 2");
  expect(run(2).stopped).toBe(-1);
});

test("csv_logger writes what Keras's writes", () => {
  expect(
    drive("csv_logger", { filename: "h.csv" }, [
      { loss: 1, acc: 0.5 },
      { loss: 0.5, acc: 1, val_loss: 2 },
    ]).file,
  ).toBe("epoch,acc,loss,val_acc,val_loss\r\n0,0.5,1,NA,NA\r\n1,1,0.5,NA,2\r\n");
});

test("files stay inside the run folder", () => {
  const check = (filepath: string): string | null => {
    const word = wordNamed("callback", "model_checkpoint");
    return word.check!(full(word.params, { filepath }), { epochs: 1 });
  };
  expect(check("a/b-{epoch:02d}.keras")).toBeNull();
  for (const path of ["../x.keras", "/x.keras", "C:\\x.keras", "a/../../x", "", "a/"])
    expect(check(path), path).not.toBeNull();
  expect(check("{epoch:x}.keras")).toMatch(/no placeholder/);
  expect(wordNamed("callback", "csv_logger").check!({ filename: "../h.csv", separator: "," }, { epochs: 1 })).toMatch(
    /leads out/,
  );
});
