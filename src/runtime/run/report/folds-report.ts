import type { Spread } from "../fold-scores.js";
import type { FoldsManifest } from "../folds-folder.js";
import { shortNumber } from "./axis.js";
import { escapeHtml as e } from "./chart.js";
import { reportStyle } from "./style.js";

interface FoldsReport extends Spread {
  readonly manifest: FoldsManifest;
  readonly spec: string;
}

/** A run of several folds as one page: what each came to, mean and spread, and the way to each fold's own page. */
export function foldsReportHtml({ manifest, spec, mean, deviation }: FoldsReport): string {
  const { model, folds, results, engine, backend, seed } = manifest;
  const names = Object.keys(mean);
  const row = (head: string, cells: readonly string[]): string =>
    `<tr><th>${head}</th>${cells.map((cell) => `<td class="n">${cell}</td>`).join("")}</tr>`;
  const each = results.map(({ fold, rows, epochs, logs }) =>
    row(`<a href="fold-${fold}/report.html">fold ${fold}</a>`, [
      String(rows.train),
      String(rows.validation),
      String(epochs),
      ...names.map((name) => shortNumber(logs[name]!)),
    ]),
  );
  const ends = results.flatMap(({ fold, stopped }) => (stopped === null ? [] : [`fold ${fold}: ${stopped}`]));
  const spread = (values: Spread["mean"]): readonly string[] => [
    "",
    "",
    "",
    ...names.map((n) => shortNumber(values[n]!)),
  ];
  const heads = ["training rows", "validation rows", "epochs", ...names];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${e(model)} · regnet</title><style>${reportStyle}</style></head><body>
<h1>${e(model)}</h1><p class="lead">${results.length} of ${folds} folds are through; ${e(engine)} on ${e(backend)}, seed ${seed}</p>
${ends.map((sentence) => `<p class="end">${e(sentence)}</p>`).join("\n")}
<h2>Each model on its own validation rows</h2><div class="wide"><table><thead><tr><th></th>${heads.map((name) => `<th>${e(name)}</th>`).join("")}</tr></thead><tbody>${each.join("")}${results.length > 1 ? row("mean", spread(mean)) + row("standard deviation", spread(deviation)) : ""}</tbody></table></div>
<h2>Spec</h2><pre>${e(spec)}</pre>
</body></html>
`;
}
