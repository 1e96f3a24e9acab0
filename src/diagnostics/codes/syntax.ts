import { defineDiagnostics, type DiagnosticKind } from "../define.js";

const error = <P>(message: (p: P) => string, explain: string, bad: string, good: string): DiagnosticKind<P> => ({
  severity: "error",
  message,
  explain,
  bad,
  good,
});

/** What can be wrong with a text before any word of it is understood. */
export const syntaxCodes = defineDiagnostics({
  "syntax/unexpected-character": error(
    ({ text }: { text: string }) => `${text} means nothing here; delete it, or write it inside a string "…"`,
    "The language has letters, digits, `_` and the marks ( ) [ ] { } , ; : = + - * / .. and no others outside " +
      "strings and comments. There are no comparisons, percent signs or annotations.",
    "let rate = 0.5 @",
    "let rate = 0.5",
  ),
  "syntax/odd-blank": error(
    (_: object) => "an invisible character that is not a blank stands here; write an ordinary blank",
    "Text copied from a web page or a document often holds no-break spaces, zero-width spaces or a byte order " +
      "mark in the middle. They look like blanks and are not.",
    "let rate =\u00a00.5",
    "let rate = 0.5",
  ),
  "syntax/name-letters": error(
    ({ text }: { text: string }) =>
      `"${text}" cannot be a name: names are made of a to z, digits and _; a column's name is written in quotes`,
    "Names become identifiers of TypeScript and of Keras, so they are made of the letters a to z and A to Z, " +
      "digits and `_`. Columns of a data file may be called anything: write them as strings.",
    "data { target: größe }",
    'data { target: "größe" }',
  ),
  "syntax/hash-comment": error<object>(
    () => "comments begin with //, not with #",
    "regnet has the comments of TypeScript: `// …` to the end of the line, `/* … */`, and `/// …` for documentation.",
    "data { target: y } # the answer",
    "data { target: y } // the answer",
  ),
  "syntax/unquoted": error(
    ({ text }: { text: string }) => `a text is written in quotes: "${text}"`,
    "Names have no dots. What has one is a text, such as the path of a file, and texts are written in double quotes.",
    "data { source: digits.csv }",
    'data { source: "digits.csv" }',
  ),
  "syntax/arrow": error(
    ({ arrow }: { arrow: string }) =>
      `${arrow} means nothing here: a result is named with as, and a layer takes what the layer above it gives`,
    "There are no arrows. Each layer stands on a line of its own and takes the result of the line above; `as y` " +
      "names a result, and `from y` takes a named one.",
    "model a { dense 32 -> y }",
    "model a { dense 32 as y }",
  ),
  "syntax/dotted-name": error(
    ({ name }: { name: string }) => `names have no dots and no modules before them; write ${name}`,
    "The words of the vocabulary are known everywhere: what is `keras.regularizers.l2(0.01)` in Python is " +
      "`l2(0.01)` here.",
    "model a { dense 8 regularizer=regularizers.l2(0.1) }",
    "model a { dense 8 regularizer=l2(0.1) }",
  ),
  "syntax/quoted-name": error(
    ({ name }: { name: string }) => `a name stands without quotes; write as ${name}`,
    "What `as` gives a result is a name, not a text: it becomes the layer's name and can be used after `from`.",
    'model a { dense 8 as "fc1" }',
    "model a { dense 8 as fc1 }",
  ),
  "syntax/clause-colon": error(
    ({ clause }: { clause: string }) => `${clause} takes no colon; write ${clause} and the names after it`,
    "`from` and `as` are clauses of a statement, not arguments: `add from x, y as sum`.",
    "model a { dense 8 from: x }",
    "model a { dense 8 from x }",
  ),
  "syntax/percent": error(
    ({ text, part }: { text: string; part: string }) => `${text} is written ${part}: there are no per cent signs`,
    "Rates and fractions are numbers from 0 to 1, as in Keras: half of the units is `0.5`.",
    "model a { dropout 50% }",
    "model a { dropout 0.5 }",
  ),
  "syntax/assigned-layer": error(
    ({ name }: { name: string }) => `a layer's result is named after the layer: write … as ${name}`,
    "A layer is a statement, not a value. `dense 3 as x` names its result and `dense 3 from x` takes it; without " +
      "`from` a layer takes the result of the line above.",
    "model a { x = dense 3 }",
    "model a { dense 3 as x }",
  ),
  "syntax/method-call": error(
    ({ text, layer }: { text: string; layer: string | null }) =>
      `${text}(…) is Python: ` +
      (layer === null
        ? "layers stand in model name { … }, the optimizer and the loss in train { … }"
        : `in a model's braces write ${layer}`),
    "A spec declares: a model's braces list its layers, a line each, `train { … }` says how it is trained and " +
      "`data { … }` on what. Nothing is called.",
    "model a { model.add(Dense(3)) }",
    "model a { dense(3) }",
  ),
  "syntax/foreign-binding": error(
    ({ word }: { word: string }) => `${word} is JavaScript; a value is named with let`,
    "`let name = value` names a value for the whole file or its braces; it never changes afterwards.",
    "const rate = 0.5\nmodel a { dropout rate }",
    "let rate = 0.5\nmodel a { dropout rate }",
  ),
  "syntax/foreign-line": error(
    ({ what }: { what: string }) =>
      `${what} is Python or JavaScript; a spec has no imports of packages, functions or loops, only declarations`,
    "All words of the vocabulary are known without an import (`regnet list`). What repeats is a `block` or " +
      '`repeat 3 { … }`, and `import name from "file.regnet"` takes from other specs.',
    "import tensorflow as tf\nmodel a { dense 3 }",
    "model a { dense 3 }",
  ),
  "syntax/other-language": error(
    ({ language }: { language: string }) =>
      `this file is ${language}, not a spec; a spec begins like model name { input 4; dense 1 } (regnet init ` +
      "writes one that trains)",
    "A `.regnet` file declares a model, its training and its data: `model name { … }`, `train { … }`, `data { … " +
      "}`. `regnet init` starts one, and the layers, arguments and losses have Keras's names.",
    "import keras\nmodel = keras.Sequential()",
    "model a { input 4; dense 1 }",
  ),
  "syntax/bad-literal": error(
    ({ text, hint }: { text: string; hint: string }) => `${text} is neither a number nor a size; ${hint}`,
    "A number has digits on both sides of its point (`0.5`, `1.0`, `1e-3`, `10_000`). A size is whole numbers " +
      "joined by `x` (`3x3`, `28x28x1`). There are no hexadecimal numbers and no units.",
    "let rate = .5",
    "let rate = 0.5",
  ),
  "syntax/number-range": error(
    ({ text }: { text: string }) =>
      `${text} is too large or too small for a number; numbers reach from about 1e-308 to 1e308, whole numbers of ` +
      "a size to 2^53",
    "Numbers are 64-bit floating point. One that would become infinite or zero is refused, because training would " +
      "go on with another value than the one written.",
    "let rate = 1e999",
    "let rate = 1e9",
  ),
  "syntax/unclosed-string": error(
    ({ quote }: { quote: string }) =>
      `this string is not closed; end it with ${quote} on the same line${quote === '"""' ? " or a later one" : ""}`,
    'A string begins and ends with `"` on one line. Text of several lines, such as SQL, stands between `"""` and ' +
      '`"""`.',
    'data { source: "digits.csv\n}',
    'data { source: "digits.csv" }',
  ),
  "syntax/quotes": error(
    (_: object) => 'strings are written in double quotes "…"',
    'There is one kind of quotation mark, `"`. A quote inside a string is written `\\"`.',
    "data { source: 'digits.csv' }",
    'data { source: "digits.csv" }',
  ),
  "syntax/bad-escape": error(
    ({ text }: { text: string }) =>
      `${text} is not an escape; there are \\n \\t \\" \\\\ and \\u{…}; a backslash itself is written \\\\`,
    'In a string a backslash begins an escape: `\\n` (new line), `\\t` (tab), `\\"`, `\\\\` and `\\u{1F600}` (a ' +
      "character by its number). Paths are best written with `/`, also on Windows.",
    'data { source: "C:\\digits.csv" }',
    'data { source: "C:/digits.csv" }',
  ),
  "syntax/unclosed-comment": error(
    (_: object) => "this comment is not closed; end it with */",
    "A comment begun with `/*` ends at the next `*/`. Without one, what follows up to the next line at the margin " +
      "is taken for the comment.",
    "let rate = 0.5 /* the dropout",
    "let rate = 0.5 /* the dropout */",
  ),
  "syntax/unclosed-bracket": error(
    ({ open, close }: { open: string; close: string }) =>
      `this ${open} is not closed; write ${close} where it should end`,
    "Every `(`, `[` and `{` needs its end. Where one is missing is found by two rules: two terms side by side are " +
      "never legal inside `( )` or `[ ]`, so a line that begins so stands outside; and in a file with more `{` than " +
      "`}`, a line at the margin stands outside all braces.",
    "let widths = [64, 32",
    "let widths = [64, 32]",
  ),
  "syntax/stray-bracket": error(
    ({ close }: { close: string }) => `this ${close} closes nothing; delete it, or open it before`,
    "A closing bracket without an opening one. It is ignored, and the rest of the file is read as if it were not " +
      "there.",
    "model a { dense 3 }\n}",
    "model a { dense 3 }",
  ),
  "syntax/too-deep": error(
    ({ limit }: { limit: number }) =>
      `this is nested too deeply to be read; at most ${limit} levels are, so name its parts with let or block`,
    "Brackets may be nested 200 deep, and one value may hold a chain of 500 operators. No model needs as much; a " +
      "file that has it was most likely generated by mistake.",
    `let x = ${"(".repeat(201)}1${")".repeat(201)}`,
    "let x = ((1))",
  ),
  "syntax/missing-separator": error(
    ({ separator, before }: { separator: string; before: string }) => `a ${separator} is missing before ${before}`,
    "Values in brackets and `key: value` pairs on one line are separated by `,`; statements on one line by `;`. " +
      "On lines of their own, pairs and statements need neither.",
    "train { epochs: 10 batch_size: 32 }",
    "train { epochs: 10, batch_size: 32 }",
  ),
  "syntax/extra-comma": error(
    (_: object) =>
      "nothing stands before this comma that it could separate; delete it (statements are separated by ; or a new " +
      "line)",
    "A comma stands after a value in brackets, after a `key: value` pair, or between arguments. Statements are " +
      "separated by `;` or by a new line.",
    "let widths = [64,, 32]",
    "let widths = [64, 32]",
  ),
  "syntax/operator-needs-parentheses": error(
    ({ text }: { text: string }) => `arithmetic between arguments needs parentheses; write (${text})`,
    "Arguments are separated by blanks, so `dense n * 2 relu` could be read in several ways. Arithmetic stands in " +
      "parentheses there; it stands free after `:`, after `let x =`, and inside brackets. `dense 8 -4` are two " +
      "arguments.",
    "model a { dense n * 2 relu }",
    "model a { dense (n * 2) relu }",
  ),
  "syntax/equals-in-braces": error(
    ({ key }: { key: string }) => `in braces a value is given with a colon; write ${key}: …`,
    "Arguments in the line of a statement are `key=value`; in braces they are `key: value`.",
    "train { epochs = 10 }",
    "train { epochs: 10 }",
  ),
  "syntax/colon-in-argument": error(
    ({ key }: { key: string }) => `an argument is given with an equals sign; write ${key}=…`,
    "Arguments in the line of a statement or in parentheses are `key=value`; in braces they are `key: value`.",
    "train { optimizer: adam(learning_rate: 1e-3) }",
    "train { optimizer: adam(learning_rate=1e-3) }",
  ),
  "syntax/missing-let": error(
    ({ name }: { name: string }) => `a name is given to a value with let; write let ${name} = …`,
    "Outside of braces `name = value` means nothing by itself; `let name = value` names a value for the whole file.",
    "rate = 0.5",
    "let rate = 0.5",
  ),
  "syntax/missing-equals": error(
    ({ name }: { name: string }) => `let ${name} needs an equals sign before its value`,
    "A name is given to a value by `let name = value`, and to a function of tensors by `let name(a, b) = formula`.",
    "let rate 0.5",
    "let rate = 0.5",
  ),
  "syntax/missing-value": error(
    ({ after }: { after: string }) => `a value is missing after ${after}`,
    "Where a value is announced (after `:`, `=`, an operator, `from` or inside parentheses) one has to follow: a " +
      "number, string, size, name, call, list or map.",
    "train { epochs: }",
    "train { epochs: 10 }",
  ),
  "syntax/missing-name": error(
    ({ after }: { after: string }) => `a name is missing after ${after}`,
    "`let`, `as` and the parameters of a function introduce names. A name begins with a letter or `_`; `let from " +
      "as true false none` are taken.",
    "let = 3",
    "let rate = 3",
  ),
  "syntax/reserved-word": error(
    ({ word }: { word: string }) =>
      `${word} is a word of the language itself; as a column's or a key's name write "${word}"`,
    "`let`, `from`, `as`, `true`, `false` and `none` are reserved. A column of a data file that is called so is " +
      "written in quotes.",
    "data { target: from }",
    'data { target: "from" }',
  ),
  "syntax/clause-twice": error(
    ({ clause }: { clause: string }) => `${clause} stands here a second time; join both into one`,
    "A statement has one `from`, one `as` and one pair of braces. Several inputs or names in one clause are " +
      "separated by commas.",
    "model a { add from x from y }",
    "model a { add from x, y }",
  ),
  "syntax/argument-order": error(
    ({ clause }: { clause: string }) =>
      `this stands after ${clause}: arguments come before it, and several ` +
      `${clause === "from" ? "inputs" : "names"} are separated by commas`,
    "The order of a statement is: word, arguments, `from` inputs, `as` names, braces. What follows `from` is " +
      "separated by commas and belongs to the call.",
    "model a { dense from x 64 }",
    "model a { dense 64 from x }",
  ),
  "syntax/statement-in-map": error(
    (_: object) => "braces that are a value hold only key: value pairs; this is a statement",
    "After `:` or `=` braces are a map, such as `class_weight: { 0: 1, 1: 30 }`. Statements stand in the braces " +
      "of a statement.",
    "train { loss: { mse } }",
    "train { loss: { out: mse } }",
  ),
  "syntax/list-in-parentheses": error(
    (_: object) => "a list is written in square brackets [ … ]",
    "Parentheses group arithmetic and hold the arguments of a call that touches its word: `input [8, 8]`, or the " +
      "size `input 8x8`.",
    "model a { input (8, 8) }",
    "model a { input [8, 8] }",
  ),
  "syntax/key-in-list": error(
    ({ key }: { key: string }) => `a list has no keys; ${key}=… belongs in the parentheses of a call`,
    "Square brackets hold values only. Maps are written in braces: `{ key: value }`.",
    "let widths = [units=64]",
    "let widths = [64]",
  ),
  "syntax/parameter-name": error(
    (_: object) => "the parameters of a function are plain names",
    "`let f(a, b) = formula` names the tensors it is given. It has no defaults: what is fixed is named by another " +
      "`let`.",
    "let f(a, 2) = a * 2",
    "let f(a) = a * 2",
  ),
  "syntax/range-twice": error(
    (_: object) => "a range has two ends, and this is a third",
    "A range `low..high` has a lower and an upper end. Steps are an argument: `range(32..512, step=32)`.",
    "let rate = 0..1..2",
    "let rate = 0..2",
  ),
  "syntax/unexpected": error(
    ({ found }: { found: string }) => `${found} cannot stand here; the rest of the line was not read`,
    "A line is `word arguments`, `key: value` or `let name = value`. What does not fit is reported and skipped up " +
      "to the end of its line; the lines around it are read.",
    "model a { ) }\n= 3".replace(") ", ""),
    "model a { dense 3 }",
  ),
  "syntax/dangling-doc": {
    severity: "warning",
    message: (_: object) =>
      "this /// documents nothing: it must stand on a line above a declaration; write // for a plain comment",
    explain:
      "A comment with three slashes documents the declaration under it and travels into the generated code. At " +
      "the end of a line or a block there is nothing for it to document.",
    bad: "let rate = 0.5 /// the dropout",
    good: "/// the dropout\nlet rate = 0.5",
  } satisfies DiagnosticKind<object>,
  "syntax/too-many": error(
    ({ count }: { count: number }) =>
      `${count} more syntax error${count === 1 ? "" : "s"} from here on; mend the first ones and check again`,
    "After 200 syntax errors in a file the others are only counted: it is most likely not a regnet file.",
    "= 3\n".repeat(201),
    "let rate = 0.5",
  ),
});
