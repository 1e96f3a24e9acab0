import { exportHints, type ExportFault } from "../../diagnostics/codes/export.js";
import { Failure } from "../../diagnostics/failure.js";

/** A failure of an export with its catalogued hint; a file system's is the environment's. */
export const exportFailure = (code: ExportFault, message: string): Failure =>
  new Failure(code, message, exportHints[code]);
