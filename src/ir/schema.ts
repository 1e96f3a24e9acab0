import { z } from "zod";
import type { Authored } from "./authored.js";
import { OPERATORS, type Formula } from "./formula.js";
import {
  IR_VERSION,
  type DataIr,
  type Ir,
  type LayerIr,
  type NodeIr,
  type StageIr,
  type TrainingIr,
  type WeightIr,
} from "./ir.js";
import { upgradeIr } from "./upgrade.js";
import type { Value, WordCall } from "./value.js";

/**
 * Validates an IR that comes from outside (run folders, tools). Arguments are checked by their structure: plain JSON,
 * words as `{ word, args }`; which arguments a word takes is the catalogue's matter.
 */
const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(value), wordCall, z.record(z.string(), value)]),
);
const args = z.record(z.string(), value);
const wordCall: z.ZodType<WordCall> = z.strictObject({ word: z.string().min(1), args });

const whole = z.number().int();
const dimension = z.union([whole, z.null()]);
const shape = z.array(dimension);
const dtype = z.enum(["float32", "int32", "bool"]);
const name = z.string().min(1);

const weight = z.strictObject({
  name,
  shape: z.array(whole),
  initializer: wordCall,
  seed: whole,
  regularizer: wordCall.nullable(),
  constraint: wordCall.nullable(),
  trainable: z.boolean(),
});

const model = z.strictObject({
  name,
  title: z.string().nullable(),
  doc: z.string().nullable(),
  inputs: z.array(z.strictObject({ name, shape, dtype, doc: z.string().nullable() })),
  layers: z.array(
    z.strictObject({
      name,
      word: name,
      args,
      trainable: z.boolean(),
      weights: z.array(weight),
      doc: z.string().nullable(),
      origin: z.strictObject({ start: whole, end: whole }).nullable(),
      written: z.array(z.string()),
    }),
  ),
  nodes: z.array(
    z.strictObject({
      name,
      layer: name,
      inputs: z.array(name),
      named: z.record(z.string(), z.array(whole.min(0))).optional(),
      call: args,
      shapes: z.array(shape).min(1),
      dtypes: z.array(dtype).min(1),
    }),
  ),
  outputs: z.array(z.strictObject({ name, tensor: name, shape })),
  groups: z
    .array(
      z.strictObject({
        kind: z.enum(["model", "block"]),
        name,
        declared: name,
        within: name.nullable(),
        layers: z.array(name),
        uses: z.array(z.strictObject({ inputs: z.array(name), nodes: z.array(name), results: z.array(name) })),
      }),
    )
    .optional(),
});

const stage = z.strictObject({
  name: name.nullable(),
  frozen: z.array(name),
  optimizer: wordCall,
  loss: z.record(z.string(), wordCall.nullable()),
  loss_weights: z.record(z.string(), z.number()),
  metrics: z.record(z.string(), z.array(z.strictObject({ name, call: wordCall }))),
  class_weight: z.union([z.record(z.string(), z.number()), z.literal("balanced"), z.null()]),
  epochs: whole.min(1),
  batch_size: whole.min(1),
  shuffle: z.boolean(),
  steps_per_epoch: whole.min(1).nullable(),
  validation_freq: whole.min(1),
  callbacks: z.array(wordCall),
});

const training = z.strictObject({ stages: z.array(stage).min(1) });

const normalize = z.enum(["none", "standard", "minmax"]);
const split = z.strictObject({
  fraction: z.number().gt(0).lt(1),
  seed: whole,
  stratify: z.boolean(),
  order: z.string().nullable(),
});

const fold = z.strictObject({ fold: whole.min(1), of: whole.min(2), seed: whole, stratify: z.boolean() });

const data = z.strictObject({
  source: z.union([
    z.strictObject({ format: z.enum(["csv", "tsv", "jsonl", "parquet"]), path: name }),
    z.strictObject({ format: z.literal("sql"), query: name }),
  ]),
  features: z.array(z.strictObject({ input: name, columns: z.array(name).nullable() })),
  targets: z.array(
    z.strictObject({
      output: name,
      columns: z.array(name),
      encode: z.enum(["number", "index", "onehot"]),
      classes: whole.nullable(),
      ignored: z.number().int().optional(),
    }),
  ),
  columns: z.record(
    z.string(),
    z.strictObject({
      missing: z.union([
        z.enum(["refuse", "mean", "median", "most_frequent", "drop"]),
        z.strictObject({ constant: z.union([z.number(), z.string()]) }),
      ]),
      normalize: normalize.nullable(),
      encode: z.enum(["onehot", "index"]).nullable(),
    }),
  ),
  normalize,
  weight: z.string().nullable(),
  test: split.nullable(),
  validation: z.array(z.union([split, fold])),
});

const formula: z.ZodType<Formula> = z.lazy(() =>
  z.union([
    z.null(),
    z.number(),
    z.strictObject({ name, index: whole.min(0).optional() }),
    z.strictObject({ op: z.enum(OPERATORS), of: z.array(formula).min(1) }),
    z.strictObject({ entries: z.record(z.string(), formula) }),
    z.array(formula),
  ]),
);

const authored = z.strictObject({
  values: z.array(z.strictObject({ name, doc: z.string().nullable(), value, formula: formula.optional() })),
  parts: z.array(
    z.strictObject({
      kind: z.enum(["block", "model", "repeat", "branch"]),
      name: name.nullable(),
      about: z.string().nullable(),
      doc: z.string().nullable(),
      nodes: z.array(name).min(1),
    }),
  ),
  wordings: z.record(
    z.string(),
    z.strictObject({
      doc: z.string().optional(),
      docs: z.record(z.string(), z.string()).optional(),
      written: z.array(z.string()).optional(),
      formulas: z.record(z.string(), formula).optional(),
    }),
  ),
});

export const irSchema = z.strictObject({
  version: z.literal(IR_VERSION),
  model,
  data: data.nullable(),
  training: training.nullable(),
  seed: whole,
  authored: authored.optional(),
});

type Parsed = z.infer<typeof irSchema>;
type SameKeys<A, B> = [keyof A] extends [keyof B] ? ([keyof B] extends [keyof A] ? true : false) : false;

// Does not compile when the type has a field that the schema leaves out, or the other way round; that what is parsed is
// an `Ir`, `readIr` says.
void [
  true satisfies SameKeys<Parsed, Ir>,
  true satisfies SameKeys<Parsed["model"], Ir["model"]>,
  true satisfies SameKeys<Parsed["model"]["layers"][number], LayerIr>,
  true satisfies SameKeys<Parsed["model"]["layers"][number]["weights"][number], WeightIr>,
  true satisfies SameKeys<Parsed["model"]["nodes"][number], NodeIr>,
  true satisfies SameKeys<NonNullable<Parsed["training"]>, TrainingIr>,
  true satisfies SameKeys<NonNullable<Parsed["training"]>["stages"][number], StageIr>,
  true satisfies SameKeys<NonNullable<Parsed["data"]>, DataIr>,
  true satisfies SameKeys<NonNullable<Parsed["authored"]>, Authored>,
];

/** The IR in a plain JSON value; throws zod's error, which names every wrong place. */
export const readIr = (json: unknown): Ir => irSchema.parse(upgradeIr(json));
