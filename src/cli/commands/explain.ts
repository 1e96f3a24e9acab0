import { describeArgument, describeWord, wordsSpelled, wrap } from "../../catalog/describe.js";
import { words } from "../../catalog/index.generated.js";
import { allCodes } from "../../compiler/lints/index.js";
import type { DiagnosticKind } from "../../diagnostics/define.js";
import { suggest } from "../../text/suggest.js";
import { exitCode, type ExitCode, type Host } from "../host.js";

/** `regnet explain WORD|CODE`: the page of a word or of a diagnostic. */
export async function explain(host: Host, name: string): Promise<ExitCode> {
  const found = wordsSpelled(name);
  if (found.length > 0) {
    const long = new Set(found.flatMap((word) => (word.aliases?.includes(name) ? [word.name] : [])));
    if (long.size > 0) host.out(`${name} is short for ${[...long].join(", ")}\n\n`);
    host.out(found.map(describeWord).join("\n"));
    return exitCode.fine;
  }
  const code = Object.hasOwn(allCodes, name) ? allCodes[name] : byLastPart(name);
  if (code) {
    host.out(describeCode(name, code));
    return exitCode.fine;
  }
  const taken = describeArgument(name);
  if (taken.length > 0) {
    host.out(taken.join("\n"));
    return exitCode.fine;
  }
  const near = suggest(name, [...Object.keys(allCodes), ...words.flatMap((w) => [w.name, ...(w.aliases ?? [])])]);
  host.err(
    `error: ${name} is neither a word of regnet nor a diagnostic code${near ? `; did you mean ${near}?` : ""}\n  ` +
      "help: regnet list prints the vocabulary\n",
  );
  return exitCode.usage;
}

/** `unknown-word` for `name/unknown-word`, where only one code ends so. */
function byLastPart(name: string): DiagnosticKind<never> | undefined {
  const ends = Object.entries(allCodes).filter(([code]) => code.split("/")[1] === name);
  return ends.length === 1 ? ends[0]![1] : undefined;
}

function describeCode(name: string, kind: DiagnosticKind<never>): string {
  const block = (text: string): string =>
    text
      .trim()
      .split("\n")
      .map((line) => `    ${line}\n`)
      .join("");
  return [
    `${name} (${kind.severity})\n\n`,
    `${wrap(kind.explain, 96)
      .map((line) => `  ${line}\n`)
      .join("")}`,
    kind.bad === undefined ? "" : `\n  earns it\n${block(kind.bad)}`,
    kind.good === undefined ? "" : `\n  does not\n${block(kind.good)}`,
  ].join("");
}
