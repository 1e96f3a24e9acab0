import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler/check.js";
import { emitTypeScript } from "../../../src/compiler/emit/typescript.js";
import { numberOf } from "../../../src/ir/formula.js";
import type { Ir } from "../../../src/ir/ir.js";
import { readIr } from "../../../src/ir/schema.js";
import { parse } from "../../../src/parser/parse.js";
import { isSameTask } from "../../../src/runtime/run/same-task.js";
import { sourceFile } from "../../../src/text/source-file.js";
import { fixtures } from "./emitted.js";
import { typeErrors } from "./type-errors.js";

/** The IR of a text without errors; `imports`: other files by their path. */
function irOf(text: string, imports: Readonly<Record<string, string>> = {}): Ir {
  const files = new Map(Object.entries(imports).map(([path, content]) => [path, parse(sourceFile(path, content))]));
  const { ir, diagnostics } = check(parse(sourceFile("spec.regnet", text)), { imports: files, root: "" });
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  return ir!;
}
const printed = (text: string, imports?: Readonly<Record<string, string>>): string =>
  emitTypeScript(irOf(text, imports));
/** Declarations of the module, which all stand above its functions. */
const constants = (text: string): string[] =>
  [...text.slice(0, text.indexOf("export function buildModel")).matchAll(/^const (.*);$/gm)].map((match) => match[1]!);
const trained = (model: string, train: string): string => printed(`${model}\ntrain { ${train} }`);

describe("named values", () => {
  it("are constants, each after those it is made of", () => {
    const text = printed(
      "let p = l2(s)\nlet s = 2 * base\nlet base = 1e-3\nmodel m { input 4; dense 2 regularizer=p; dense 2 " +
        "regularizer=p }",
    );
    expect(constants(text)).toEqual(["base = 0.001", "s = (2 * base)", "p = regularizers.l2({ l2: s })"]);
    expect(text.match(/kernelRegularizer: p,/g)).toHaveLength(2);
  });

  it("reach through blocks, repetitions and lists", () => {
    const text = printed(
      "let w = 8\nlet tail = [6, w]\nblock b(n) { dense (n / 2) }\nmodel m { input 4; b(w); repeat tail as n { " +
        "dense n } }",
    );
    expect(constants(text)).toEqual(["w = 8", "tail = [6, w] as const"]);
    expect([...text.matchAll(/units: ([^,]*),/g)].map((m) => m[1])).toEqual(["(w / 2)", "tail[0]", "tail[1]"]);
  });

  it("are no constants where their uses say different things; then their documentation stands at the first use", () => {
    const text = printed(
      "/// Drawn anew.\nlet start = he_normal\nmodel m { input 4; dense 2 kernel_initializer=start; dense 2 " +
        "kernel_initializer=start }",
    );
    expect(constants(text)).toEqual([]);
    expect(text.match(/\/\/ Drawn anew\.\nkernelInitializer: initializers\.heNormal\(\{ seed: \d+ \}\)/g)).toHaveLength(
      1,
    );
    expect(text.match(/Drawn anew/g)).toHaveLength(1);
  });

  it("in a block are what they are at each expansion", () => {
    const text = printed("let w = 8\nblock b(n) { let inner = n + 1; dense inner }\nmodel m { input 4; b(w); b(2) }");
    expect([...text.matchAll(/units: ([^,]*),/g)].map((m) => m[1])).toEqual(["(w + 1)", "3"]);
  });

  it("of one name in two files are two", () => {
    const text = printed('import unit from "unit.regnet"\nlet width = 8\nmodel m { input 4; dense width; unit }', {
      "unit.regnet": "let width = 3\nblock unit { dense width }",
    });
    expect(constants(text)).toEqual(["width = 8", "width2 = 3"]);
    expect([...text.matchAll(/units: ([^,]*),/g)].map((m) => m[1])).toEqual(["width", "width2"]);
  });

  it("of any name pass tsc", () => {
    const text = printed(
      "let train = 3\nlet layers = 4\nlet model = 0.1\nlet x = 5\nlet class = 6\nlet act = relu\nlet pad = " +
        "same\nlet quiet = false\nlet epochs = 2\nlet grid = [5, 5, 1]\nlet size = 3\n" +
        ("model m { input grid as x1; conv2d layers size pad act use_bias=quiet as x2; flatten; dense train; dense " +
          "x as x3; dense class as options; dropout model; add from x3, x3 }\n") +
        "train { optimizer: adam(model), loss: mse, epochs: epochs }",
    );
    expect(typeErrors(new Map([[join(fixtures, "names.ts"), text]]))).toEqual([]);
    expect(constants(text).map((declaration) => declaration.split(" ")[0])).toContain("trainValue");
    expect(text).toContain("epochs, ...options");
  });

  it("of blocks in blocks that double a number keep the IR small", () => {
    const blocks = Array.from({ length: 60 }, (_, i) => `block b${i}(n) { b${i + 1}((n + n)) }`).join("\n");
    const ir = irOf(`let w = 1\n${blocks}\nblock b60(n) { rescaling n }\nmodel m { input 4; b0(w) }`);
    expect(ir.model.layers[0]!.args["scale"]).toBe(2 ** 60);
    expect(JSON.stringify({ ...ir, model: { ...ir.model, groups: [] } }).length).toBeLessThan(5_000);
  });

  it("in arithmetic give the number of the IR", () => {
    const leaf = fc.oneof(
      fc.constantFrom("a", "b", "c"),
      fc.integer({ min: 1, max: 9 }).map(String),
      fc.constant("0.3"),
    );
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc
          .tuple(tie("expression"), fc.constantFrom("+", "-", "*", "/"), tie("expression"))
          .map(([x, op, y]) => `(${x} ${op} ${y})`),
        fc.tuple(tie("expression"), fc.constantFrom("+", "-", "*", "/"), leaf).map(([x, op, y]) => `(${x} ${op} ${y})`),
        tie("expression").map((x) => `(-${x})`),
        fc.tuple(fc.constantFrom("abs", "exp", "floor", "round"), tie("expression")).map(([f, x]) => `${f}(${x})`),
        fc.tuple(tie("expression"), tie("expression")).map(([x, y]) => `max(${x}, ${y})`),
      ),
    }));
    fc.assert(
      fc.property(expression, (text) => {
        const { ir } = check(
          parse(
            sourceFile(
              "spec.regnet",
              `let a = 0.7\nlet b = 3 * a\nlet c = -2\nmodel m { input 4; rescaling (${text}) }`,
            ),
          ),
        );
        fc.pre(ir !== null); // divided by nothing, or too large
        const source = emitTypeScript(ir);
        const scale = /scale: (.*), name: "rescaling"/.exec(source)![1]!;
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what the printed expression comes to
        const compute = new Function(
          `${constants(source)
            .map((c) => `const ${c};`)
            .join("")} return ${scale};`,
        ) as () => number;
        const made = compute();
        const value = ir.model.layers[0]!.args["scale"];
        expect(made).toBe(value);
        const formula = ir.authored!.wordings["/model/layers/0/args"]?.formulas?.["scale"];
        if (formula)
          expect(numberOf(formula, (name) => ir.authored!.values.find((v) => v.name === name)?.value)).toBe(value);
      }),
      { numRuns: 150 },
    );
  });
});

describe("what was written", () => {
  const model = "model m { input 4; dense 1 sigmoid }";

  it("is said of words and settings, even where it is Keras's default", () => {
    const text = trained(
      model,
      "optimizer: adam(0.001, beta_1=0.9), loss: binary_crossentropy(from_logits=false), metrics: " +
        "[auc(num_thresholds=200)], epochs: 1, batch_size: 32, shuffle: true, seed: 0; terminate_on_nan; csv_logger " +
        '"a.csv" separator=","',
    );
    for (const said of [
      "learningRate: 0.001, beta1: 0.9",
      "fromLogits: false",
      "numThresholds: 200",
      "epochs: 1",
      "batchSize: 32",
      "shuffle: true",
      "seed: 0",
      'separator: ","',
    ])
      expect(text).toContain(said);
  });

  it("is all that is said", () => {
    const text = trained(model, "optimizer: adam, loss: binary_crossentropy; early_stop");
    for (const said of ["optimizers.adam()", "losses.binaryCrossentropy()", "callbacks.earlyStopping()"])
      expect(text).toContain(said);
    for (const unsaid of ["epochs", "batchSize", "shuffle", "validationFreq", "lossWeights"])
      expect(text).not.toContain(`${unsaid}:`);
  });

  it("of penalties that are added is said where one term says it", () => {
    const text = printed(
      "let a = 0.1\nlet b = 0.2\nmodel m { input 4; dense 2 regularizer=(l1(a) + l2(b)); dense 2 " +
        "regularizer=(l2(a) + l2(b) + l1(0.5)) }",
    );
    expect(text).toContain("regularizers.l1L2({ l1: a, l2: b })");
    expect(text).toContain(`regularizers.l1L2({ l1: 0.5, l2: ${0.1 + 0.2} })`);
  });
});

describe("how it was said", () => {
  const plain = "model m { input 4; dense 8; dropout 0.1 }\ntrain { optimizer: sgd(0.1), loss: mse }";
  const told =
    "/// Wide.\nlet w = 8\n/// A model.\nmodel m { input 4; /// First.\ndense w; dropout 0.1 }\ntrain { /// " +
    "Slow.\noptimizer: sgd(0.1), loss: mse, epochs: 1 }";

  it("changes nothing that is trained", () => {
    expect(irOf(told).authored).not.toEqual(irOf(plain).authored);
    expect(isSameTask(irOf(told), irOf(plain))).toBe(true);
  });

  it("may be missing, as in the IR of earlier versions", () => {
    const { authored, ...ir } = irOf(told);
    expect(authored!.values.map((value) => value.doc)).toEqual(["Wide."]);
    expect(readIr(JSON.parse(JSON.stringify(ir)))).toEqual(ir);
    const text = emitTypeScript(ir);
    expect(constants(text)).toEqual([]);
    expect(text).toContain("units: 8");
    expect(text).toContain("/** A model. */");
  });

  it("is checked when it comes from outside", () => {
    const ir = irOf(told);
    expect(() =>
      readIr({
        ...ir,
        authored: { ...ir.authored, values: [{ name: "w", doc: null, value: 8, formula: { op: "eval", of: [1] } }] },
      }),
    ).toThrow(/authored/);
    expect(() =>
      readIr({
        ...ir,
        authored: { ...ir.authored, parts: [{ kind: "block", name: "b", about: null, doc: null, nodes: [] }] },
      }),
    ).toThrow(/authored/);
  });
});
