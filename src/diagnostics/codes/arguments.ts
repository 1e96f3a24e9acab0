import { defineDiagnostics } from "../define.js";

export const argumentCodes = defineDiagnostics({});
