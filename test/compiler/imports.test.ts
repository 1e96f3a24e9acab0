import { describe, expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { check } from "../../src/compiler/check.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

/** Checks the first file with the others at hand; findings as `path code place`. */
const run = (files: Readonly<Record<string, string>>): readonly string[] => {
  const [root, ...others] = Object.entries(files);
  const imports = new Map(others.map(([path, text]) => [path, parse(sourceFile(path, text))]));
  return check(parse(sourceFile(root![0], root![1])), { imports }).diagnostics.map(
    (d) => `${d.path} ${d.code} ${files[d.path]?.slice(d.span.start, d.span.end) ?? ""}`,
  );
};

describe("imports", () => {
  it("go round in no way", () => {
    const model = 'import b from "b.regnet"\nblock a { dense 3 }\nmodel m { input 4; b }';
    expect(
      run({ "a.regnet": model, "b.regnet": 'import a from "a.regnet"\nblock b { a }' }).map((f) => f.split(" ")[1]),
    ).toEqual(["names/import-cycle"]);
    expect(run({ "a.regnet": 'import x from "a.regnet"\nmodel m { input 4; x }' }).map((f) => f.split(" ")[1])).toEqual(
      ["names/import-cycle"],
    );
    const ring = {
      "a.regnet": 'import x from "b.regnet"\nmodel m { input 4; x }',
      "b.regnet": 'import x from "c.regnet"',
      "c.regnet": 'import x from "b.regnet"',
    };
    expect(run(ring).map((f) => f.split(" ")[1])).toEqual(["names/import-cycle"]);
  });

  it("of one file by two ways are one file", () => {
    const files = {
      "a.regnet": 'import x from "x.regnet"\nimport y from "y.regnet"\nmodel m { input 4; x; y }',
      "x.regnet": 'import n from "n.regnet"\nblock x { dense n }',
      "y.regnet": 'import n from "n.regnet"\nblock y { dense n }',
      "n.regnet": "let n = 3",
    };
    expect(run(files)).toEqual([]);
  });

  it("are relative to the file that names them", () =>
    expect(
      compile('import x from "lib/x.regnet"\nmodel m { input 4; x }', {
        imports: { "lib/x.regnet": 'import n from "../n.regnet"\nblock x { dense n }', "n.regnet": "let n = 3" },
      }).ir?.model.layers[0]!.args["units"],
    ).toBe(3));

  it("show the other file's own mistakes, with its path", () =>
    expect(
      run({
        "a.regnet": 'import x from "x.regnet"\nmodel m { input 4; x }',
        "x.regnet": "block x { dense 3 'relu'; dens 3 }",
      }),
    ).toEqual(["x.regnet syntax/quotes 'relu'", "x.regnet names/unknown-word dens"]));

  it("of a name that is not there say what was meant", () =>
    expect(
      run({
        "a.regnet": 'import residul from "x.regnet"\nmodel m { input 4; residul }',
        "x.regnet": "block residual { relu }",
      }),
    ).toEqual(["a.regnet names/not-exported residul"]));

  it("never bring data or training", () =>
    expect(
      compile('import "x.regnet"\nmodel m { input 4; x }', {
        imports: { "x.regnet": 'block x { relu }\ndata { source: "x.csv", target: y }\ntrain { loss: mse }' },
      }).ir,
    ).toMatchObject({ data: null, training: null }));
});
