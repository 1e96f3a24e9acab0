import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderInCheckout } from "./support/temporary.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const program = `
import { compile } from "regnet";
import { layers, ndArray, optimizers, predict, regularizers, train } from "regnet/layers";
import { loadDataset, trainRun } from "regnet/runtime";
import plugin from "regnet/prettier";
const { ir, diagnostics } = compile("model m { input 4; dense 8 relu regularizer=l1(0.01); dense 1 }");
// @ts-expect-error the penalty is a number
() => regularizers.l1({ l1: "much" });
const made: readonly unknown[] = [layers.dense({ units: 2 }), optimizers.adam({ learningRate: 0.01 })];
const functions: readonly string[] = [ndArray, predict, train, loadDataset, trainRun].map((f) => typeof f);
console.log(JSON.stringify([ir?.model.name, diagnostics.length, made.length, functions, Object.keys(plugin).sort()]));
`;

/** What npm would publish, unpacked where the libraries that it depends on are found as well. */
describe("the package that npm makes", () => {
  let folder = "";
  let files: readonly string[] = [];
  beforeAll(() => {
    execFileSync(process.execPath, [join(root, "bin/regnet.mjs"), "--version"]); // bundled anew where it is stale
    mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
    folder = folderInCheckout("package");
    const npm = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
    const [packed] = JSON.parse(execFileSync("npm", npm, { cwd: root, encoding: "utf8" })) as [
      { filename: string; files: { path: string }[] },
    ];
    files = packed.files.map(({ path }) => path);
    mkdirSync(join(folder, "node_modules/regnet"), { recursive: true });
    const to = ["-C", join(folder, "node_modules/regnet"), "--strip-components=1"];
    execFileSync("tar", ["xzf", join(folder, packed.filename), ...to]);
    writeFileSync(join(folder, "program.mts"), program);
    writeFileSync(join(folder, "package.json"), "{}"); // else regnet is the package that the program lies in
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("holds everything that its entries name, the license and the documents, and no source or test", () => {
    const { exports, bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      exports: Record<string, Record<string, string>>;
      bin: Record<string, string>;
    };
    const named = [...Object.values(exports).flatMap((e) => Object.values(e)), ...Object.values(bin)];
    const missing = named.map((path) => path.replace(/^\.\//, "")).filter((path) => !files.includes(path));
    expect(missing).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "docs/language.md"]));
    expect(files.filter((path) => /^(src|test|oracle|node_modules|\.)/.test(path))).toEqual([]);
  });

  it.each([
    ["node16", ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
    ["bundler", ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
  ])("has types for every entry: %s", (_, module, moduleResolution) => {
    const options: ts.CompilerOptions = {
      module,
      moduleResolution,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      noEmit: true,
      skipLibCheck: true, // those of TensorFlow.js do not hold
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
    };
    const checked = ts.createProgram([join(folder, "program.mts")], options);
    const faults = ts.getPreEmitDiagnostics(checked).map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n"));
    expect(faults).toEqual([]);
    const ours = checked.getSourceFiles().filter(({ fileName }) => fileName.includes("node_modules/regnet/"));
    expect(ours.length).toBeGreaterThan(10);
  });

  it("runs", () => {
    const { outputText } = ts.transpileModule(program, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(folder, "program.mjs"), outputText);
    const out = execFileSync(process.execPath, ["program.mjs"], { cwd: folder, encoding: "utf8" });
    expect(JSON.parse(out)).toEqual([
      "m",
      0,
      2,
      Array(5).fill("function"),
      expect.arrayContaining(["languages", "parsers", "printers"]),
    ]);
    expect(existsSync(join(folder, "node_modules/regnet/dist/types/index.d.ts"))).toBe(true);
  });
});
