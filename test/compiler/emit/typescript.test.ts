import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { emitted, fixtures, nameOf, root, specs } from "./emitted.js";

describe("what is printed", () => {
  // UPDATE=1 writes the goldens anew; their changes are read in review.
  it.each(specs.map((spec) => [nameOf(spec), spec]))("%s", async (_, spec) => {
    const golden = join(fixtures, `${nameOf(spec)}.ts.txt`);
    const text = await emitted(spec);
    if (process.env["UPDATE"]) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, "utf8"));
  });

  it("passes tsc --strict with nothing unused", async () => {
    const files = new Map<string, string>();
    for (const spec of specs) files.set(join(fixtures, `${nameOf(spec)}.ts`), await emitted(spec));
    expect(typeErrors(files)).toEqual([]);
  });
});

/** Errors of tsc in modules that exist in memory only. */
function typeErrors(files: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true, noUnusedLocals: true, noUnusedParameters: true, noImplicitReturns: true, skipLibCheck: true, noEmit: true, types: ["node"],
    target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, esModuleInterop: true,
    paths: { "regnet/runtime": [join(root, "src/runtime/index.ts")] },
  }; // prettier-ignore
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) => (files.has(path) ? ts.createSourceFile(path, files.get(path)!, target) : getSourceFile(path, target, ...rest));
  host.getCurrentDirectory = () => dirname(join(fixtures, "x"));
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((d) => {
      const { line } = source.getLineAndCharacterOfPosition(d.start ?? 0);
      return `${nameOf(path)}:${line + 1}: ${ts.flattenDiagnosticMessageText(d.messageText, "\n")}`;
    });
  });
}
