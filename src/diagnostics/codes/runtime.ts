import { defineDiagnostics } from "../define.js";

export const runtimeCodes = defineDiagnostics({});
