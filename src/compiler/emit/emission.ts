import type { Wording } from "../../ir/authored.js";
import type { Ir } from "../../ir/ir.js";
import { lineComments } from "./comment.js";
import type { Constants } from "./constants.js";
import type { ModuleImports } from "./module-imports.js";

/** What every part of one module's text shares. */
export interface Emission {
  readonly imports: ModuleImports;
  readonly constants: Constants;
  /** How the author said something, by its JSON pointer; empty where nothing is known. */
  wording(pointer: string): Wording;
}

const NOTHING: Wording = {};

export const emissionOf = (ir: Ir, imports: ModuleImports, constants: Constants): Emission => ({
  imports,
  constants,
  wording: (pointer) =>
    Object.hasOwn(ir.authored?.wordings ?? {}, pointer) ? ir.authored!.wordings[pointer]! : NOTHING,
});

/** What stands above an argument: its own documentation, and that of values it is made of which are no constants. */
export const argumentComment = ({ constants }: Emission, { docs, formulas }: Wording, name: string): string =>
  `${lineComments(own(docs, name) ?? null)}${constants.remark(own(formulas, name) ?? null)}`;

/** A field of a record, none of Object's own. */
export const own = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
