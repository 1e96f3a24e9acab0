import { defineDiagnostics } from "../define.js";

export const shapeCodes = defineDiagnostics({});
