import { defineDiagnostics } from "../define.js";

/** A sentence as the second half of another. */
const asClause = (sentence: string): string =>
  `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}`;

export const shapeCodes = defineDiagnostics({
  "shapes/mismatch": {
    severity: "error",
    message: ({
      word,
      problem,
      hint,
      inputs,
    }: {
      word: string;
      problem: string;
      hint: string | null;
      inputs: readonly string[];
    }) =>
      `${word}: ` +
      `${problem}${problem.includes("[") || inputs.length === 0 ? "" : `, but gets ${inputs.join(" and ")}`}${hint === null ? "" : `; ${asClause(hint)}`}`,
    explain:
      "A layer reads tensors of certain shapes (shown without the rows of the batch; `x.1` is the length that the " +
      "input x leaves open in its axis 1). Insert the layer that changes the shape, or correct a size above.",
    bad: "model m { input 4; conv2d 8 3; flatten; dense 1 }",
    good: "model m { input 8x8x1; conv2d 8 3; flatten; dense 1 }",
  },
  "shapes/open-lengths": {
    severity: "error",
    message: ({ word, lengths }: { word: string; lengths: readonly (readonly string[])[] }) =>
      `${word} needs ${lengths.map((same) => same.join(" and ")).join(", ")} to be the same length, and ` +
      "nothing says that they are: each is what its own input leaves open (x.1: axis 1 of the input x). Give both " +
      "inputs that length as a number, take both sequences from one input, or make one vector of each first, with a " +
      "recurrent layer or a global pooling",
    explain:
      "`none` in the shape of an input leaves a length open. Two inputs may then come with sequences of different " +
      "lengths, so what they leave open is never taken for the same: what is merged step by step has to come from " +
      "one input, or have a known length. `attention` reads a sequence whose steps are as many as they like.",
    bad: "model m { input [none, 4] as a; input [none, 4] as b; add from a, b; lstm 2 }",
    good: "model m { input [8, 4] as a; input [8, 4] as b; add from a, b; lstm 2 }",
  },
  "shapes/arity": {
    severity: "error",
    message: ({ word, found, min, max }: { word: string; found: number; min: number; max: number }) =>
      `${word} takes ${min === max ? `${min}` : max === Infinity ? `at least ${min}` : `${min} to ${max}`} ` +
      `${min === 1 && max === 1 ? "tensor" : "tensors"}, but gets ${found}`,
    explain:
      "Merges take several tensors: by from, by their names, or by what stands in their braces. Other layers take one.",
    bad: "model m { input 4; add; dense 1 }",
    good: "model m { input 4; add { dense 4 }; dense 1 }",
  },
  "shapes/no-input": {
    severity: "error",
    message: ({ word }: { word: string }) => `nothing enters ${word}: begin the model with input`,
    explain: "The first statement of a model is its input: `input 64`, `input 28x28x1`.",
    bad: "model m { dense 8 }",
    good: "model m { input 4; dense 8 }",
  },
  "shapes/result-count": {
    severity: "error",
    message: ({ word, results, names }: { word: string; results: number; names: number }) =>
      `${word} has ${results === 1 ? "one result" : `${results} results`}, but ${names} are named`,
    explain: "After `as` stands one name for each result; `_` leaves one out.",
    bad: "model m { input 4; dense 8 as a, b }",
    good: "model m { input 4; dense 8 as a }",
  },
  "shapes/shared": {
    severity: "error",
    message: ({ layer, first, now }: { layer: string; first: readonly string[]; now: readonly string[] }) =>
      `${layer} is shared: it was built for ${first.join(" and ")} and cannot take ${now.join(" and ")}`,
    explain:
      "A model used twice has one set of weights, made for the shape of its first use. Use a block where each use " +
      "shall have weights of its own.",
    bad:
      "model e { dense 8 }\nmodel m { input 4 as a; input 5 as b; e from a as x; e from b as y; concatenate from x, " +
      "y }",
    good:
      "model e { dense 8 }\nmodel m { input 4 as a; input 4 as b; e from a as x; e from b as y; concatenate from x, " +
      "y }",
  },
  "shapes/weight": {
    severity: "error",
    message: ({
      layer,
      weight,
      shape,
      sentence,
    }: {
      layer: string;
      weight: string;
      shape: readonly number[];
      sentence: string;
    }) => `${weight} of ${layer} [${shape.join(", ")}]: ${sentence}`,
    explain: "Some initializers and penalties work only on weights of certain shapes.",
  },
  "shapes/input": {
    severity: "error",
    message: ({ wanted, found }: { wanted: string; found: string }) =>
      `this input is declared ${wanted}, but ${found} enters`,
    explain:
      "A shape written in a shared model or a block must agree with what enters where it is used. It may also be " +
      "left out there.",
    bad: "model e { input 8; dense 2 }\nmodel m { input 4; e; dense 1 }",
    good: "model e { input 4; dense 2 }\nmodel m { input 4; e; dense 1 }",
  },
  "shapes/unknown-axis": {
    severity: "error",
    message: ({ name, axis }: { name: string; axis: number }) => `axis ${axis} of ${name} has no known length`,
    explain: "dim(x, axis) needs an axis the tensor has and whose length is known before the data are: not the batch.",
    bad: "model m { input 4; dense 8 as h; dense dim(h, 0) }",
    good: "model m { input 4; dense 8 as h; dense dim(h, -1) }",
  },
  "shapes/beside-branches": {
    severity: "error",
    message: ({ word }: { word: string }) => `beside branches nothing else can stand in ${word}'s braces`,
    explain: "With branches in its braces a merge joins exactly the branches. Put this statement into one of them.",
    bad: "model m { input 4; add { branch { dense 4 }\nbranch { dense 4 }\ndense 4 } }",
    good: "model m { input 4; add { branch { dense 4 }\nbranch { dense 4 } } }",
  },
  "shapes/too-large": {
    severity: "error",
    message: ({ limit }: { limit: string }) => `this spec grows beyond ${limit}`,
    explain: "repeat, blocks and models are unrolled; a spec that grows without bound is a mistake.",
    bad: "block b { repeat 1_000_000 { dense 1 } }\nmodel m { input 1; b }",
    good: "block b { repeat 10 { dense 1 } }\nmodel m { input 1; b }",
  },
  "shapes/too-deep": {
    severity: "error",
    message: ({ limit }: { limit: number }) => `blocks, repeats and branches are nested deeper than ${limit} levels`,
    explain: "Such a depth is a mistake: flatten it with repeat.",
    bad:
      "model m { input 4; branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { " +
      "branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { " +
      "branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { " +
      "branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { " +
      "branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { " +
      "branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { " +
      "branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { " +
      "branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { branch { " +
      "branch { branch { branch { branch { branch { branch { branch { dense 1 } } } } } } } } } } } } } } } } } } } " +
      "} } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } } " +
      "} } } } } } } } } } } } } } } } } } } } } } } } } } } }; dense 1 }",
    good: "model m { input 4; dense 1 }",
  },
  "shapes/unknown-input": {
    severity: "info",
    message: ({ name }: { name: string }) =>
      `the shape of \`${name}\` comes from the data, which are not at hand: shapes are not checked`,
    explain:
      "An input without a shape is as wide as the data. Without the file nothing that depends on it can be " +
      "checked, and nothing is guessed.",
    bad: "model m { input; dense 1 }",
    good: "model m { input 4; dense 1 }",
  },
  "shapes/measured": {
    severity: "info",
    message: () => "this number is measured on the data, which are not at hand: what depends on it is not checked",
    explain:
      "count, rows, classes, features, mean, std and steps_per_epoch are asked of the training rows. Without them " +
      "nothing is guessed.",
    bad: "model m { input 4; dense classes(kind) }",
    good: "model m { input 4; dense 3 }",
  },
  "shapes/empty-model": {
    severity: "error",
    message: ({ name }: { name: string }) => `the model ${name} has no layers`,
    explain: "A model needs an input and at least one layer in its braces.",
    bad: "model m",
    good: "model m { input 4; dense 1 }",
  },
});
