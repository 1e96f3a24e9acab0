import { defineDiagnostics } from "../define.js";

export const dataCodes = defineDiagnostics({});
