// Trains specs/digits.regnet and draws docs/training.svg: what the terminal says, and the curves of that run.
// Run: node scripts/picture.mjs [RUN]   (RUN: draw a run that is there instead of training one)
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const spec = "specs/digits.regnet";
const regnet = (...args) =>
  execFileSync(process.execPath, [join(root, "bin/regnet.mjs"), ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });

const temporary = mkdtempSync(join(tmpdir(), "regnet-picture-"));
try {
  const run = process.argv[2] ?? join(temporary, "digits");
  if (process.argv[2] === undefined) regnet("train", spec, "--json", "--out", run);
  const manifest = JSON.parse(readFileSync(join(run, "manifest.json"), "utf8"));
  const test = JSON.parse(regnet("evaluate", run, "--json"));
  const [head, ...lines] = readFileSync(join(run, "history.csv"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const history = lines.map((cells) => Object.fromEntries(head.map((name, i) => [name, Number(cells[i])])));
  writeFileSync(join(root, "docs/training.svg"), draw(manifest, test, history));
  console.log("wrote docs/training.svg");
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

function draw(manifest, test, history) {
  const best = Number(/weights of epoch (\d+)/.exec(manifest.stopped ?? "")?.[1] ?? history.length);
  const text = [
    ["$ npx regnet train specs/digits.regnet", "#e6edf3"],
    [manifest.stopped ?? `${history.length} epochs`, "#d29922"],
    [`test (${test.rows} rows): loss ${test.loss.toFixed(4)}, accuracy ${test.accuracy.toFixed(4)}`, "#3fb950"],
  ];
  const rows = text.flatMap(([line, color]) => wrap(line, 100).map((part) => [part, color]));
  const top = 34 + rows.length * 20;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 ${top + 268}" role="img" aria-label="Training of specs/digits.regnet: ${escape(text.map(([line]) => line).join(". "))}">
<rect width="820" height="${top + 268}" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13">
${rows.map(([line, color], i) => `<text x="20" y="${34 + i * 20}" fill="${color}" xml:space="preserve">${escape(line)}</text>`).join("\n")}
</g>
<g font-family="system-ui, sans-serif" font-size="11">
${chart([20, top + 6], "loss, penalties included", history, ["loss", "val_loss"], best)}
${chart([420, top + 6], "accuracy", history, ["accuracy", "val_accuracy"], best)}
</g>
</svg>
`;
}

/** One pair of curves; the line marks the epoch whose weights were kept. */
function chart([left, top], title, history, names, best) {
  const [width, height] = [380, 240];
  const [x0, x1, y0, y1] = [left + 40, left + width - 12, top + height - 30, top + 30];
  const values = history.flatMap((row) => names.map((name) => row[name])).sort((a, b) => a - b);
  // Of the first steep epochs only what the rest leaves room for.
  const low = title === "accuracy" ? values[Math.floor(values.length * 0.04)] : Math.min(0, values[0]);
  const high = title === "accuracy" ? 1 : values[Math.floor(values.length * 0.96)];
  const x = (epoch) => x0 + ((epoch - 1) / Math.max(1, history.length - 1)) * (x1 - x0);
  const y = (value) => y0 - ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * (y0 - y1);
  const colors = ["#58a6ff", "#f778ba"];
  const grid = [0, 0.5, 1].map((part) => low + part * (high - low));
  return [
    `<text x="${left + 40}" y="${top + 16}" fill="#8b949e">${title}</text>`,
    ...names.map((name, i) => `<text x="${x1 - 130 + i * 65}" y="${top + 16}" fill="${colors[i]}">${name}</text>`),
    ...grid.map(
      (v) =>
        `<path d="M${x0} ${y(v).toFixed(1)}H${x1}" stroke="#21262d"/><text x="${x0 - 6}" ` +
        `y="${(y(v) + 4).toFixed(1)}" fill="#8b949e" text-anchor="end">${v.toFixed(2)}</text>`,
    ),
    `<path d="M${x(best).toFixed(1)} ${y1}V${y0}" stroke="#d29922" stroke-dasharray="3 3"/><text ` +
      `x="${(x(best) - 4).toFixed(1)}" y="${y0 - 6}" fill="#d29922" text-anchor="end">kept: epoch ${best}</text>`,
    ...names.map(
      (name, i) =>
        `<path d="M${history.map((row, k) => `${x(k + 1).toFixed(1)} ${y(row[name]).toFixed(1)}`).join("L")}" ` +
        `fill="none" stroke="${colors[i]}" stroke-width="1.6"/>`,
    ),
    `<text x="${x0}" y="${y0 + 18}" fill="#8b949e">epoch 1</text><text x="${x1}" y="${y0 + 18}" fill="#8b949e" ` +
      `text-anchor="end">epoch ${history.length}</text>`,
  ].join("\n");
}

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function wrap(text, width) {
  return text.match(new RegExp(`.{1,${width}}(?:\\s|$)`, "g")).map((line) => line.trimEnd());
}
