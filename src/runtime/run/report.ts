import type { EpochRecord } from "../training/training-loop.js";
import type { RunManifest } from "./run-folder.js";

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** One page that needs nothing else: the curves of training and validation as drawings, and what was run. */
export function reportHtml(manifest: RunManifest, history: readonly EpochRecord[]): string {
  const names = [...new Set(history.flatMap(({ logs }) => Object.keys(logs)))].filter((name) => !name.startsWith("val_"));
  const facts = { ...manifest.versions, engine: manifest.engine, backend: manifest.backend, seed: manifest.seed, epochs: manifest.epochs, seconds: (manifest.ms / 1000).toFixed(1), data: manifest.dataHash };
  const rows = Object.entries(facts).map(([name, value]) => `<tr><th>${escape(name)}</th><td>${escape(String(value))}</td></tr>`);
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${escape(manifest.model)}</title>
<style>body{font:15px system-ui;margin:2em auto;max-width:60em}svg{width:100%;height:auto}th{text-align:left;padding-right:1em}</style>
<h1>${escape(manifest.model)}</h1><p>${escape(manifest.stopped ?? `ran all ${manifest.epochs} epochs`)}</p>
${names.map((name) => `<h2>${escape(name)}</h2>${curves(name, history)}`).join("\n")}
<table>${rows.join("")}</table></html>
`;
}

/** Training and validation over the epochs, scaled to the values there are. */
function curves(name: string, history: readonly EpochRecord[]): string {
  const points = (key: string) => history.flatMap(({ epoch, logs }) => (Number.isFinite(logs[key]) ? [[epoch, logs[key]!] as const] : []));
  const both = [points(name), points(`val_${name}`)];
  const values = both.flat().map(([, value]) => value);
  if (values.length === 0) return "<p>no finite values</p>";
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const x = (epoch: number): number => 60 + ((epoch - 1) / Math.max(history.length - 1, 1)) * 720;
  const y = (value: number): number => 190 - ((value - low) / (high - low || 1)) * 170;
  const line = (of: readonly (readonly [number, number])[], color: string): string =>
    `<polyline fill="none" stroke="${color}" stroke-width="2" points="${of.map(([e, v]) => `${x(e).toFixed(1)},${y(v).toFixed(1)}`).join(" ")}"/>`;
  const label = (value: number, at: number): string => `<text x="0" y="${at}" font-size="12">${Number(value.toPrecision(4))}</text>`;
  return `<svg viewBox="0 0 800 210" role="img"><title>${escape(name)} by epoch: blue training, orange validation</title>${label(high, 24)}${label(low, 194)}${line(both[0]!, "#1f77b4")}${line(both[1]!, "#ff7f0e")}</svg>`;
}
