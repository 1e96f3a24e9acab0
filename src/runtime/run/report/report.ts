import { wordNamed } from "../../../catalog/lookup.js";
import type { Ir } from "../../../ir/ir.js";
import { lastStage } from "../../../ir/stages.js";
import { objectiveOf } from "../../engine/objective-of.js";
import type { EpochRecord } from "../../training/snapshot.js";
import { directionOf } from "../../training/training-loop.js";
import { parametersOf } from "../check-stored-ir.js";
import type { RunManifest } from "../manifest.js";
import { shortNumber } from "./axis.js";
import { chart, escapeHtml as e, pointsOf, type Course, type Series } from "./chart.js";
import { reportStyle } from "./style.js";

export interface Report {
  readonly manifest: RunManifest;
  readonly history: readonly EpochRecord[];
  readonly spec: string;
  readonly ir: Ir;
}

/**
 * A run as one page that needs nothing else, no script and no network: curves, metrics, layers, the spec and what ran
 * it.
 */
export function reportHtml({ manifest, history, spec, ir }: Report): string {
  const best = bestEpoch(ir, history);
  const names = [...new Set(history.flatMap(({ logs }) => Object.keys(logs)))]
    .filter((name) => !name.startsWith("val_"))
    .sort((a, b) => Number(a === "penalty") - Number(b === "penalty"));
  const doc = [ir.model.title, ir.model.doc].filter((text): text is string => text !== null && text !== "");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${e(manifest.model)} · regnet</title><style>${reportStyle}</style></head><body>
<h1>${e(manifest.model)}</h1><p class="lead">${doc.map((text) => e(text)).join("<br>")}</p>
<p class="end${/no finite number/.test(manifest.stopped ?? "") ? " bad" : ""}">${e(manifest.stopped ?? `ran all ${manifest.epochs} epochs`)}</p>
<ul class="cards">${cards(manifest, history, best, ir).join("")}</ul>
<h2>Curves</h2><div class="charts">${charts(names, history, best).join("\n")}</div>
<h2>Metrics</h2><div class="wide">${metricsTable(names, history, best)}</div>
<div class="two"><section><h2>Model</h2><div class="wide">${layersTable(ir)}</div></section><section><h2>Run</h2><div class="wide">${factsTable(manifest)}</div></section></div>
<h2>Spec</h2><pre>${e(spec)}</pre>
</body></html>
`;
}

/**
 * The epoch whose weights are the best by what early stopping watches, else by the validation loss, else by the loss.
 */
function bestEpoch(ir: Ir, history: readonly EpochRecord[]): number | null {
  if (!ir.training) return null;
  const stage = lastStage(ir.training);
  // What an earlier stage came to is no longer there.
  const own = history.filter(({ phase }) => phase === history.at(-1)!.phase);
  const watchers = stage.callbacks.flatMap(({ word, args }) =>
    (wordNamed("callback", word).monitors?.(args) ?? []).map((monitor) => ({ monitor, mode: args["mode"] ?? "auto" })),
  );
  const watched = [...watchers.slice(0, 1), { monitor: "val_loss", mode: "min" }, { monitor: "loss", mode: "min" }];
  const found = watched.find(({ monitor }) => own.some(({ logs }) => Number.isFinite(logs[monitor])));
  if (found === undefined) return null;
  const { monitor, mode } = found;
  const outputNames = ir.model.outputs.map((o) => o.name);
  const direction = mode === "auto" ? directionOf({ objective: objectiveOf(stage), outputNames }, monitor) : mode;
  const more = direction === "max";
  return pointsOf(own, monitor).reduce((top, point) =>
    (more ? point[1] > top[1] : point[1] < top[1]) ? point : top,
  )[0];
}

function cards(manifest: RunManifest, history: readonly EpochRecord[], best: number | null, ir: Ir): string[] {
  const logs = best === null ? {} : (history[best - 1]?.logs ?? {});
  const shown = Object.entries(logs).filter(([name]) => !name.endsWith("penalty"));
  const held = shown.filter(([name]) => name.startsWith("val_"));
  const values = (held.length > 0 ? held : shown)
    .slice(0, 4)
    .map(([name, value]) => [shortNumber(value), `${name}, epoch ${best}`] as const);
  const facts: readonly (readonly [string, string])[] = [
    ...values,
    [String(manifest.epochs), manifest.epochs === 1 ? "epoch" : "epochs"],
    [seconds(manifest.ms), "of training"],
    [parametersOf(ir.model).toLocaleString("en-US"), "parameters"],
    [manifest.rows.train.toLocaleString("en-US"), "training rows"],
  ];
  return facts.map(([value, name]) => `<li><b>${e(value)}</b><span>${e(name)}</span></li>`);
}

const seconds = (ms: number): string =>
  ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`;

function charts(names: readonly string[], history: readonly EpochRecord[], best: number | null): string[] {
  const drawn = names.map((name) => {
    const both: Series[] = [
      { name: "training", points: pointsOf(history, name) },
      { name: "validation", points: pointsOf(history, `val_${name}`) },
    ];
    return { name, series: both.filter(({ points }) => points.length > 0) };
  });
  // A penalty that is nowhere says nothing.
  const telling = drawn.filter(
    ({ name, series }) => name !== "penalty" || series.some(({ points }) => points.some(([, value]) => value !== 0)),
  );
  const phases = history.flatMap(({ epoch, phase }, i) =>
    i > 0 && phase !== undefined && phase !== history[i - 1]!.phase ? [{ epoch, phase }] : [],
  );
  const course: Course = { epochs: history.length, best, phases };
  const rates = history.map(({ epoch, learningRate }) => [epoch, learningRate] as const);
  const rate = rates.some(([, value]) => value !== rates[0]![1])
    ? [chart("learning rate", [{ name: "rate", points: rates }], course)]
    : [];
  return [...telling.map(({ name, series }) => chart(name, series, course)), ...rate];
}

function metricsTable(names: readonly string[], history: readonly EpochRecord[], best: number | null): string {
  const at = (epoch: number | null, name: string): string => {
    const value = epoch === null ? undefined : history[epoch - 1]?.logs[name];
    return `<td class="n">${value === undefined ? "" : shortNumber(value)}</td>`;
  };
  const last = history.length || null;
  const validated = history.some(({ logs }) => Object.keys(logs).some((name) => name.startsWith("val_")));
  const head = validated ? ["training", "validation"] : ["training"];
  const columns = [best, last].flatMap((epoch) =>
    head.map((part) => [epoch, part === "training" ? "" : "val_"] as const),
  );
  const heads = [`epoch ${best ?? "–"} (best)`, `epoch ${last ?? "–"} (last)`].flatMap((when) =>
    head.map((part) => `<th>${part}, ${when}</th>`),
  );
  const rows = names.map(
    (name) => `<tr><th>${e(name)}</th>${columns.map(([epoch, prefix]) => at(epoch, prefix + name)).join("")}</tr>`,
  );
  return `<table><thead><tr><th></th>${heads.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function layersTable({ model }: Ir): string {
  const layers = new Map(model.layers.map((layer) => [layer.name, layer]));
  const counted = new Set<string>();
  const rows = model.nodes.map(({ name, layer, shapes }) => {
    const { word, weights } = layers.get(layer)!;
    const own = counted.has(layer) ? 0 : weights.reduce((n, { shape }) => n + shape.reduce((a, b) => a * b, 1), 0);
    counted.add(layer);
    const shape = (shapes[0] ?? [])
      .slice(1)
      .map((d) => d ?? "any")
      .join("×");
    return (
      `<tr><th>${e(name)}</th><td>${e(word)}</td><td>${e(shape)}</td><td ` +
      `class="n">${own === 0 ? "" : own.toLocaleString("en-US")}</td></tr>`
    );
  });
  return `<table><thead><tr><th>layer</th><th>word</th><th>output</th><th>parameters</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function factsTable({ versions, engine, backend, seed, rows, dataHash }: RunManifest): string {
  const facts = {
    rows: `${rows.train} for training, ${rows.validation} for validation, ${rows.test} for the test`,
    engine: `${engine} on ${backend}`,
    seed,
    ...versions,
    "data (SHA-256)": `${dataHash.slice(0, 16)}…`,
  };
  return `<table class="facts">${Object.entries(facts)
    .map(([name, value]) => `<tr><th>${e(name)}</th><td>${e(String(value))}</td></tr>`)
    .join("")}</table>`;
}
