import { execFileSync } from "node:child_process";
import { lutimesSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { removeLeft, sessionFolder } from "../../../src/runtime/graph/session-folder.js";
import { temporaryFolder } from "../../support/temporary.js";

it("tells whose it is", () => {
  const folder = sessionFolder();
  expect(basename(folder)).toMatch(new RegExp(`^regnet-graph-${process.pid}-.`));
  rmSync(folder, { recursive: true });
});

it("goes when its process is dead; what lives, is young, is a link or is named otherwise stays", () => {
  const dead = execFileSync(process.execPath, ["-p", "process.pid"]).toString().trim();
  const temporary = temporaryFolder("left");
  const elsewhere = temporaryFolder("elsewhere");
  writeFileSync(join(elsewhere, "kept"), "");
  const make = (name: string, seconds: number): void => {
    mkdirSync(join(temporary, name));
    writeFileSync(join(temporary, name, "saved_model.pb"), "");
    utimesSync(join(temporary, name), seconds, seconds);
  };
  make(`regnet-graph-${dead}-left`, 1);
  symlinkSync(elsewhere, join(temporary, `regnet-graph-${dead}-left`, "link"));
  utimesSync(join(temporary, `regnet-graph-${dead}-left`), 1, 1);
  const staying = [`regnet-graph-${dead}-young`, `regnet-graph-${process.pid}-live`, `regnet-graph-mine-${dead}-x`];
  staying.forEach((name, i) => make(name, i === 0 ? 3 : 1));
  symlinkSync(elsewhere, join(temporary, `regnet-graph-${dead}-link`));
  lutimesSync(join(temporary, `regnet-graph-${dead}-link`), 1, 1);
  removeLeft(temporary, 2000);
  expect(readdirSync(temporary).sort()).toEqual([...staying, `regnet-graph-${dead}-link`].sort());
  expect(readdirSync(elsewhere)).toEqual(["kept"]);
  expect(() => removeLeft(join(temporary, "nowhere"), 2000)).not.toThrow();
});
