import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, regnet, root } from "./regnet.js";

const folder = emptyFolder();
const spec = (name: string): string => join(root, "specs", `${name}.regnet`);

beforeAll(() => {
  writeFileSync(join(folder, "broken.regnet"), "model m {\n  input [4]\n  dens 8 relu\n  dropout 1.5\n  dense 1\n}\n");
  writeFileSync(join(folder, "ugly.regnet"), "model m{input [4]\n  dense   8   relu\n dense 1 }\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("check", () => {
  it("reports all errors, to standard error, with code 1", async () => {
    const { code, out, err } = await regnet(folder, ["check", "broken.regnet"]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/broken\.regnet:3:3/);
    expect(err).toMatch(/broken\.regnet:4:/);
    expect(err).toContain("dense");
    expect(err).not.toContain("\u001b[");
  });

  it("--format json has the contract's shape, on standard output alone", async () => {
    const { code, out, err } = await regnet(folder, ["check", "broken.regnet", spec("digits"), "--format", "json"]);
    expect([code, err]).toEqual([1, ""]);
    const report = JSON.parse(out) as {
      version: number;
      files: { path: string; diagnostics: Record<string, unknown>[] }[];
      errors: number;
      warnings: number;
    };
    expect(Object.keys(report)).toEqual(["version", "files", "errors", "warnings"]);
    expect(report.version).toBe(1);
    expect(report.files.map((f) => f.path)).toEqual(["broken.regnet", spec("digits")]);
    expect(report.errors).toBe(2);
    const [first] = report.files[0]!.diagnostics;
    expect(Object.keys(first!)).toEqual(["code", "severity", "message", "range", "related", "fixes"]);
    expect(first).toMatchObject({
      severity: "error",
      range: { start: { line: 3, column: 3, offset: 24 }, end: { line: 3, column: 7, offset: 28 } },
    });
    expect(report.files[1]!.diagnostics).toEqual([]);
  });

  it("--format github and sarif", async () => {
    const github = await regnet(folder, ["check", "broken.regnet", "--format", "github"]);
    expect([github.code, /^::error file=broken\.regnet,line=3,/m.test(github.out)]).toEqual([1, true]);
    const sarif = await regnet(folder, ["check", "broken.regnet", "--format", "sarif"]);
    expect((JSON.parse(sarif.out) as { version: string }).version).toBe("2.1.0");
  });

  it("color only where it is wanted", async () => {
    expect((await regnet(folder, ["check", "broken.regnet"], { FORCE_COLOR: "1" })).err).toContain("\u001b[");
    expect((await regnet(folder, ["check", "broken.regnet"], { FORCE_COLOR: "1", NO_COLOR: "1" })).err).not.toContain(
      "\u001b[",
    );
  });

  it("--quiet says nothing where nothing is wrong, before and after the command", async () => {
    for (const args of [
      ["--quiet", "check", spec("digits")],
      ["check", spec("digits"), "-q"],
    ])
      expect(await regnet(folder, args)).toEqual({ code: 0, out: "", err: "" });
  });

  it("files that are not there or are folders", async () => {
    expect(await regnet(folder, ["check", "nowhere.regnet"])).toEqual({
      code: 1,
      out: "",
      err: "error: nowhere.regnet does not exist\n",
    });
    expect(await regnet(folder, ["check", "."])).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining(". is a folder, not a spec") as string,
    });
    expect(await regnet(folder, ["check", "brokn.regnet"])).toMatchObject({
      code: 1,
      out: "",
      err: "error[runtime/file]: brokn.regnet does not exist\n  help: did you mean broken.regnet?\n",
    });
    expect((await regnet(folder, ["summary", "data/iris.csv"])).err).toContain(
      "data/iris.csv is a data file by its name, not a spec",
    );
  });

  it("a file without a model is said to have none", async () => {
    writeFileSync(join(folder, "empty.regnet"), "");
    for (const command of ["train", "summary", "compile"])
      expect(await regnet(folder, [command, "empty.regnet"])).toMatchObject({
        code: 1,
        out: "",
        err: expect.stringContaining("empty.regnet declares no model") as string,
      });
  });
});

describe("usage", () => {
  it.each([
    [["tran", "x"], /unknown command 'tran'\n\(Did you mean train\?\)/],
    [["train", "x", "--epoch", "3"], /unknown option '--epoch'\n\(Did you mean --epochs\?\)/],
    [["train", "x", "--epochs", "0"], /whole number of at least 1/],
    [["train", "x", "--epochs", "many"], /whole number of at least 1/],
    [["train", "x", "--backend", "gpu"], /Allowed choices are auto, native, wasm, cpu/],
    [["train", "x", "--resume", "a", "--out", "b"], /cannot be used with/],
    [["check"], /missing required argument/],
    [["predict", "run"], /required option '--data <file>'/],
    [["explain", "drpout"], /did you mean dropout\?/],
    [["list", "layer s"], /no family of words is called/],
  ])("%j is wrong usage", async (args, message) => {
    const { code, out, err } = await regnet(folder, args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });
  it("--help and --version are data", async () => {
    expect(await regnet(folder, ["--version"])).toEqual({
      code: 0,
      out: `${(JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version}\n`,
      err: "",
    });
    expect(await regnet(folder, ["--help"])).toMatchObject({ code: 0, err: "" });
  });
});

describe("the other commands", () => {
  it("fmt --check names the files, fmt rewrites them once", async () => {
    const checked = await regnet(folder, ["fmt", "--check", "ugly.regnet"]);
    expect([checked.code, checked.out]).toEqual([1, "ugly.regnet\n"]);
    expect(await regnet(folder, ["fmt", "ugly.regnet"])).toMatchObject({ code: 0, out: "" });
    expect(readFileSync(join(folder, "ugly.regnet"), "utf8")).toBe("model m { input [4]; dense 8 relu; dense 1 }\n");
    expect(await regnet(folder, ["fmt", "--check", "ugly.regnet"])).toEqual({ code: 0, out: "", err: "" });
  });
  it("compile prints TypeScript and the IR, and writes with -o", async () => {
    const ts = await regnet(folder, ["compile", spec("digits")]);
    expect([ts.code, /export function buildModel\(/.test(ts.out)]).toEqual([0, true]);
    const ir = await regnet(folder, ["compile", spec("digits"), "--target", "ir", "-o", "ir.json"]);
    expect([ir.code, ir.out]).toEqual([0, ""]);
    expect(JSON.parse(readFileSync(join(folder, "ir.json"), "utf8"))).toMatchObject({
      version: 3,
      model: { name: "digits" },
    });
    expect(await regnet(folder, ["compile", "broken.regnet"])).toMatchObject({ code: 1, out: "" });
  });
  it("summary, list and explain print data", async () => {
    expect(JSON.parse((await regnet(folder, ["summary", spec("digits"), "--json"])).out)).toMatchObject({
      version: 1,
      totals: { parameters: 50826 },
    });
    expect((await regnet(folder, ["summary", spec("digits")])).out).toContain("50,826 parameters");
    expect((await regnet(folder, ["list", "layers"])).out).toMatch(/^ {2}dropout /m);
    expect((await regnet(folder, ["explain", "dropout"])).out).toContain("rate");
    expect((await regnet(folder, ["explain", "runtime/bad-run"])).out).toContain("distrust");
    expect((await regnet(folder, ["explain", "mse"])).out).toMatch(/^mse is short for mean_squared_error\n/);
    expect((await regnet(folder, ["explain", "lr"])).out).toMatch(/^learning_rate: .*short lr\n/);
    expect((await regnet(folder, ["explain", "one_hot"])).out).toContain("`onehot` also written `one_hot`");
  });
  it("doctor prints its findings", async () => {
    const { out, code } = await regnet(folder, ["doctor", "--json"]);
    expect((JSON.parse(out) as { version: number }).version).toBe(1);
    expect([0, 3]).toContain(code);
  });
  it("train says in one line what runs instead of the native engine, and a line an epoch", async () => {
    const { code, out, err } = await regnet(folder, ["train", spec("early-stopping"), "--epochs", "2", "--out", "run"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^test \(30 rows\): loss [\d.]+, penalty 0, accuracy [\d.]+\n$/);
    const lines = err.trim().split("\n");
    expect(lines[0]).toMatch(/wasm/);
    expect(lines[1]).toMatch(
      /^training iris: 259 parameters, 90 rows, 30 for validation, 30 for the test; layers engine on wasm, seed 6$/,
    );
    expect(lines.slice(2, 4).every((line) => /^epoch [12]\/2 {2}loss /.test(line))).toBe(true);
    expect(err).not.toContain("\u001b[");
    expect(
      await regnet(folder, ["train", spec("early-stopping"), "--epochs", "1", "--out", "quiet", "--quiet"]),
    ).toMatchObject({ code: 0, err: "" });
  });
});
