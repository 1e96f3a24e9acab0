import { defineDiagnostics } from "../define.js";

export const syntaxCodes = defineDiagnostics({});
