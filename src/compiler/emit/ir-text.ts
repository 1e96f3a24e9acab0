import type { Ir } from "../../ir/ir.js";

/**
 * The IR as JSON: two blanks an indent, keys in the order of the IR's types, a newline at the end. Equal for equal
 * specs.
 */
export const emitIr = (ir: Ir): string => `${JSON.stringify(ir, null, 2)}\n`;
