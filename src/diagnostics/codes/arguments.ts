import { defineDiagnostics } from "../define.js";

const limitsText = (k: {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}): string =>
  [
    k.min === undefined ? "" : `at least ${k.min}`,
    k.above === undefined ? "" : `above ${k.above}`,
    k.max === undefined ? "" : `at most ${k.max}`,
    k.below === undefined ? "" : `below ${k.below}`,
  ]
    .filter((t) => t !== "")
    .join(" and ");

export const argumentCodes = defineDiagnostics({
  "arguments/unknown": {
    severity: "error",
    message: ({
      name,
      word,
      known,
      suggestion,
    }: {
      name: string;
      word: string;
      known: readonly string[];
      suggestion: string | undefined;
    }) =>
      `${word} has no argument ` +
      `\`${name}\`${suggestion ? `; did you mean ${suggestion}?` : known.length > 0 && known.length < 6 ? `; it takes ${known.join(", ")}` : ""}`,
    explain: "Arguments have Keras's names. `regnet explain` and the word shows all of them.",
    bad: "model m { input 4; dense 8 unit=3 }",
    good: "model m { input 4; dense units=3 }",
  },
  "arguments/unknown-word": {
    severity: "error",
    message: ({ name, word, suggestion }: { name: string; word: string; suggestion: string | undefined }) =>
      `\`${name}\` is neither a name in scope nor an argument ${word} ` +
      `takes${suggestion ? `; did you mean ${suggestion}?` : ""}`,
    explain:
      "A bare word is a value of your own, a choice of one of the positional parameters (relu, same), or the name " +
      "of a yes/no parameter.",
    bad: "model m { input 4; dense 8 rleu }",
    good: "model m { input 4; dense 8 relu }",
  },
  "arguments/needs-value": {
    severity: "error",
    message: ({ name }: { name: string }) => `\`${name}\` needs a value: write ${name}=…`,
    explain:
      "Only arguments that are true or false may stand alone, and then mean true. All others are written name=value.",
    bad: "model m { input 4; dense units 8 }",
    good: "model m { input 4; dense units=8 }",
  },
  "arguments/by-name": {
    severity: "error",
    message: ({ name, found, word }: { name: string; found: string; word: string }) =>
      `${found} goes by name: ${word} has several weights, so write ${name}=${found}`,
    explain:
      "Penalties, initializers and constraints act on one of a layer's weights, and the argument's name says " +
      "which. `regularizer` means its main weights.",
    bad: "model m { input 4; dense 8 l2(0.1) }",
    good: "model m { input 4; dense 8 regularizer=l2(0.1) }",
  },
  "arguments/elsewhere": {
    severity: "error",
    message: ({ name, word, where }: { name: string; word: string; where: string }) =>
      `${word} has no argument \`${name}\`: ${where}`,
    explain: "Keras takes this as an argument of a call; in regnet it stands in another place.",
    bad: "model m { input 4; dense 1 }\ntrain { loss: mse, validation_split: 0.2 }",
    good:
      'model m { input 4; dense 1 }\ndata { source: "x.csv", target: y, validation: split(0.2) }\ntrain { loss: mse ' +
      "}",
  },
  "arguments/old-name": {
    severity: "error",
    message: ({ written, name, word }: { written: string; name: string; word: string }) =>
      `${written} is an older name: ${word} now calls it ${name}`,
    explain: "Keras renamed its arguments between versions; regnet has the names of Keras 3.",
    bad: "model m { input 4; dense 8 W_regularizer=l2(0.1) }",
    good: "model m { input 4; dense 8 kernel_regularizer=l2(0.1) }",
  },
  "arguments/duplicate": {
    severity: "error",
    message: ({ name }: { name: string }) => `\`${name}\` is given twice`,
    explain: "An argument has one value. It may have been given once by position and once by name.",
    bad: "model m { input 4; dense 8 units=9 }",
    good: "model m { input 4; dense 8 }",
  },
  "arguments/missing": {
    severity: "error",
    message: ({ word, names }: { word: string; names: readonly string[] }) => `${word} needs ${names.join(" and ")}`,
    explain: "Keras has no default for this argument, so it has to be written.",
    bad: "model m { input 4; dense }",
    good: "model m { input 4; dense 8 }",
  },
  "arguments/too-many": {
    severity: "error",
    message: ({ word, found, takes }: { word: string; found: string; takes: readonly string[] }) =>
      takes.length === 0
        ? `${word} takes no argument without a name, but found ${found}`
        : `${word} takes only ${takes.join(", ")} without a name, but found ${found} as well`,
    explain:
      "Arguments without names go to the word's main parameters in order; all others are written with their names.",
    bad: "model m { input 4; dropout 0.5 3 }",
    good: "model m { input 4; dropout 0.5 seed=3 }",
  },
  "arguments/type": {
    severity: "error",
    message: ({ param, expects, found }: { param: string; expects: string; found: string }) =>
      `${param} takes ${expects}, not ${found}`,
    explain: "The value is of another kind than the parameter takes.",
    bad: 'model m { input 4; dense "many" }',
    good: "model m { input 4; dense 8 }",
  },
  "arguments/choice": {
    severity: "error",
    message: ({
      param,
      found,
      values,
      suggestion,
    }: {
      param: string;
      found: string;
      values: readonly string[];
      suggestion: string | undefined;
    }) =>
      `${param} cannot be ` +
      `${found}${suggestion ? `; did you mean ${suggestion}?` : `; it is one of ${values.join(", ")}`}`,
    explain: "The parameter has a fixed set of values, Keras's.",
    bad: "model m { input 8x8x1; conv2d 4 3 padding=saem }",
    good: "model m { input 8x8x1; conv2d 4 3 padding=same }",
  },
  "arguments/range": {
    severity: "error",
    message: ({
      param,
      found,
      limits,
    }: {
      param: string;
      found: number;
      limits: { readonly min?: number; readonly max?: number; readonly above?: number; readonly below?: number };
    }) => `${param} cannot be ${found}: ${limitsText(limits)}`,
    explain: "The value lies outside what the parameter can mean.",
    bad: "model m { input 4; dropout 1.5 }",
    good: "model m { input 4; dropout 0.5 }",
  },
  "arguments/combination": {
    severity: "error",
    message: ({ word, sentence }: { word: string; sentence: string }) => `${word}: ${sentence}`,
    explain: "Each argument is fine alone, but together they do not go.",
  },
  "arguments/tensor": {
    severity: "error",
    message: ({ param, name }: { param: string; name: string }) =>
      `${param} takes a value, and \`${name}\` is a tensor; tensors enter with from`,
    explain: "What a layer computes is known only when the model runs; arguments are known before.",
    bad: "model m { input 4; dense 8 as h; dense units=h }",
    good: "model m { input 4; dense 8 as h; dense dim(h, -1) }",
  },
  "arguments/arithmetic": {
    severity: "error",
    message: ({ op, found }: { op: string; found: string }) => `${op} works on numbers, not on ${found}`,
    explain: "Arithmetic is on numbers; + also joins penalties that are sums of l1 and l2.",
    bad: 'let n = 3 * "a"\nmodel m { input 4; dense n }',
    good: "let n = 3 * 2\nmodel m { input 4; dense n }",
  },
  "arguments/not-a-number": {
    severity: "error",
    message: () => "this has no finite result",
    explain:
      "The computation divides by zero, takes the logarithm of something not above zero, or grows beyond all numbers.",
    bad: "let n = 1 / 0\nmodel m { input 4; dropout n }",
    good: "let n = 1 / 2\nmodel m { input 4; dropout n }",
  },
  "arguments/function": {
    severity: "error",
    message: ({ name, takes }: { name: string; takes: string }) => `${name} takes ${takes}`,
    explain:
      "The functions of numbers are sqrt, log, exp, pow, abs, min, max, round, floor; of the data count, rows, " +
      "classes, features, mean, std; of shapes dim.",
    bad: "let n = sqrt(1, 2)\nmodel m { input 4; dropout n }",
    good: "let n = sqrt(0.04)\nmodel m { input 4; dropout n }",
  },
  "arguments/cannot-add": {
    severity: "error",
    message: ({ name }: { name: string }) => `${name} cannot be added to another penalty: + joins l1 and l2`,
    explain: "A sum of l1 and l2 penalties is again such a penalty. Others are no sums of absolute values and squares.",
    bad: "model m { input 4; dense 8 { regularizer: l2(0.1) + orthogonal_regularizer } }",
    good: "model m { input 4; dense 8 { regularizer: l2(0.1) + l1(0.1) } }",
  },
  "arguments/no-weights": {
    severity: "error",
    message: ({ word }: { word: string }) => `${word} has no weights that a penalty could act on`,
    explain:
      "`regularizer:` means the layer's main weights, and this layer has none. Put it on the layer that has the " +
      "weights.",
    bad: "model m { input 4; dropout 0.5 regularizer=l2(0.1); dense 1 }",
    good: "model m { input 4; dropout 0.5; dense 1 regularizer=l2(0.1) }",
  },
  "arguments/unexpected-body": {
    severity: "error",
    message: ({ word }: { word: string }) => `${word} takes arguments in its braces, not statements`,
    explain:
      "The braces of most statements hold arguments as pairs. Only models, blocks, repeats, branches and merges " +
      "hold layers.",
    bad: "model m { input 4; dense 8 { relu } }",
    good: "model m { input 4; dense 8 { activation: relu } }",
  },
  "arguments/repeat": {
    severity: "error",
    message: ({ found }: { found: string | null }) =>
      found === null ? "repeat needs a count or a list" : `repeat takes a whole number or a list, not ${found}`,
    explain: "`repeat 3 { … }` or `repeat [64, 32] as width { … }`.",
    bad: "model m { input 4; repeat relu { dense 8 } }",
    good: "model m { input 4; repeat 3 { dense 8 } }",
  },
  "arguments/too-deep": {
    severity: "error",
    message: ({ limit }: { limit: number }) => `this expression is nested deeper than ${limit} levels`,
    explain: "Values that deep are a mistake or an attack; regnet does not follow them.",
    bad: `let n = (${"-".repeat(450)}1)\nmodel m { input 4; dense n }`,
    good: "let n = 1\nmodel m { input 4; dense n }",
  },
});
