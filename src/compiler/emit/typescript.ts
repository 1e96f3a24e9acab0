import type { Ir } from "../../ir/ir.js";
import { dataSection } from "./data-section.js";
import { modelSection } from "./model-section.js";
import { ModuleImports } from "./module-imports.js";
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
 * The IR as a TypeScript module on TensorFlow.js and regnet/runtime, with `buildModel()` and, of a spec with a train block, `train()`. Run
 * by itself it trains and prints its epochs. The text is valid but not laid out: format it with `typescriptStyle`.
 */
export function emitTypeScript(ir: Ir, { source, dataFolder = "." }: EmitOptions = {}): string {
  const imports = new ModuleImports();
  const sections = [
    modelSection(ir, imports),
    ...(ir.data ? [dataSection(ir.data, ir.model, dataFolder, imports)] : []),
    ...(ir.training ? [trainingSection(ir, ir.training, imports)] : []),
    ...(ir.training && ir.data ? [mainSection(imports)] : []),
  ];
  const from = source === undefined ? "" : ` from ${source.replace(/[\r\n\u2028\u2029]/g, " ")}`;
  return `${[`// Generated${from} by regnet.\n${imports.text()}`, ...sections].join("\n\n")}\n`;
}

/** Started as a program the module trains: one JSON object a line. */
const mainSection = (imports: ModuleImports): string =>
  `if (${imports.runtime("isMain")}(import.meta.url)) {\nawait train({ onEvent: (event) => console.log(${imports.runtime("eventLine")}(event)) });\n}`;
