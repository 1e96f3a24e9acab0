import { defineDiagnostics } from "../define.js";

export interface UnknownValue {
  readonly name: string;
  readonly family: string;
  readonly suggestion: string | undefined;
  readonly few: readonly string[];
}

const amongFew = (few: readonly string[]): string =>
  few.length === 0 ? "" : few.length === 1 ? `; the only one is ${few[0]}` : `; there are ${few.join(", ")}`;

export const nameCodes = defineDiagnostics({
  "names/unknown-word": {
    severity: "error",
    message: ({ name, where, suggestion }: { name: string; where: string; suggestion: string | undefined }) =>
      `\`${name}\` is no word of ${where}${suggestion ? `; did you mean ${suggestion}?` : ""}`,
    explain:
      "A statement begins with a word of the vocabulary or with the name of one of your own blocks or models. " +
      "Look up the words with `regnet list`.",
    bad: "model m { input 4; dens 8 }",
    good: "model m { input 4; dense 8 }",
  },
  "names/second-statement": {
    severity: "error",
    message: ({ word }: { word: string }) =>
      `\`${word}\` begins a statement of its own: write ; or a new line before it`,
    explain: "A comma separates arguments, and may be left out. Statements are separated by `;` or by a new line.",
    bad: "model m { input 4; dense 8, dense 3 }",
    good: "model m { input 4; dense 8; dense 3 }",
  },
  "names/unknown-name": {
    severity: "error",
    message: ({ name, suggestion }: { name: string; suggestion: string | undefined }) =>
      `\`${name}\` is neither a name of this file nor a word of the ` +
      `vocabulary${suggestion ? `; did you mean ${suggestion}?` : ""}`,
    explain:
      "A value is a number, a text, a list, the name of another value, or a word of the vocabulary such as relu " +
      "or l2(0.01).",
    bad: "let n = three\nmodel m { input 4; dense n }",
    good: "let three = 3\nlet n = three\nmodel m { input 4; dense n }",
  },
  "names/unknown-value": {
    severity: "error",
    message: ({ name, family, suggestion, few }: UnknownValue) =>
      `there is no ${family} \`${name}\`${suggestion ? `; did you mean ${suggestion}?` : amongFew(few)}`,
    explain:
      "The parameter takes a word of one family (activations, losses, optimizers, …), and no word of it has this " +
      "name. `regnet list` shows them all.",
    bad: "model m { input 4; dense 8 activation=tahn }",
    good: "model m { input 4; dense 8 activation=tanh }",
  },
  "names/keras-class": {
    severity: "error",
    message: ({ written, name }: { written: string; name: string }) =>
      `${written} is Keras's class name; here it is written ${name}`,
    explain: "regnet writes Keras's words in snake_case, as Keras itself names layers in summaries.",
    bad: "model m { input 4; Dense 8 }",
    good: "model m { input 4; dense 8 }",
  },
  "names/unknown-tensor": {
    severity: "error",
    message: ({ name, suggestion }: { name: string; suggestion: string | undefined }) =>
      `nothing above is called \`${name}\`${suggestion ? `; did you mean ${suggestion}?` : ""}`,
    explain:
      "After `from` stand names of results: those given with `as` above, and inputs. Names in braces must stand " +
      "above their use.",
    bad: "model m { input 4; dense 8 from y }",
    good: "model m { input 4 as y; dense 8 from y }",
  },
  "names/not-a-tensor": {
    severity: "error",
    message: ({ found }: { found: string }) => `\`${found}\` is no tensor; \`from\` takes names of results and inputs`,
    explain:
      "`from` lists what enters a layer: names of inputs and of results given with `as`. Values are arguments, " +
      "written before `from`.",
    bad: "let n = 3\nmodel m { input 4; dense 8 from n }",
    good: "model m { input 4; dense 8 }",
  },
  "names/not-a-layer": {
    severity: "error",
    message: ({ name }: { name: string }) => `\`${name}\` is a value, not a layer; use it as an argument`,
    explain: "A statement in a model applies a layer, a block or a model. A name bound with `let` is a value.",
    bad: "let n = 3\nmodel m { input 4; n }",
    good: "let n = 3\nmodel m { input 4; dense n }",
  },
  "names/duplicate": {
    severity: "error",
    message: ({ name }: { name: string }) => `\`${name}\` is bound twice; every name is bound once`,
    explain:
      "A name means one thing in its braces; it is also the Keras name of its layer, under which weights are " +
      "kept. Give the second one another name.",
    bad: "model m { input 4; dense 8 as a; dense 8 as a }",
    good: "model m { input 4; dense 8 as a; dense 8 as b }",
  },
  "names/recursive": {
    severity: "error",
    message: ({ what, name }: { what: string; name: string }) => `the ${what} \`${name}\` uses itself`,
    explain:
      "Values, blocks and models are expanded where they are used, so none can contain itself. For several copies " +
      "use repeat.",
    bad: "block b { dense 8; b }\nmodel m { input 4; b }",
    good: "block b { dense 8 }\nmodel m { input 4; b; b }",
  },
  "names/misplaced": {
    severity: "error",
    message: ({ word, place }: { word: string; place: string }) =>
      `\`${word}\` does not stand here; it belongs in ${place}`,
    explain: "Layers belong in a model or block, callbacks in train, sections in the file.",
    bad: "dense 8\nmodel m { input 4; dense 8 }",
    good: "model m { input 4; dense 8 }",
  },
  "names/misplaced-pair": {
    severity: "error",
    message: ({ key, isWord }: { key: string; isWord: boolean }) =>
      isWord
        ? `\`${key}\` is a statement, not an argument: write it without the colon, ${key} …`
        : `\`${key}:\` is an argument, but there is no statement here that it belongs to`,
    explain:
      "A pair `key: value` is an argument of the statement whose braces it stands in. Here only statements can stand.",
    bad: "model m { input 4; units: 3; dense 8 }",
    good: "model m { input 4; dense { units: 8 } }",
  },
  "names/no-name": {
    severity: "error",
    message: ({ word }: { word: string }) => `this ${word} has no name; write ${word} name { … }`,
    explain: "Models and blocks are used, trained and saved by their names.",
    bad: "model { input 4; dense 1 }",
    good: "model m { input 4; dense 1 }",
  },
  "names/duplicate-section": {
    severity: "error",
    message: ({ word }: { word: string }) => `there is a second \`${word}\`; one is allowed`,
    explain:
      "A file holds one training and one data section, and braces one output statement. Put what belongs together " +
      "into one.",
    bad: "model m { input 4; dense 1 }\ntrain { loss: mse }\ntrain { loss: mae }",
    good: "model m { input 4; dense 1 }\ntrain { loss: mse }",
  },
  "names/not-supported": {
    severity: "error",
    message: ({ what }: { what: string }) => `${what} is not supported yet in this version of regnet`,
    explain:
      "The language has this, but this version cannot honour it. regnet refuses what it cannot do instead of " +
      "giving it another meaning.",
    bad: "let f(x) = x\nmodel m { input 4; dense 1 }",
    good: "model m { input 4; dense 1 }",
  },
  "names/left-out": {
    severity: "error",
    message: ({ name, reason }: { name: string; reason: string }) => `${name} of Keras is no word of regnet: ${reason}`,
    explain:
      "A spec declares a model and its training; it holds no code, and nothing that only a program can use. What " +
      "Keras has for these is left out, or said in another way.",
    bad: "model m { input 4; lambda; dense 1 }",
    good: "model m { input 4; dense 1 }",
  },
  "names/no-model": {
    severity: "error",
    message: () => "there is no model to train",
    explain: "`train` and `data` are about a model: declare one with `model name { … }` in this file.",
    bad: "train { loss: mse }",
    good: "model m { input 4; dense 1 }\ntrain { loss: mse }",
  },
  "names/several-models": {
    severity: "error",
    message: ({ names }: { names: readonly string[] }) =>
      `no other model uses ${names.join(" or ")}: name the one to train, train ${names[0]} { … }`,
    explain: "The model that no other model uses is the one to train. With several such models `train NAME` picks one.",
    bad: "model a { input 4; dense 1 }\nmodel b { input 4; dense 1 }\ntrain { loss: mse }",
    good: "model a { input 4; dense 1 }\nmodel b { input 4; dense 1 }\ntrain a { loss: mse }",
  },
  "names/unknown-model": {
    severity: "error",
    message: ({ name, suggestion }: { name: string; suggestion: string | undefined }) =>
      `no model is called \`${name}\`${suggestion ? `; did you mean ${suggestion}?` : ""}`,
    explain: "`train NAME` picks the model to train; it has to be declared in this file.",
    bad: "model m { input 4; dense 1 }\ntrain n { loss: mse }",
    good: "model m { input 4; dense 1 }\ntrain m { loss: mse }",
  },
  "names/import-path": {
    severity: "error",
    message: ({ found }: { found: string | null }) =>
      found === null
        ? "import needs a path in quotes"
        : `${found} cannot be imported: write a path relative to this file, inside the project`,
    explain:
      "Imports name a file relative to the one that imports it. Absolute paths, addresses and paths out of the " +
      "project are refused, so that a spec means the same everywhere.",
    bad: 'import a from "/etc/x.regnet"\nmodel m { input 4; dense 1 }',
    good: "model m { input 4; dense 1 }",
  },
  "names/import-missing": {
    severity: "error",
    message: ({ path }: { path: string }) => `there is no file ${path}`,
    explain: "The path is relative to the file that holds the import. Check its spelling and that the file is there.",
  },
  "names/import-cycle": {
    severity: "error",
    message: ({ path }: { path: string }) => `${path} imports this file: imports must not go round`,
    explain: "Two files that import each other cannot be read in any order. Move what both need into a third.",
  },
  "names/not-exported": {
    severity: "error",
    message: ({ name, path, suggestion }: { name: string; path: string; suggestion: string | undefined }) =>
      `${path} has no \`${name}\`${suggestion ? `; did you mean ${suggestion}?` : ""}`,
    explain: "An import names blocks, models and values of the other file.",
  },
  "names/allow": {
    severity: "error",
    message: ({ name, suggestion }: { name: string; suggestion: string | undefined }) =>
      `no warning is called \`${name}\`${suggestion ? `; did you mean ${suggestion}?` : ""}`,
    explain: '`allow` names a warning by the last part of its code, in snake_case: `allow dropout_on_output "reason"`.',
    bad: 'allow nonsense "why"\nmodel m { input 4; dense 1 }',
    good: "model m { input 4; dense 1 }",
  },
  "names/allow-error": {
    severity: "error",
    message: ({ name }: { name: string }) => `${name} is an error, and errors cannot be allowed`,
    explain:
      "Only warnings can be allowed. An error means that the spec has no meaning, or another than the one written.",
    bad: 'allow unknown_word "why"\nmodel m { input 4; dense 1 }',
    good: "model m { input 4; dense 1 }",
  },
  "names/allow-reason": {
    severity: "error",
    message: () => 'say why: allow code "reason"',
    explain: "An allowed warning carries its reason, for whoever reads the spec next.",
    bad: "allow unused_name\nlet n = 3\nmodel m { input 4; dense 1 }",
    good: 'allow unused_name "kept for a sweep"\nlet n = 3\nmodel m { input 4; dense 1 }',
  },
});
