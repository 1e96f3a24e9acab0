import { expect, test } from "vitest";
import { check } from "../../src/compiler/check.js";
import { applyFixes } from "../../src/diagnostics/apply-fixes.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

const found = (text: string) => check(parse(sourceFile("m.regnet", text))).diagnostics;
const inModel = (line: string): string => `model m {\n  input [4]\n  ${line}\n  dense 2 rellu\n}\n`;

/**
 * What people write who come from Keras, PyTorch, YAML or JavaScript; its code, and the line after the fix where there
 * is one.
 */
const slips: readonly (readonly [string, string, string?])[] = [
  ["x = dense 3", "syntax/assigned-layer", "dense 3 as x"],
  ["let x = dense 3", "syntax/assigned-layer", "dense 3 as x"],
  ["x = Dense(32)(x)", "syntax/assigned-layer", "dense(32)"],
  ["y = layers.Dropout(0.5)(x)", "syntax/assigned-layer", "dropout(0.5) from x as y"],
  ["self.fc1 = nn.Linear(4, 32)", "syntax/assigned-layer"],
  ["dense 32 -> y", "syntax/arrow", "dense 32 as y"],
  ["dense 32 => y", "syntax/arrow", "dense 32 as y"],
  ["dense(32) -> flatten()", "syntax/arrow", "dense(32); flatten()"],
  ["layers.Dense(32)", "names/keras-class", "dense(32)"],
  ["keras.layers.Dense(32)", "names/keras-class", "dense(32)"],
  ['Dense(32, activation="relu")', "names/keras-class", 'dense(32, activation="relu")'],
  ["BatchNormalization()", "names/keras-class", "batch_normalization()"],
  ["model.add(Dense(32))", "syntax/method-call", "dense(32)"],
  ['model.add(layers.Dense(32, activation="relu"))', "syntax/method-call", 'dense(32, activation="relu")'],
  ['model.compile(optimizer="adam")', "syntax/method-call"],
  ["dense: 32", "names/misplaced-pair", "dense 32"],
  ["dense 32 activation: relu", "syntax/colon-in-argument", "dense 32 activation=relu"],
  ["dense(units: 32)", "syntax/colon-in-argument", "dense(units=32)"],
  ["dense 32 kernel_regularizer=regularizers.l2(0.01)", "syntax/dotted-name", "dense 32 kernel_regularizer=l2(0.01)"],
  [
    "dense 32 kernel_regularizer=keras.regularizers.l2(0.01)",
    "syntax/dotted-name",
    "dense 32 kernel_regularizer=l2(0.01)",
  ],
  ['dense 32 as "fc1"', "syntax/quoted-name", "dense 32 as fc1"],
  ["dense 32 from: input", "syntax/clause-colon", "dense 32 from input"],
  ["dense 32 use_bias=False", "arguments/type", "dense 32 use_bias=false"],
  [
    "dense 32 kernel_initializer=zeros bias_regularizer=None",
    "names/unknown-value",
    "dense 32 kernel_initializer=zeros bias_regularizer=none",
  ],
  ["dense 32 kernel_constraint=null", "names/unknown-value", "dense 32 kernel_constraint=none"],
  ['dense 32 name="fc1"', "arguments/elsewhere"],
  ["dense 32 input_dim=4", "arguments/elsewhere"],
  ["dense 32 # hidden", "syntax/hash-comment", "dense 32 // hidden"],
  ["const x = 3", "syntax/foreign-binding", "let x = 3"],
  ["import keras", "syntax/foreign-line"],
  ["from keras import layers", "syntax/foreign-line"],
  ["def f(x):", "syntax/foreign-line"],
  ["for i in range(3):", "syntax/foreign-line"],
  ["return x", "syntax/foreign-line"],
  ["dropout 50%", "syntax/percent", "dropout 0.5"],
  ["dense<32>", "syntax/unexpected-character"],
  ["dense 32 | relu", "syntax/unexpected-character"],
  ["dense 32 @relu", "syntax/unexpected-character"],
  ["dense(32).relu", "syntax/unexpected-character"],
  ["dense 32 + relu", "arguments/arithmetic"],
  ["- dense: 32", "syntax/unexpected"],
];

test.each<readonly [string, string, string?]>(slips)(
  "%s is one diagnostic, and the rest of the file is checked",
  (line = "", code = "") => {
    const text = inModel(line);
    const [first, second, ...more] = found(text);
    expect([first!.code, second!.code, more]).toEqual([code, "arguments/unknown-word", []]);
  },
);

test.each(slips.filter((slip): slip is readonly [string, string, string] => slip.length === 3))(
  "%s is mended by its fix",
  (line, code, mended) => {
    const text = inModel(line);
    const after = applyFixes(text, found(text)[0]!.fixes.slice(0, 1)).text;
    expect(after).toBe(inModel(mended));
    expect(found(after).filter((d) => d.code === code)).toEqual([]);
  },
);

test("a name that was lost with its line is not missed elsewhere", () => {
  expect(found("model m {\n  input [4]\n  x = dense 3\n  dense 2 from x\n}\n").map((d) => d.code)).toEqual([
    "syntax/assigned-layer",
  ]);
});

test.each([
  [
    "Python",
    "import keras\nfrom keras import layers\n\nmodel = keras.Sequential([\n  layers.Dense(3),\n])\nmodel.fit(x, y)\n",
  ],
  ["Python", "class Net(nn.Module):\n  def forward(self, x):\n    return F.relu(self.fc(x))\n"],
  ["JavaScript", "const model = tf.sequential();\nmodel.add(tf.layers.dense({units: 3}));\n"],
  ["JSON", '{\n  "model": {"layers": [{"type": "dense"}]}\n}\n'],
  ["YAML", "model:\n  input: [4]\n  layers:\n    - dense: 32\n"],
  ["XML", '<model>\n  <dense units="3"/>\n</model>\n'],
])("a file of %s is one diagnostic", (language, text) => {
  expect(found(text).map((d) => [d.code, d.message.includes(`this file is ${language}`)])).toEqual([
    ["syntax/other-language", true],
  ]);
});

test("words of other languages are names like any other where they can be", () => {
  expect(
    found(
      "model m {\n  input [4] as model\n  dense 3 relu from model as export\n  dense 2 from export\n}\ndata { " +
        'source: "a.b/model.csv", target: y }\n',
    ).filter((d) => d.severity === "error"),
  ).toEqual([]);
});

test("a list of thresholds says what to write instead", () => {
  const [d, ...more] = found(
    "model m { input [4]; dense 1 sigmoid }\ntrain { loss: binary_crossentropy, metrics: [precision([0.3, 0.5])] }",
  );
  expect([d!.code, more]).toEqual(["arguments/type", []]);
  expect(d!.message).toContain("write one metric for each threshold, such as recall(0.3, name=recall_03)");
});

test("bytes that are no text are one diagnostic", () => {
  expect(found("\u0000\u0001\ufffd {\u0002 } \ufffd".repeat(50)).map((d) => d.message.includes("binary data"))).toEqual(
    [true],
  );
});
