import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { browserEntries } from "./support/browser-entries.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const src = join(root, "src");

/** What each room may import from; a new edge is a decision and belongs into ARCHITECTURE.md too. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  text: [],
  tensor: [],
  diagnostics: ["text"],
  parser: ["text", "diagnostics"],
  format: ["text", "diagnostics", "parser"],
  program: ["tensor"],
  ir: ["tensor"],
  catalog: ["tensor", "ir", "text"],
  columns: ["diagnostics", "tensor", "ir"],
  compiler: ["text", "diagnostics", "parser", "tensor", "ir", "catalog", "columns"],
  runtime: ["text", "diagnostics", "tensor", "ir", "catalog", "program", "columns"],
  snapshot: ["text", "diagnostics", "parser", "tensor", "ir", "catalog", "compiler"],
  editor: ["text", "diagnostics", "parser", "format", "catalog", "compiler", "snapshot", "ir", "tensor"],
  cli: ["text", "diagnostics", "parser", "format", "catalog", "compiler", "editor", "runtime", "ir", "tensor"],
  ".": ["text", "diagnostics", "parser", "compiler", "snapshot", "ir", "runtime"],
};

/** Packages that the start of `regnet check` must not load, and the rooms that may name them at all. */
const heavy: Readonly<Record<string, readonly string[]>> = {
  "@tensorflow/": ["runtime"],
  "@duckdb/": ["runtime"],
  prettier: ["format", "cli"],
  zod: ["ir"],
  chevrotain: ["parser"],
  commander: ["cli"],
};

interface File {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly { readonly from: string; readonly typeOnly: boolean; readonly dynamic: boolean }[];
}

function files(folder: string): File[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    if (!entry.name.endsWith(".ts")) return [];
    const text = readFileSync(path, "utf8");
    const local = relative(src, path);
    const imports = [
      ...[...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm)].map((m) => ({
        from: m[2]!,
        typeOnly: m[1] !== undefined,
        dynamic: false,
      })),
      ...[...text.matchAll(/\bimport\("([^"]+)"\)/g)].map((m) => ({ from: m[1]!, typeOnly: false, dynamic: true })),
    ];
    return [{ path: local, room: local.includes("/") ? local.split("/")[0]! : ".", text, imports }];
  });
}

const all = files(src);
const target = (file: File, from: string): string =>
  relative(src, resolve(join(src, dirname(file.path)), from)).replace(/\.js$/, ".ts");

/** Packages that a bundler for browsers finds what it needs in. */
const IN_BROWSERS: ReadonlySet<string> = new Set(["@tensorflow/tfjs", "chevrotain", "prettier", "prettier/doc"]);

const isNode = (from: string): boolean => isBuiltin(from);

/** What a file imports in any way, directly or not: types and what is loaded later count, too. */
function reachedFrom(entry: string): { readonly files: readonly string[]; readonly packages: readonly string[] } {
  const [files, packages] = [new Set<string>(), new Set<string>()];
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    const file = all.find((f) => f.path === path);
    if (!file) throw new Error(`${path} is imported and not there`);
    for (const { from } of file.imports)
      if (from.startsWith(".")) visit(target(file, from));
      else packages.add(from);
  };
  visit(entry);
  return { files: [...files], packages: [...packages] };
}

describe("architecture", () => {
  it("imports only along the arrows of ARCHITECTURE.md", () => {
    const wrong = all.flatMap((file) =>
      file.imports
        .filter((i) => i.from.startsWith("."))
        .map((i) => target(file, i.from).split("/")[0]!)
        .filter((room) => room !== file.room && !room.endsWith(".ts") && !allowed[file.room]!.includes(room))
        .map((room) => `${file.path} imports ${room}`),
    );
    expect(wrong).toEqual([]);
  });

  it("names each heavy package only where it belongs", () => {
    const wrong = all.flatMap((file) =>
      file.imports
        .filter((i) => !i.typeOnly)
        .flatMap((i) =>
          Object.entries(heavy).filter(
            ([name, rooms]) =>
              (i.from === name || i.from.startsWith(name.endsWith("/") ? name : `${name}/`)) &&
              !rooms.includes(file.room),
          ),
        )
        .map(([name]) => `${file.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("imports Node only where files, processes and terminals are", () => {
    const rooms = new Set(all.filter((file) => file.imports.some(({ from }) => isNode(from))).map((file) => file.room));
    expect([...rooms].sort()).toEqual(["cli", "runtime"]);
  });

  it("keeps Node out of every entry that runs in a browser", () => {
    const entries = browserEntries(root);
    expect(entries).toEqual(expect.arrayContaining(["src/index.ts", "src/runtime/layers.ts"]));
    for (const entry of entries) {
      const reached = reachedFrom(relative("src", entry));
      expect(reached.files.length, entry).toBeGreaterThan(5);
      expect(
        reached.packages.filter((name) => !IN_BROWSERS.has(name)),
        entry,
      ).toEqual([]);
    }
    expect(reachedFrom("runtime/index.ts").packages.filter(isNode)).toContain("node:fs"); // it would be found
  });

  it("looks for nothing in the text of a spec once it is a tree: places are those of nodes and tokens", () => {
    const searching = /\b(?:source|file)\??\.text\b(?!\.length)|\btexts?\.get\(|\bindexOf\(name/;
    const searchers = all.filter((file) => file.room === "compiler" && !file.path.includes("/emit/"));
    expect(searchers.length).toBeGreaterThan(50);
    expect(searchers.filter((file) => searching.test(file.text)).map((file) => file.path)).toEqual([]);
    expect(searching.test("const text = session.texts.get(at.path)")).toBe(true);
    expect(searching.test("const { start } = source.text.indexOf(name)")).toBe(true);
  });

  it("has no import cycle", () => {
    const graph = new Map(
      all.map((f) => [
        f.path,
        f.imports.filter((i) => i.from.startsWith(".") && !i.typeOnly && !i.dynamic).map((i) => target(f, i.from)),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      if (done.has(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it("starts each command without the packages that it has no use for", () => {
    /** Packages that a file loads before it does anything. */
    const packages = (start: string): ReadonlySet<string> => {
      const [seen, found] = [new Set<string>(), new Set<string>()];
      const visit = (path: string): void => {
        if (seen.has(path)) return;
        seen.add(path);
        const file = all.find((f) => f.path === path)!;
        for (const { from } of file.imports.filter((i) => !i.typeOnly && !i.dynamic)) {
          if (from.startsWith(".")) visit(target(file, from));
          else found.add(from);
        }
      };
      visit(start);
      return found;
    };
    const loads = (start: string, names: readonly string[]): readonly string[] =>
      [...packages(start)].filter((name) => names.some((n) => name.startsWith(n)));
    expect(packages("runtime/engine/layers-maker.ts")).toContain("@tensorflow/tfjs");
    expect(loads("cli/main.ts", ["@", "zod", "prettier", "chevrotain", "h5wasm"])).toEqual([]);
    expect(loads("cli/commands/check.ts", ["@", "zod", "prettier", "h5wasm"])).toEqual([]);
    for (const command of ["train", "evaluate", "predict"])
      expect(loads(`cli/commands/${command}.ts`, ["@tensorflow", "zod", "prettier", "h5wasm"]), command).toEqual([]);
    expect(loads("runtime/graph/worker.ts", ["@", "zod", "prettier", "chevrotain", "h5wasm"])).toEqual([]);
  });

  it("has one thing of each name that is read everywhere", () => {
    const declared = /^export (?:abstract )?(?:class|interface|type) (Graph|Tensor|Scope|Output|Session|Ops|Shape)\b/gm;
    const names = all.flatMap(({ text }) => [...text.matchAll(declared)].map(([, name]) => name!));
    expect(names.sort()).toEqual(["Graph", "Ops", "Output", "Scope", "Session", "Shape", "Tensor"]);
  });

  it("keeps files small", () => {
    const long = all
      .filter((f) => !f.path.endsWith(".generated.ts"))
      .map((f) => [f.path, f.text.split("\n").length] as const)
      .filter(([, lines]) => lines > 400);
    expect(long).toEqual([]);
  });

  it("draws no random number and reads no clock outside their places", () => {
    // Temporary names, timings in reports, progress and the length of native calls are no results.
    const clock = /^((runtime\/(run|native|training|data|engine)|cli)\/|runtime\/graph\/run-loop\.ts)/;
    const wrong = all.filter(
      (f) =>
        /Math\.random\(/.test(f.text) ||
        (/\bDate\.now\(|new Date\(|performance\.now\(/.test(f.text) && !clock.test(f.path)),
    );
    expect(wrong.map((f) => f.path)).toEqual([]);
  });

  it("asks a layer's word through the rules and applies it in one place", () => {
    const asked = /\bword\.(shapes|dtypes|masks|flops|weights)(\?\.)?\(|\bword\.masks\.|\bword\.forward\b/;
    const places = ["catalog/layer-rules.ts", "catalog/apply-layer.ts", "catalog/define-layer.ts"];
    expect(all.filter((f) => asked.test(f.text) && !places.includes(f.path)).map((f) => f.path)).toEqual([]);
    expect(places.filter((path) => !all.some((f) => f.path === path))).toEqual([]);
  });

  it("names no word of the catalogue in the compiler", () => {
    const words = all
      .filter((f) => /^catalog\/(layers|losses|optimizers|metrics|callbacks|regularizers)\//.test(f.path))
      .flatMap((f) => [...f.text.matchAll(/^ {2}name: "(\w+)"/gm)].map((m) => m[1]!));
    expect(words.length).toBeGreaterThan(100);
    // Short names are also names of parameters (`l1`) and traits (`dropout`), which the compiler may know.
    const distinctive = words.filter((w) => w.includes("_") || /\dd$/.test(w) || w === "dense");
    const wrong = all
      .filter((f) => f.room === "compiler")
      .flatMap((f) =>
        distinctive
          .filter((w) => new RegExp(`["']${w}["']`).test(f.text.replace(/^\s*(\*|\/\/|\/\*).*$/gm, "")))
          .map((w) => `${f.path} names ${w}`),
      );
    expect(wrong).toEqual([]);
  });

  it("puts only files that are there into one file", () => {
    const listed = [...readFileSync(join(root, "scripts/together.mjs"), "utf8").matchAll(/"(src\/[^"]+\.ts)"/g)];
    expect(listed.length).toBeGreaterThan(20);
    expect(listed.map((m) => m[1]!).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("has fresh generated files", () => {
    expect(() =>
      execFileSync(process.execPath, ["scripts/generate.mjs", "--check"], { cwd: root, stdio: "pipe" }),
    ).not.toThrow();
  });
});
