import { familyTitles } from "../../catalog/describe.js";
import { isPlanned, wordsOf } from "../../catalog/lookup.js";
import type { Family, Word } from "../../catalog/word.js";
import { suggest } from "../../text/suggest.js";
import { exitCode, type ExitCode, type Host } from "../host.js";

/** `regnet list [family]`: the vocabulary, a line a word. */
export async function list(host: Host, family: string | undefined): Promise<ExitCode> {
  const titles = Object.entries(familyTitles) as [Family, string][];
  if (family !== undefined) {
    const found = titles.find(([name, title]) => family === name || family === title);
    if (!found) {
      const near = suggest(family, Object.values(familyTitles));
      host.err(
        `error: no family of words is called ${family}${near ? `; did you mean ${near}?` : ""}\n  help: families ` +
          `are ${Object.values(familyTitles).join(", ")}\n`,
      );
      return exitCode.usage;
    }
    host.out(rows(wordsOf(found[0])));
    return exitCode.fine;
  }
  for (const [name, title] of titles) host.out(`${title}\n${rows(wordsOf(name))}\n`);
  return exitCode.fine;
}

function rows(words: readonly Word[]): string {
  const width = Math.max(...words.map((w) => w.name.length)) + 2;
  return words
    .map((w) => `  ${w.name.padEnd(width)}${w.summary}${isPlanned(w) ? " (not supported yet)" : ""}\n`)
    .join("");
}
