import { defineDiagnostics } from "../define.js";

export const nameCodes = defineDiagnostics({});
