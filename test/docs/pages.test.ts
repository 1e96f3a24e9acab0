import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler/check.js";
import { allCodes } from "../../src/compiler/lints/index.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";
import { fencesOf, pages, root, type Fence } from "./fences.js";

/** A fence may be the inside of a section: `in=model`. */
const frames: Readonly<Record<string, (text: string) => string>> = {
  model: (text) => `model m {\n  input 8\n${text}}\n`,
  train: (text) => `model m { input 8; dense 1 }\ntrain {\n  loss: mse\n  epochs: 50\n${text}}\n`,
  data: (text) => `model m { input 8; dense 1 }\ndata {\n  source: "x.csv"\n  target: y\n${text}}\n`,
};

const specOf = ({ text, tags }: Fence): string => (tags["in"] ? frames[tags["in"]]!(text) : text);

/** Fences of the same page that are named `file=…` can be imported. */
function problems(fence: Fence, all: readonly Fence[]): string[] {
  const imports = new Map(
    all
      .filter((f) => f.tags["file"])
      .map((f) => [f.tags["file"]!, parse(sourceFile(f.tags["file"]!, f.text))] as const),
  );
  const path = fence.tags["file"] ?? "page.regnet";
  const { diagnostics } = check(parse(sourceFile(path, specOf(fence))), { imports });
  return [...new Set(diagnostics.filter((d) => d.severity !== "info" && d.path === path).map((d) => d.code))].sort();
}

for (const page of pages()) {
  describe(page, () => {
    const fences = fencesOf(page);
    for (const fence of fences.filter((f) => f.language === "regnet")) {
      const wanted = (fence.tags["error"] ?? fence.tags["warning"] ?? "").split(",").filter(Boolean).sort();
      it(`line ${fence.line}: ${wanted.length > 0 ? wanted.join(", ") : "no error, no warning"}`, () => {
        expect(wanted.filter((code) => !Object.hasOwn(allCodes, code))).toEqual([]);
        expect(problems(fence, fences)).toEqual(wanted);
      });
    }

    for (const fence of fences.filter((f) => f.tags["from"]))
      it(`line ${fence.line}: is ${fence.tags["from"]}`, () =>
        expect(fence.text).toBe(readFileSync(join(root, fence.tags["from"]!), "utf8")));

    it("links to files that are there, and to headings that are", () => {
      const text = readFileSync(join(root, page), "utf8").replace(/```[\s\S]*?```/g, "");
      const links = [...text.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)]
        .map((m) => m[1] ?? m[2]!)
        .filter((to) => !/^(https?:|mailto:)/.test(to));
      const broken = links.filter((to) => {
        const [path, heading] = to.split("#") as [string, string | undefined];
        const full = path === "" ? join(root, page) : join(root, dirname(page), path);
        if (!existsSync(full)) return true;
        return heading !== undefined && !headings(full).includes(heading);
      });
      expect(broken).toEqual([]);
    });
  });
}

/** Anchors as GitHub makes them. */
const headings = (path: string): readonly string[] =>
  [
    ...readFileSync(path, "utf8")
      .replace(/```[\s\S]*?```/g, "")
      .matchAll(/^#+ (.*)$/gm),
  ].map((m) =>
    m[1]!
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
