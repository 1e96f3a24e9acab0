import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beforeAllWith, needsNative } from "../support/needs.js";
import { emptyFolder, jsonLines, regnet, type Ran } from "./regnet.js";

/** With the engine of this machine, which is never set up here. */
const here = {
  REGNET_NATIVE: "",
  XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(process.env["HOME"] ?? "", ".cache"),
};
const folder = emptyFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = Array.from({ length: 3000 }, (_, i) => `${i % 7},${(i * 3) % 5},${(i * i) % 11 > 4 ? "yes" : "no"}`);
const spec = `model m { input [2]; dense 32 relu; dropout 0.2; dense 2 softmax }
data { source: "t.csv", target: y, validation: split(0.25, seed=1) }
train { optimizer: adam(0.01), loss: sparse_categorical_crossentropy, seed: 3, epochs: 3, batch_size: 2 }
`;
const flags = ["--jit", "on", "--threads", "1", "--epochs", "40", "--seed", "7", "--no-shuffle"];
const train = (...args: readonly string[]): Promise<Ran> =>
  regnet(folder, ["train", "s.regnet", "--json", ...args], here);
/** Ctrl-C after the first whole epoch from `epoch` on. */
function cutAfter(epoch: number, ...args: readonly string[]): Promise<Ran> {
  let sent = false; // a second Ctrl-C would end it at once
  return regnet(folder, ["train", "s.regnet", "--json", ...args], here, (out, kill) => {
    if (!sent && out.includes(`"epoch":${epoch},`)) kill("SIGINT");
    sent ||= out.includes(`"epoch":${epoch},`);
  });
}
const file = (run: string, name: string): Buffer => readFileSync(join(folder, run, name));
const manifest = (run: string) => JSON.parse(file(run, "manifest.json").toString()) as Record<string, unknown>;
const expectSame = (run: string, other: string): void => {
  for (const name of ["history.csv", "model.bin"]) expect(file(run, name).equals(file(other, name)), name).toBe(true);
};

beforeAll(() => {
  writeFileSync(join(folder, "t.csv"), `a,b,y\n${rows.join("\n")}\n`);
  writeFileSync(join(folder, "s.regnet"), spec);
});
beforeAllWith(
  "native",
  async () => {
    expect((await train(...flags, "--out", "whole")).code).toBe(0);
    const cut = await cutAfter(2, ...flags, "--out", "cut");
    expect([cut.signal, cut.err.split("\n").at(-2)]).toEqual([
      "SIGINT",
      "the whole epochs are kept in cut; go on with: regnet train s.regnet --resume cut",
    ]);
  },
  120_000,
);

describe("--resume takes the flags of the beginning", () => {
  it("which the manifest keeps", async () => {
    await needsNative();
    expect(manifest("cut")["settings"]).toEqual({
      jit: "on",
      threads: 1,
      planned: 40,
      epochs: 40,
      seed: 7,
      shuffle: false,
    });
  });

  it.each([
    ["--jit", "off", "on"],
    ["--jit", "auto", "on"],
    ["--threads", "2", "1"],
  ])("refuses %s %s before any work", async (flag, wanted, was) => {
    await needsNative();
    const before = file("cut", "manifest.json");
    const { code, out, err } = await train("--resume", "cut", flag, wanted);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toBe(
      `error[runtime/other-engine]: ${flag} ${wanted} is asked for, but the run cut was begun with ${was}\n  ` +
        `help: leave ${flag} out, or train anew with it into another folder\n`,
    );
    expect(file("cut", "manifest.json")).toEqual(before);
  });

  it("begins as if nothing had been after Ctrl-C while the steps are compiled", async () => {
    await needsNative();
    let look: NodeJS.Timeout | undefined;
    const begun = (out: string): boolean => out.includes(`"event":"start"`);
    const cut = await regnet(folder, ["train", "s.regnet", "--json", ...flags, "--out", "early"], here, (out, kill) => {
      // As soon as there is a run: the library is at work, whatever at.
      if (begun(out))
        look ??= setInterval(() => {
          if (!existsSync(join(folder, "early/manifest.json"))) return;
          clearInterval(look);
          kill("SIGINT");
        }, 20);
    });
    clearInterval(look);
    expect(cut.signal).toBe("SIGINT");
    expect(cut.err).toContain("go on with: regnet train s.regnet --resume early");
    expect(manifest("early")).toMatchObject({ state: "interrupted" });
    expect((await train("--resume", "early")).code).toBe(0);
    expectSame("early", "whole");
  });

  it("refuses another seed", async () => {
    await needsNative();
    const { code, err } = await train("--resume", "cut", "--seed", "3");
    expect([
      code,
      /error\[runtime\/spec-changed\]: the run cut was begun with another spec, seed or flags/.test(err),
    ]).toEqual([1, true]);
  });

  it("without one, and with the same ones, it goes on to the very numbers of the unbroken run", async () => {
    await needsNative();
    const cut = await cutAfter(6, "--resume", "cut", "--jit", "on", "--threads", "1");
    expect(cut.signal).toBe("SIGINT");
    const rest = await train("--resume", "cut");
    expect([rest.code, jsonLines(rest.out)[0]]).toMatchObject([0, { engine: "graph", epochs: 40, seed: 7 }]);
    expectSame("cut", "whole");
  });

  it("more epochs than were planned are kept for whoever goes on, the planned ones with them", async () => {
    await needsNative();
    expect((await train(...flags, "--epochs", "80", "--out", "longer")).code).toBe(0);
    expect((await cutAfter(42, "--resume", "cut", "--epochs", "80")).signal).toBe("SIGINT");
    expect(manifest("cut")).toMatchObject({ state: "interrupted", settings: { planned: 40, epochs: 80 } });
    expect((await train("--resume", "cut")).code).toBe(0);
    expect(manifest("cut")).toMatchObject({ state: "finished", epochs: 80, settings: { planned: 40, epochs: 80 } });
    expectSame("cut", "longer");
  });

  it("a run of an earlier version, which kept none, needs them again and keeps them from then on", async () => {
    await needsNative();
    expect((await cutAfter(2, ...flags, "--out", "old")).signal).toBe("SIGINT");
    const { settings: _, ...old } = manifest("old");
    writeFileSync(join(folder, "old/manifest.json"), JSON.stringify(old));
    expect((await train("--resume", "old")).err).toContain("error[runtime/spec-changed]");
    expect((await cutAfter(6, ...flags, "--resume", "old")).signal).toBe("SIGINT");
    expect((await train("--resume", "old")).code).toBe(0);
    expectSame("old", "whole");
  });
});

it("--threads is refused where the beginning had none", async () => {
  expect(
    (await regnet(folder, ["train", "s.regnet", "--backend", "cpu", "--epochs", "1", "--out", "plain"])).code,
  ).toBe(0);
  const { code, err } = await regnet(folder, ["train", "s.regnet", "--resume", "plain", "--threads", "2"]);
  expect([code, err]).toEqual([
    1,
    expect.stringContaining(
      "error[runtime/other-engine]: --threads 2 is asked for, but the run plain was begun with no --threads\n",
    ),
  ]);
});
