import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** One fenced piece of code of a page. */
export interface Fence {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  /** `key=value` words after the language. */
  readonly tags: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The pages written by hand. */
export const pages = (): readonly string[] => [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(root, "docs"))
    .filter((f) => f.endsWith(".md"))
    .sort()
    .map((f) => `docs/${f}`),
];

export function fencesOf(page: string): readonly Fence[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map((m) => ({
    page,
    line: text.slice(0, m.index).split("\n").length,
    language: m[1]!,
    tags: Object.fromEntries(
      m[2]!
        .trim()
        .split(/\s+/)
        .filter(Boolean)
        .map((tag) => tag.split("=") as [string, string]),
    ),
    text: m[3]!,
  }));
}
