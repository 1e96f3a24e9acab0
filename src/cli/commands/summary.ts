import { summarize, type Summary } from "../../compiler/summary.js";
import { writeValue } from "../../catalog/describe.js";
import type { Shape } from "../../tensor/ops.js";
import { exitCode, type ExitCode, type Host } from "../host.js";
import { requireIr } from "../require-ir.js";
import { load } from "../workspace.js";

/** `regnet summary FILE`: what the model is made of. */
export async function summary(host: Host, file: string, options: { readonly json?: true }): Promise<ExitCode> {
  const ir = requireIr(host, await load(file));
  if (ir === null) return exitCode.input;
  const made = summarize(ir);
  host.out(options.json ? `${JSON.stringify({ version: 1, ...made })}\n` : table(made));
  return exitCode.fine;
}

const shapeText = (shape: Shape): string => `[${shape.map((d) => d ?? "rows").join(", ")}]`;

function table({ name, title, inputs, rows, totals }: Summary): string {
  const head = ["layer", "output", "parameters", "penalty", "MFLOP"];
  const body = [
    ...inputs.map((i) => [`${i.name} (input)`, shapeText(i.shape), "", "", ""]),
    ...rows.map((r) => [
      r.name === r.word ? r.name : `${r.name} (${r.word})`,
      shapeText(r.shape),
      r.parameters === 0 ? "" : count(r.parameters),
      r.penalties.map((p) => `${p.weight}: ${writeValue(p.penalty)}`).join("; "),
      r.flops === null || r.flops === 0 ? "" : (r.flops / 1e6).toPrecision(2),
    ]),
  ];
  const open = [...inputs, ...rows].some(({ shape }) => shape.some((d) => typeof d === "string"));
  const widths = head.map((title, i) => Math.max(title.length, ...body.map((row) => row[i]!.length)));
  const right = new Set([2, 4]);
  const line = (cells: readonly string[]): string =>
    cells
      .map((c, i) => (right.has(i) ? c.padStart(widths[i]!) : c.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  const rule = "─".repeat(widths.reduce((a, b) => a + b + 2, -2));
  return [
    title ? `${name}: ${title}` : name,
    "",
    line(head),
    rule,
    ...body.map(line),
    rule,
    `${count(totals.parameters)} parameters, ${count(totals.trainable)} ` +
      `trained${totals.frozen ? `, ${count(totals.frozen)} not` : ""}; ${(totals.flops / 1e6).toPrecision(3)} MFLOP ` +
      `a row${open ? " of open lengths 1" : ""}`,
    "",
  ].join("\n");
}

const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
