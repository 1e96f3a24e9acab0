import { defineDiagnostics } from "../define.js";

export const lintCodes = defineDiagnostics({});
