import { isFold } from "../../ir/folds.js";
import type { ColumnIr, DataIr, FoldIr, ModelIr, SourceIr, TargetIr, ValidationIr } from "../../ir/ir.js";
import type { Value } from "../../ir/value.js";
import { pointerStep } from "../../ir/authored.js";
import { docComment, lineComments } from "./comment.js";
import { argumentComment, own, type Emission } from "./emission.js";
import { listLiteral, literal, objectLiteral, textLiteral, type Entry } from "./literal.js";
import { valueExpression } from "./word-expression.js";

type Entries = readonly Entry[];

/**
 * `export function loadData(model)`: the data block as options of `readDataset`. `folder`: from the generated file to
 * the spec's folder.
 */
export function dataSection(data: DataIr, model: ModelIr, folder: string, emission: Emission): string {
  const { imports } = emission;
  const here = "import.meta.dirname";
  const wording = emission.wording("/data");
  const said = (name: string, entries: Entries): Entries =>
    entries.map(([key, text]) => [key, text, argumentComment(emission, wording, name)]);
  const split = (name: string, from: ValidationIr | null | undefined, pointer: string): Entries =>
    from ? said(name, [[name, splitText(from, emission, pointer)]]) : [];
  const options = objectLiteral([
    ["folder", folder === "." || folder === "" ? here : `${imports.path("join")}(${here}, ${textLiteral(folder)})`],
    ...said("source", [["source", sourceText(data.source)]]),
    ...said("features", featureEntries(data)),
    ...said("target", targetEntries(data, model)),
    ...(Object.keys(data.columns).length > 0 ? [["columns", columnsText(data.columns, emission)] as const] : []),
    ...(data.normalize === "none" && !wording.written?.includes("normalize")
      ? []
      : said("normalize", [["normalize", textLiteral(data.normalize)]])),
    ...(data.weight === null ? [] : said("weight", [["weight", textLiteral(data.weight)]])),
    ...split("test", data.test, "/data/test"),
    ...(data.validation.length > 1
      ? [["validation", foldsText(data.validation, emission)] as const]
      : split("validation", data.validation[0], "/data/validation/0")),
  ]);
  const doc = docComment([
    wording.doc ?? null,
    "Reads the rows, splits them, and fits the preprocessing on the training rows.",
  ]).trimEnd();
  const fold = data.validation.length > 1 ? ", fold: number" : "";
  const type = `Promise<${imports.type("Dataset")}>`;
  return (
    `${doc}\nexport function loadData(model: tf.LayersModel${fold}): ${type} {\nreturn ` +
    `${imports.value("readDataset")}(model, ${options});\n}`
  );
}

/** The path alone where its ending says the format. */
function sourceText(source: SourceIr): string {
  return source.format === "sql" ? objectLiteral([["sql", textLiteral(source.query)]]) : textLiteral(source.path);
}

function featureEntries({ features }: DataIr): Entries {
  const [only] = features;
  if (features.length === 0 || (features.length === 1 && only!.columns === null)) return [];
  if (features.length === 1) return [["features", literal(only!.columns)]];
  return [["features", objectLiteral(features.map(({ input, columns }) => [input, literal(columns ?? [])]))]];
}

function targetEntries({ targets }: DataIr, model: ModelIr): Entries {
  const text = (target: TargetIr): string =>
    targetText(target, model.outputs.find((o) => o.name === target.output)?.shape.at(-1) ?? null);
  if (targets.length === 0) return [];
  if (model.outputs.length === 1) return [["target", text(targets[0]!)]];
  return [["targets", objectLiteral(targets.map((target) => [target.output, text(target)]))]];
}

/** A column read as a number is its name alone; classes are said where they are not the output's units. */
function targetText({ columns, encode, classes }: TargetIr, units: number | null): string {
  const column = columns.length === 1 ? textLiteral(columns[0]!) : literal(columns);
  const usual = encode === "number" ? null : units;
  if (encode === "number" && classes === usual && columns.length === 1) return column;
  return objectLiteral([
    ["column", column],
    ...(encode === "number" ? [] : [["encode", textLiteral(encode)] as const]),
    ...(classes === usual ? [] : [["classes", String(classes)] as const]),
  ]);
}

function columnsText(columns: Readonly<Record<string, ColumnIr>>, emission: Emission): string {
  const told = new Set<string>();
  return objectLiteral(
    Object.entries(columns).map(([name, column]): Entry => {
      const pointer = `/data/columns${pointerStep(name)}`;
      const doc = emission.wording(pointer).doc ?? null;
      // Of several columns in one statement: above the first.
      const comment = doc === null || told.has(doc) ? "" : lineComments(doc);
      if (doc !== null) told.add(doc);
      return [name, columnText(column, emission, pointer), comment];
    }),
  );
}

function columnText({ missing, normalize, encode }: ColumnIr, emission: Emission, pointer: string): string {
  const wording = emission.wording(pointer);
  const said = (name: string, value: Value): Entry => [name, literal(value), argumentComment(emission, wording, name)];
  return objectLiteral([
    ...(missing === "refuse" && !wording.written?.includes("missing") ? [] : [said("missing", missing)]),
    ...(normalize === null ? [] : [said("normalize", normalize)]),
    ...(encode === null ? [] : [said("encode", encode)]),
  ]);
}

/** Those of the fold that is asked for, from 1. */
function foldsText(validation: DataIr["validation"], emission: Emission): string {
  const [first] = validation;
  const text = (split: ValidationIr, i: number): string => splitText(split, emission, `/data/validation/${i}`);
  const inOrder = validation.every(
    (split, i) => isFold(split) && isFold(first!) && sameFolds(split, first) && split.fold === i + 1,
  );
  if (inOrder) return splitText(first!, emission, "/data/validation/0", "fold");
  return `${listLiteral(validation.map((split, i) => ({ text: text(split, i) })))}[fold - 1]`;
}

const sameFolds = (a: FoldIr, b: FoldIr): boolean => a.of === b.of && a.seed === b.seed && a.stratify === b.stratify;

/** `fold`: what stands for its number. */
function splitText(split: ValidationIr, emission: Emission, pointer: string, fold?: string): string {
  const { seed, stratify } = split;
  const wording = emission.wording(pointer);
  const said = (name: string, value: Value, isDefault: boolean): Entries =>
    value === null || (isDefault && !wording.written?.includes(name))
      ? []
      : [
          [
            name,
            valueExpression(emission, undefined, value, `${pointer}/${name}`, own(wording.formulas, name) ?? null),
          ],
        ];
  return objectLiteral([
    ...(isFold(split)
      ? [["fold", fold ?? String(split.fold)] as const, ...said("of", split.of, false)]
      : said("fraction", split.fraction, false)),
    ...said("seed", seed, seed === 0),
    ...said("stratify", stratify, !stratify),
    ...(isFold(split) ? [] : said("order", split.order, false)),
  ]);
}
