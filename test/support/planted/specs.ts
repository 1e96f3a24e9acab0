import type { DataFacts } from "../../../src/ir/data-facts.js";

/** One mistake: what is written instead of a text that stands once in its spec, and the errors that it earns. */
export interface Mistake {
  readonly right: string;
  readonly wrong: string;
  /** `code place`, the place as the text under the squiggle. */
  readonly earns: readonly string[];
}

/** A sound spec, and mistakes that can be made in it, none inside another. */
export interface Planted {
  readonly name: string;
  readonly text: string;
  readonly facts?: DataFacts;
  readonly mistakes: readonly Mistake[];
}

const mistake = (right: string, wrong: string, ...earns: readonly string[]): Mistake => ({ right, wrong, earns });

const numbers = (name: string, min = 0, max = 16) => ({
  name,
  type: "number" as const,
  missing: 0,
  distinct: 40,
  min,
  max,
  whole: true,
  values: null,
  maxLength: null,
});

const people: DataFacts = {
  rows: 500,
  columns: [
    ...["age", "fare", "size"].map((name) => numbers(name)),
    {
      ...numbers("survived", 0, 1),
      distinct: 2,
      values: ["0", "1"],
    },
  ],
};

export const planted: readonly Planted[] = [
  {
    name: "a chain with data and training",
    text: `let decay = 1e-3
model digits {
  input [64]
  dense 128 relu regularizer=l2(decay)
  dropout 0.5
  dense 64 tanh { kernel_initializer: he_normal, bias_regularizer: l2(1e-4) }
  batch_normalization momentum=0.9
  dropout(0.3)
  dense 10 softmax
}
data {
  source: "digits.csv"
  target: digit
  normalize: minmax
  test: split(0.1, seed=2, stratify)
  validation: split(0.2, seed=1)
}
train {
  optimizer: adam(1e-3, beta_1=0.8)
  loss: sparse_categorical_crossentropy
  metrics: [accuracy]
  epochs: 100
  batch_size: 32
  early_stopping patience=8 monitor=val_loss restore_best_weights
  reduce_lr_on_plateau(factor=0.5, patience=4)
}
`,
    mistakes: [
      mistake("dense 128 relu", "dens 128 relu", "names/unknown-word dens"),
      mistake("l2(decay)", "l3(decay)", "names/unknown-value l3"),
      mistake("dropout 0.5", "dropout 1.5", "arguments/range 1.5"),
      mistake("tanh", "tahn", "arguments/unknown-word tahn"),
      mistake("he_normal", "he_norml", "names/unknown-value he_norml"),
      mistake("bias_regularizer: l2(1e-4)", "bias_regularizer: l2(-1)", "arguments/range -1"),
      mistake("momentum=0.9", "momentm=0.9", "arguments/unknown momentm"),
      mistake("dropout(0.3)", 'dropout("a")', 'arguments/type "a"'),
      mistake("dense 10 softmax", "dense 1 softmax", "training/one-unit sparse_categorical_crossentropy"),
      mistake("normalize: minmax", "normalise: minmax", "arguments/unknown normalise"),
      mistake("split(0.1, seed=2, stratify)", "split(1.5, seed=2, stratify)", "arguments/range 1.5"),
      mistake("split(0.2, seed=1)", "split(seed=1)", "arguments/missing split"),
      mistake("beta_1=0.8", "beta1=0.8", "arguments/unknown beta1"),
      mistake("[accuracy]", "[acuracy]", "names/unknown-value acuracy"),
      mistake("epochs: 100", "epochs: 0", "arguments/range 0"),
      mistake("batch_size: 32", "bath_size: 32", "arguments/unknown bath_size"),
      mistake("monitor=val_loss", "monitor=val_los", "training/monitor val_los"),
      mistake("patience=8", "patience=-8", "arguments/range -8"),
      mistake("reduce_lr_on_plateau", "reduce_lr_on_platau", "names/unknown-word reduce_lr_on_platau"),
      mistake("factor=0.5", "factr=0.5", "arguments/unknown factr"),
    ],
  },
  {
    name: "a loss that cannot fit behind wrong arguments",
    text: `model m {
  input [8]
  dense 16 relu
  gaussian_noise 0.1
  dense 3 softmax kernel_regularizer=l1(0.01)
}
train {
  optimizer: sgd(0.1, momentum=0.9)
  loss: categorical_crossentropy(label_smoothing=0.1)
  metrics: [accuracy, top_k_categorical_accuracy(k=2)]
  class_weight: balanced
  steps_per_epoch: 4
  model_checkpoint "best.keras" monitor=val_accuracy save_best_only
  early_stopping monitor=top_k_categorical_accuracy patience=3 restore_best_weights
}
data { source: "a.csv", target: y, validation: split(0.2) }
`,
    mistakes: [
      mistake("input [8]", "input [8, -1.5]", "arguments/type -1.5"),
      mistake("dense 16 relu", 'dense "16" relu', 'arguments/type "16"'),
      mistake("gaussian_noise 0.1", "gausian_noise 0.1", "names/unknown-word gausian_noise"),
      mistake("dense 3 softmax", "dense 1 softmax", "training/one-unit categorical_crossentropy(label_smoothing=0.1)"),
      mistake("l1(0.01)", "l1(0.01, 2)", "arguments/too-many 2"),
      mistake("momentum=0.9", "momentum=1.9", "arguments/range 1.9"),
      mistake("label_smoothing=0.1", "label_smoothing=2", "arguments/range 2"),
      mistake("k=2", "k=0", "arguments/range 0"),
      mistake("class_weight: balanced", "class_weights: balanced", "arguments/unknown class_weights"),
      mistake("steps_per_epoch: 4", 'steps_per_epoch: "4"', 'arguments/type "4"'),
      mistake("val_accuracy", "val_acuracy", "training/monitor val_acuracy"),
      mistake("save_best_only", "save_best_onl", "arguments/unknown-word save_best_onl"),
      mistake("patience=3", "patience=x", "arguments/type x"),
      mistake("validation: split(0.2)", "validation: splt(0.2)", "names/unknown-value splt"),
    ],
  },
  {
    name: "two heads with names",
    facts: people,
    text: `model tumour {
  input [2] as means
  input [1] as errors
  dense 32 relu regularizer=l2(1e-4) from means as a
  dense 16 relu from errors as b
  concatenate from a, b
  dropout 0.2 as shared
  dense 1 sigmoid from shared as alive
  dense 1 from shared as size
  output alive, size
}
data {
  source: "people.csv"
  features: { means: [age, fare], errors: fare }
  target: { alive: survived, size: size }
  column age, fare { missing: mean }
  test: split(0.2, seed=7)
  validation: split(0.2, seed=8)
}
train {
  optimizer: rmsprop(5e-3)
  loss: { alive: binary_crossentropy, size: mean_squared_error }
  loss_weights: { alive: 1, size: 0.05 }
  metrics: { alive: [binary_accuracy], size: [mean_absolute_error] }
  epochs: 60
  early_stopping patience=10 monitor=val_alive_binary_accuracy restore_best_weights
}
`,
    mistakes: [
      mistake("dense 32 relu", "dense 32 units=3 relu", "arguments/duplicate 32"),
      mistake("from errors as b", "from erors as b", "names/unknown-tensor erors"),
      mistake("concatenate from a, b", "concatenat from a, b", "names/unknown-word concatenat"),
      mistake("dropout 0.2 as shared", "dropout as shared", "arguments/missing dropout"),
      mistake("dense 1 sigmoid", "dense 1 sigmod", "arguments/unknown-word sigmod"),
      mistake("dense 1 from shared as size", "dense 1 foo=2 from shared as size", "arguments/unknown foo"),
      mistake("means: [age, fare]", "means: [age, fair]", "data/missing-column fair"),
      mistake("alive: survived", "alive: survivd", "data/missing-column survivd"),
      mistake("missing: mean", "missng: mean", "arguments/unknown missng"),
      mistake("rmsprop(5e-3)", "rmsprop(5e-3, rho=2)", "arguments/range 2"),
      mistake("loss: { alive", "loss: { aliv", "training/unknown-output aliv"),
      mistake("size: mean_squared_error", "size: mean_squared_eror", "names/unknown-value mean_squared_eror"),
      mistake("size: 0.05", 'size: "a"', 'arguments/type "a"'),
      mistake("[mean_absolute_error]", "[mean_absolute_eror]", "names/unknown-value mean_absolute_eror"),
      mistake("val_alive_binary_accuracy", "val_alive_binary_acuracy", "training/monitor val_alive_binary_acuracy"),
    ],
  },
  {
    name: "blocks, repeats, defaults",
    text: `let width = 64
let rates = [0.1, 0.2]
defaults { kernel_regularizer: l2(1e-5) }
block residual(units, rate=0.1) {
  add {
    dense units relu
    dropout rate
    dense units
  }
  relu
}
block tail(classes) {
  dense classes softmax
}
model residual_net {
  input [64]
  dense width relu
  repeat 3 { residual(width, rate=0.2) }
  repeat rates as r { dropout r }
  branch { dense 5 }
  tail 10
}
train { loss: categorical_crossentropy, optimizer: adamw(1e-3), epochs: 5 }
`,
    mistakes: [
      mistake("let width = 64", "let width = 64 * true", "arguments/arithmetic true"),
      mistake("kernel_regularizer: l2(1e-5)", "kernel_regularizer: l2(-1e-5)", "arguments/range -1e-5"),
      mistake("dropout rate\n", "dropot rate\n", "names/unknown-word dropot"),
      mistake("dense units\n", "dense units use_bias=3\n", "arguments/type 3"),
      mistake("  relu\n}", "  rel\n}", "names/unknown-word rel"),
      mistake("residual(width, rate=0.2)", "residual(width, rat=0.2)", "arguments/unknown rat"),
      mistake("dropout r }", "dropout r 0.1 }", "arguments/too-many 0.1"),
      mistake("dense 5 }", "dense 5 activation=rleu }", "names/unknown-value rleu"),
      mistake("tail 10", "tail 10 20", "arguments/too-many 20"),
      mistake("adamw(1e-3)", "adamw(1e-3, weight_deca=0.1)", "arguments/unknown weight_deca"),
      mistake("epochs: 5", "epochs: five", "arguments/type five"),
    ],
  },
  {
    name: "shared models",
    text: `model encoder {
  flatten
  dense 128 relu kernel_constraint=max_norm(3)
  dropout 0.1
}
model siamese {
  input 28x28 as left
  input 28x28 as right
  encoder from left as a
  encoder from right as b
  subtract from a, b
  dense 1 sigmoid
}
train siamese { optimizer: rmsprop, loss: binary_crossentropy, batch_size: 128, epochs: 20, class_weight: { 0: 1, 1: 3 } }
`,
    mistakes: [
      mistake("  flatten", "  flaten", "names/unknown-word flaten"),
      mistake("max_norm(3)", "max_nrm(3)", "names/unknown-value max_nrm"),
      mistake("dropout 0.1", "dropout -0.1", "arguments/range -0.1"),
      mistake("encoder from left", "encoder from lft", "names/unknown-tensor lft"),
      mistake("subtract from a, b", "subtract from a, b, a", "shapes/arity subtract"),
      mistake("dense 1 sigmoid", "dense 1 softmax", "training/softmax-of-one dense"),
      mistake("train siamese", "train siames", "names/unknown-model siames"),
      mistake("rmsprop", "rmsprp", "names/unknown-value rmsprp"),
      mistake("batch_size: 128", "batch_size: 1.5", "arguments/type 1.5"),
      mistake("1: 3 }", '1: "a" }', 'arguments/type "a"'),
    ],
  },
  {
    name: "images in branches",
    text: `model net {
  input 32x32x3 as image
  conv2d 16 3x3 relu padding=same from image as stem
  branch from stem as left { conv2d 8 1 relu; max_pooling2d 2 }
  branch from stem as right { conv2d 8 1; average_pooling2d pool_size=2 }
  add from left, right
  global_average_pooling2d
  flatten
  dense 5 softmax
}
train { optimizer: sgd(learning_rate=exponential_decay(0.1, 100, 0.9)), loss: categorical_crossentropy, epochs: 3 }
`,
    mistakes: [
      mistake("conv2d 16 3x3 relu", "conv2d 16 3x3x3 relu", "arguments/type 3x3x3"),
      mistake("padding=same", "padding=sam", "arguments/choice sam"),
      mistake("max_pooling2d 2", "max_poling2d 2", "names/unknown-word max_poling2d"),
      mistake("conv2d 8 1;", "conv2d 8;", "arguments/missing conv2d"),
      mistake("pool_size=2", "pool_size=[2, 2, 2]", "arguments/type [2, 2, 2]"),
      mistake("  flatten\n", "  flatten 1\n", "arguments/too-many 1"),
      mistake("dense 5 softmax", "dense 5 relu", "training/needs-activation categorical_crossentropy"),
      mistake("exponential_decay(0.1, 100, 0.9)", "exponential_decay(0.1, 0, 0.9)", "arguments/range 0"),
      mistake("epochs: 3", "epoch: 3", "arguments/unknown epoch"),
    ],
  },
  {
    name: "sequences",
    text: `model text {
  input [20] dtype=int32
  embedding 1000 16 mask_zero
  bidirectional lstm(8, return_sequences=true)
  conv1d 4 2 tanh
  gru 6 dropout=0.2 recurrent_dropout=0.1
  dense 1 sigmoid
}
train {
  optimizer: nadam
  loss: binary_crossentropy
  metrics: [auc, precision]
  epochs: 10
  terminate_on_nan
  csv_logger "log.csv"
}
`,
    mistakes: [
      mistake("dtype=int32", "dtype=int", "arguments/choice int"),
      mistake("mask_zero", "mask_zer", "arguments/unknown-word mask_zer"),
      mistake("lstm(8, return_sequences=true)", "lstm(8, retrn_sequences=true)", "arguments/unknown retrn_sequences"),
      mistake("conv1d 4 2 tanh", "conv1d 4 2 tnh", "arguments/unknown-word tnh"),
      mistake("recurrent_dropout=0.1", "recurrent_dropout=3", "arguments/range 3"),
      mistake("dense 1 sigmoid", "dense 1", "training/needs-activation binary_crossentropy"),
      mistake("nadam", "ndam", "names/unknown-value ndam"),
      mistake("precision]", "precison]", "names/unknown-value precison"),
      mistake("terminate_on_nan", "terminate_on_na", "names/unknown-word terminate_on_na"),
      mistake('csv_logger "log.csv"', "csv_logger 3", "arguments/type 3"),
    ],
  },
  {
    name: "signs and brackets",
    text: `let a = 2
model m {
  input [4]
  dense(8, relu)
  dense 8 { activation: relu, use_bias: false }
  dense 4 relu
  dropout 0.5
  dense a
}
data {
  source: "x.csv"
  target: y
}
train {
  optimizer: adam(1e-3)
  loss: mean_squared_error
  metrics: [mean_absolute_error]
  epochs: 3
}
`,
    mistakes: [
      mistake("let a = 2", "let a 2", "syntax/missing-equals 2"),
      mistake("dense(8, relu)", "dense(8, relu", "syntax/unclosed-bracket ("),
      mistake("use_bias: false }", "use_bias = false }", "syntax/equals-in-braces ="),
      mistake("dense 4 relu", "dense 4 rleu", "arguments/unknown-word rleu"),
      mistake("dropout 0.5", "dropout .5", "syntax/bad-literal .5"),
      mistake("dense a", "dens a", "names/unknown-word dens"),
      mistake("target: y", "target: ", "syntax/missing-value :"),
      mistake("adam(1e-3)", "adam(1e-3, epsilo=1e-7)", "arguments/unknown epsilo"),
      mistake("[mean_absolute_error]", "[mean_absolute_error", "syntax/unclosed-bracket ["),
      mistake("epochs: 3", "epochs: 3x", "syntax/bad-literal 3x"),
    ],
  },
  {
    name: "shapes in a row",
    text: `model m {
  input [28, 28] as image
  reshape [28, 28, 1]
  conv2d 4 3
  flatten
  dense 32 relu
  reshape [8, 4]
  lstm 5
  repeat_vector 3
  gru 4 return_sequences
  global_max_pooling1d
  dense 3 softmax
}
train { loss: categorical_crossentropy }
`,
    mistakes: [
      mistake("reshape [28, 28, 1]", "reshape [28, 27, 1]", "shapes/mismatch reshape"),
      mistake("reshape [8, 4]", "reshape [8, 5]", "shapes/mismatch reshape"),
      mistake("repeat_vector 3\n", "repeat_vector\n", "arguments/missing repeat_vector"),
      mistake("global_max_pooling1d", "global_max_pooling2d", "shapes/mismatch global_max_pooling2d"),
      mistake("dense 3 softmax", "dense 1 softmax", "training/one-unit categorical_crossentropy"),
    ],
  },
  {
    name: "columns and classes",
    facts: people,
    text: `let ratio = count(survived, 0) / count(survived, 1)
model m {
  input
  dense 8 relu
  dense 1 sigmoid
}
data {
  source: "people.csv"
  features: [age, fare]
  target: survived
  weight: size
  test: split(0.2, order=age)
}
train {
  optimizer: adam(cosine_decay(0.1, 100))
  loss: binary_crossentropy
  class_weight: { 0: 1, 1: 2 }
  batch_size: 10
  epochs: 30
}
`,
    mistakes: [
      mistake("count(survived, 0)", "count(survivd, 0)", "data/missing-column survivd"),
      mistake("dense 8 relu", "dense 8 rellu", "arguments/unknown-word rellu"),
      mistake("[age, fare]", "[age, farre]", "data/missing-column farre"),
      mistake("target: survived", "target: survive", "data/missing-column survive"),
      mistake("weight: size", "weight: siz", "data/missing-column siz"),
      mistake("order=age", "order=aeg", "data/missing-column aeg"),
      mistake("{ 0: 1, 1: 2 }", "{ 0: 1, 7: 2 }", "data/unknown-class 7"),
      mistake("cosine_decay(0.1, 100)", "cosine_decay(0.1)", "arguments/missing cosine_decay"),
      mistake("loss: binary_crossentropy", "loss: binary_crosentropy", "names/unknown-value binary_crosentropy"),
    ],
  },
  {
    name: "uses that do not fit",
    text: `block unit(n) {
  dense n
  dropout 0.5
}
model tower {
  dense 4 relu
  activity_regularization l1=0.1
}
model m {
  input [8] as x
  unit 3 from x as u
  tower from u as t
  repeat 2 { dense 3 relu }
  add { dense 3 tanh; layer_normalization }
  dense 2 softmax from t
}
train m { loss: categorical_crossentropy }
`,
    mistakes: [
      mistake("  dense n\n", "  dense n rlu\n", "arguments/unknown-word rlu"),
      mistake("dropout 0.5", "dropout 0.5 seed=a", "arguments/type a"),
      mistake("dense 4 relu", "dense 4 regularizer=l4(2)", "names/unknown-value l4"),
      mistake("l1=0.1", "l1=-0.1", "arguments/range -0.1"),
      mistake("unit 3 from x", "unit 3 from x, x", "shapes/arity unit"),
      mistake("tower from u", "tower from u, x", "shapes/arity tower"),
      mistake("repeat 2 {", "repeat 2.5 {", "arguments/repeat 2.5"),
      mistake("dense 3 relu", "dense 3 rlu", "arguments/unknown-word rlu"),
      mistake("dense 3 tanh", "dense 3 use_bias=1", "arguments/type 1"),
      mistake("layer_normalization", "layer_normalisation", "names/unknown-word layer_normalisation"),
    ],
  },
  {
    name: "sections misspelled",
    text: `let p = 0.5
model m {
  input [8]
  dropout p
  dense 2 softmax
}
data {
  source: "a.csv"
  target: y
  column a { missing: mean }
}
train {
  optimizer: adam
  loss: categorical_crossentropy
  early_stopping patience=3 monitor=loss restore_best_weights
}
`,
    mistakes: [
      mistake("let p = 0.5", "let p = halff", "names/unknown-name halff"),
      mistake("model m", "modl m", "names/unknown-word modl"),
      mistake("input [8]", "inptu [8]", "names/unknown-word inptu"),
      mistake("dense 2 softmax", "dense 2 sftmax", "arguments/unknown-word sftmax"),
      mistake("data {", "dta {", "names/unknown-word dta"),
      mistake("column a", "colum a", "names/unknown-word colum"),
      mistake("missing: mean", "missing: [1]", "arguments/type [1]"),
      mistake("train {", "trian {", "names/unknown-word trian"),
      mistake("adam\n", "adm\n", "names/unknown-value adm"),
      mistake("early_stopping", "early_stoping", "names/unknown-word early_stoping"),
      mistake("patience=3", 'patience="3"', 'arguments/type "3"'),
    ],
  },
];
