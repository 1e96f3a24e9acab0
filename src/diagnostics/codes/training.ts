import { defineDiagnostics } from "../define.js";

export const trainingCodes = defineDiagnostics({});
