import type { ColumnIr, DataIr, ModelIr, SourceIr, SplitIr, TargetIr } from "../../ir/ir.js";
import type { Value } from "../../ir/value.js";
import { literal, objectLiteral, textLiteral } from "./literal.js";
import type { ModuleImports } from "./module-imports.js";

type Entries = readonly (readonly [key: string, expression: string])[];

/** `export function loadData(model)`: the data block as options of `readDataset`. `folder`: from the generated file to the spec's folder. */
export function dataSection(data: DataIr, model: ModelIr, folder: string, imports: ModuleImports): string {
  const here = "import.meta.dirname";
  const options = objectLiteral([
    ["folder", folder === "." || folder === "" ? here : `${imports.path("join")}(${here}, ${textLiteral(folder)})`],
    ["source", sourceText(data.source)],
    ...featureEntries(data),
    ...targetEntries(data, model),
    ...(Object.keys(data.columns).length > 0 ? [["columns", columnsText(data.columns)] as const] : []),
    ...(data.normalize === "none" ? [] : [["normalize", textLiteral(data.normalize)] as const]),
    ...(data.weight === null ? [] : [["weight", textLiteral(data.weight)] as const]),
    ...(data.test ? [["test", splitText(data.test)] as const] : []),
    ...(data.validation ? [["validation", splitText(data.validation)] as const] : []),
  ]);
  const doc = `/** Reads the rows, splits them, and fits the preprocessing on the training rows. */`;
  const type = `Promise<${imports.type("Dataset")}>`;
  return `${doc}\nexport function loadData(model: tf.LayersModel): ${type} {\nreturn ${imports.runtime("readDataset")}(model, ${options});\n}`;
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
  const text = (target: TargetIr): string => targetText(target, model.outputs.find((o) => o.name === target.output)?.shape.at(-1) ?? null);
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

const columnsText = (columns: Readonly<Record<string, ColumnIr>>): string =>
  objectLiteral(
    Object.entries(columns).map(([name, { missing, normalize, encode }]) => [
      name,
      objectLiteral([
        ...(missing === "refuse" ? [] : [["missing", literal(missing as Value)] as const]),
        ...(normalize === null ? [] : [["normalize", textLiteral(normalize)] as const]),
        ...(encode === null ? [] : [["encode", textLiteral(encode)] as const]),
      ]),
    ]),
  );

const splitText = ({ fraction, seed, stratify, order }: SplitIr): string =>
  objectLiteral([
    ["fraction", literal(fraction)],
    ...(seed === 0 ? [] : [["seed", literal(seed)] as const]),
    ...(stratify ? [["stratify", "true"] as const] : []),
    ...(order === null ? [] : [["order", textLiteral(order)] as const]),
  ]);
