import { trainingsOf } from "../../ir/folds.js";
import type { Ir } from "../../ir/ir.js";
import { Constants } from "./constants.js";
import { dataSection } from "./data-section.js";
import { emissionOf, type Emission } from "./emission.js";
import { modelSection } from "./model-section.js";
import { MODULE_NAMES, ModuleImports } from "./module-imports.js";
import { nameAllocator } from "./name-allocator.js";
import { trainingSection } from "./training-section.js";

export interface EmitOptions {
  /** File name of the spec, for the first line. */
  readonly source?: string;
  /** From the folder of the generated file to the spec's folder, with `/`; default: they are the same. */
  readonly dataFolder?: string;
}

/** How generated TypeScript is meant to be formatted: options of prettier. */
export const typescriptStyle = { parser: "typescript", printWidth: 120 } as const;

/**
 * The IR as a TypeScript module on TensorFlow.js and regnet/layers, with `buildModel()` and, of a spec with a train
 * block, `train()`. Run by itself it trains and prints its epochs. The text is valid but not laid out: format it with
 * `typescriptStyle`.
 */
export function emitTypeScript(ir: Ir, { source, dataFolder = "." }: EmitOptions = {}): string {
  const values = ir.authored?.values ?? [];
  const seen = new Constants(values, null);
  if (values.length > 0) sectionsOf(ir, dataFolder, emissionOf(ir, new ModuleImports(), seen));
  const emission = emissionOf(
    ir,
    new ModuleImports(),
    new Constants(values, seen.decide(nameAllocator([...MODULE_NAMES, ...localNames(ir)]))),
  );
  const { imports, constants } = emission;
  const body = sectionsOf(ir, dataFolder, emission);
  const sections = [constants.declarations(), ...body].filter((section) => section !== "");
  const from = source === undefined ? "" : ` from ${source.replace(/[\r\n\u2028\u2029]/g, " ")}`;
  return `${[`// Generated${from} by regnet.\n${imports.text()}`, ...sections].join("\n\n")}\n`;
}

function sectionsOf(ir: Ir, dataFolder: string, emission: Emission): readonly string[] {
  return [
    modelSection(ir, emission),
    ...(ir.data ? [dataSection(ir.data, ir.model, dataFolder, emission)] : []),
    ...(ir.training ? [trainingSection(ir, ir.training, emission)] : []),
    ...(ir.training && ir.data ? [mainSection(emission.imports)] : []),
  ];
}

/** Parameters and variables of the functions, which no constant may have for a name. */
const localNames = (ir: Ir): readonly string[] => [
  ...["data", "event", "model", "options", "result"],
  ...(trainingsOf(ir) > 1 ? ["fold", "folds"] : []),
];

/** Started as a program the module trains: one JSON object a line. */
const mainSection = (imports: ModuleImports): string =>
  `if (${imports.value("isMain")}(import.meta.url)) {\nawait train({ onEvent: (event) => ` +
  `console.log(${imports.value("eventLine")}(event)) });\n}`;
