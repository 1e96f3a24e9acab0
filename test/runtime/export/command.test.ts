import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportModel } from "../../../src/cli/commands/export.js";
import type { Host } from "../../../src/cli/host.js";
import type { ExportFormatName } from "../../../src/runtime/export/export-model.js";
import { root } from "./reference.js";
import { temporaryFolder } from "../../support/temporary.js";

let folder: string;
beforeAll(() => void (folder = temporaryFolder("export")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function terminal(): { readonly host: Host; readonly said: () => string } {
  let said = "";
  const say = (text: string): void => void (said += text);
  return {
    said: () => said,
    host: {
      cwd: folder,
      out: say,
      err: say,
      say,
      color: false,
      interactive: false,
      columns: 100,
      quiet: false,
      env: {},
    },
  };
}
const spec = join(root, "specs/early-stopping.regnet");
const run = (format: ExportFormatName, output: string, force?: true) =>
  exportModel(terminal().host, spec, { format, output, ...(force && { force }) });

describe("regnet export", () => {
  it.each([
    ["saved-model", ["saved_model.pb"], /tf\.saved_model\.load\(".*saved-model"\)\.signatures\["serving_default"\]/],
    ["tfjs", ["model.json", "weights.bin"], /tf\.loadLayersModel/],
    ["onnx", null, /onnxruntime\.InferenceSession/],
  ] as const)("%s: writes a whole model, and says how to load it", async (format, files, loading) => {
    const { host, said } = terminal();
    const output = join(folder, format);
    expect(await exportModel(host, spec, { format, output })).toBe(0);
    expect(said()).toMatch(/inputs input \[rows, 4\]; outputs dense_1 \[rows, 3\]/);
    expect(said()).toMatch(loading);
    expect(said()).toContain("export a run folder for trained ones");
    if (files) expect(readdirSync(output).sort()).toEqual([...files]);
    else expect(readFileSync(output).length).toBeGreaterThan(200);
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("is the same file for the same spec", async () => {
    await run("onnx", join(folder, "a.onnx"));
    await run("onnx", join(folder, "b.onnx"));
    expect(readFileSync(join(folder, "a.onnx")).equals(readFileSync(join(folder, "b.onnx")))).toBe(true);
  });

  it("replaces an earlier export with --force only, and nothing else ever", async () => {
    const there = join(folder, "there");
    await run("saved-model", there);
    await expect(run("saved-model", there)).rejects.toMatchObject({
      code: "export/exists",
      message: `${there} is there already`,
      hint: expect.stringContaining("--force") as string,
    });
    const before = readFileSync(join(there, "saved_model.pb"));
    writeFileSync(join(there, "saved_model.pb"), "old");
    expect(await run("saved-model", there, true)).toBe(0);
    expect(readFileSync(join(there, "saved_model.pb")).equals(before)).toBe(true);
    const mine = join(folder, "mine");
    mkdirSync(mine);
    writeFileSync(join(mine, "thesis.txt"), "years of work");
    for (const format of ["saved-model", "tfjs", "onnx"] as const)
      await expect(run(format, mine, true)).rejects.toMatchObject({ code: "export/exists" });
    expect(readFileSync(join(mine, "thesis.txt"), "utf8")).toBe("years of work");
  });

  it("leaves nothing behind where it cannot write", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    await expect(run("onnx", join(file, "below.onnx"))).rejects.toMatchObject({
      code: "runtime/not-writable",
      exitCode: 1,
    });
    await expect(run("tfjs", join(file, "below"))).rejects.toMatchObject({ code: "runtime/not-writable", exitCode: 1 });
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
    expect(existsSync(join(folder, "below"))).toBe(false);
  });
});

describe("docs/export.md", () => {
  const text = readFileSync(join(root, "docs/export.md"), "utf8");
  const commands = [...text.matchAll(/^npx regnet export (\S+) --format (\S+) -o (\S+)$/gm)].map(
    (m) => [m[1]!, m[2]! as ExportFormatName, m[3]!] as const,
  );
  it("has a command of every format", () =>
    expect([...new Set(commands.map(([, format]) => format))].sort()).toEqual(["onnx", "saved-model", "tfjs"]));
  it.each(commands.filter(([source]) => source.endsWith(".regnet")))("%s as %s", async (source, format, output) => {
    expect(await exportModel(terminal().host, join(root, source), { format, output: join(folder, output) })).toBe(0);
  });
  const programs = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map((m) => m[1]!);
  it.each(programs.filter((program) => program.includes("onnxruntime-node")).map((program) => [program]))(
    "runs %#",
    (program) => {
      const result = spawnSync(
        process.execPath,
        ["--input-type=module", "-e", program.replaceAll('"digits.onnx"', JSON.stringify(join(folder, "digits.onnx")))],
        { cwd: root, encoding: "utf8" },
      );
      expect(result.stderr).toBe("");
      expect(result.stdout).toMatch(/\[ 1, 10 \]/);
    },
  );
});
