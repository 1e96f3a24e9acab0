import type { Value, WordCall } from "../ir/value.js";
import { isWordCall } from "../ir/value.js";
import { words } from "./index.generated.js";
import { describeKind } from "./kinds/kinds.js";
import { choicesWithin } from "./kinds/parts.js";
import { isPlanned } from "./lookup.js";
import type { Param } from "./param.js";
import type { Family, Word } from "./word.js";

/** Families in the order a reader wants them, with the plural the command line and the docs use. */
export const familyTitles: Readonly<Record<Family, string>> = {
  layer: "layers",
  activation: "activations",
  regularizer: "regularizers",
  constraint: "constraints",
  initializer: "initializers",
  loss: "losses",
  metric: "metrics",
  optimizer: "optimizers",
  schedule: "schedules",
  callback: "callbacks",
  structure: "structure",
  source: "sources",
  split: "splits",
};

/** A value as it would be written in a spec. */
export function writeValue(value: Value): string {
  if (value === null) return "none";
  if (isWordCall(value)) return writeCall(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(", ")}]`;
  if (typeof value === "object")
    return `{ ${Object.entries(value)
      .map(([k, v]) => `${k}: ${writeValue(v)}`)
      .join(", ")} }`;
  return typeof value === "string" ? (/^[A-Za-z_]\w*$/.test(value) ? value : JSON.stringify(value)) : String(value);
}

/** A word's call with the arguments that are not none: `l2(l2=0.01)`. */
function writeCall(call: WordCall): string {
  const args = Object.entries(call.args).filter(([, v]) => v !== null);
  return args.length === 0 ? call.word : `${call.word}(${args.map(([k, v]) => `${k}=${writeValue(v)}`).join(", ")})`;
}

const describeParam = (name: string, p: Param<unknown>): string => {
  const fallback = p.required ? "required" : `default ${writeValue(p.default as Value)}`;
  return (
    `${name}: ${describeKind(p.kind)}${p.nullable ? ", or none" : ""} ` +
    `(${fallback})${p.aliases.length ? `, short ${p.aliases.join(", ")}` : ""}\n      ${p.doc}`
  );
};

/** Everything the catalogue says of a word, for a terminal. */
export function describeWord(word: Word): string {
  const lines = [`${word.name} (${word.family}${word.keras ? `, Keras ${word.keras}` : ""})`, "", `  ${word.summary}`];
  if (word.explain)
    lines.push(
      "",
      wrap(word.explain, 96)
        .map((line) => `  ${line}`)
        .join("\n"),
    );
  const params = Object.entries(word.params as Readonly<Record<string, Param<unknown>>>);
  if (params.length > 0) lines.push("", "  arguments", ...params.map(([name, p]) => `    ${describeParam(name, p)}`));
  const ofCall = Object.entries(("callParams" in word && word.callParams) || {});
  if (ofCall.length > 0)
    lines.push("", "  of the call, after `from`", ...ofCall.map(([name, p]) => `    ${describeParam(name, p)}`));
  if (word.aliases?.length) lines.push("", `  also written ${word.aliases.join(", ")}`);
  if (word.examples.length > 0)
    lines.push("", "  examples", ...word.examples.flatMap((e) => e.split("\n").map((line) => `    ${line}`)));
  if (word.reference) lines.push("", `  ${word.reference}`);
  if (isPlanned(word)) lines.push("", "  not supported in this version");
  return `${lines.join("\n")}\n`;
}

/** Arguments of that name or short form, and those with such a choice: a page for each, with the words that take it. */
export function describeArgument(spelling: string): readonly string[] {
  const pages = new Map<string, string[]>();
  for (const word of words)
    for (const [name, param] of Object.entries(word.params))
      if ([name, ...param.aliases, ...choicesWithin(param.kind)].includes(spelling)) {
        const page = describeParam(name, param);
        pages.set(page, [...(pages.get(page) ?? []), word.name]);
      }
  return [...pages].map(([page, takers]) => {
    const of = wrap(`an argument of ${takers.join(", ")}`, 96).map((line) => `  ${line}\n`);
    return `${page}\n${of.join("")}`;
  });
}

export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.split(/\s+/)) {
    if (line && line.length + piece.length + 1 > width) {
      lines.push(line);
      line = piece;
    } else line = line ? `${line} ${piece}` : piece;
  }
  return line ? [...lines, line] : lines;
}

/** Words that a spelling can mean, whatever their family; a name or an alias. */
export const wordsSpelled = (spelling: string): readonly Word[] =>
  words.filter((w) => w.name === spelling || w.aliases?.includes(spelling) || w.keras === spelling);
