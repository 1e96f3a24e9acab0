import { argumentCodes } from "./arguments.js";
import { dataCodes } from "./data.js";
import { dataFileCodes } from "./data-files.js";
import { exportCodes } from "./export.js";
import { graphCodes } from "./graph.js";
import { nameCodes } from "./names.js";
import { nativeCodes } from "./native.js";
import { runtimeCodes } from "./runtime.js";
import { shapeCodes } from "./shapes.js";
import { syntaxCodes } from "./syntax.js";
import { trainingCodes } from "./training.js";

/** Every code but those of lints, which stand beside their rules. A code is never reused for another meaning. */
export const codes = {
  ...syntaxCodes,
  ...nameCodes,
  ...argumentCodes,
  ...shapeCodes,
  ...trainingCodes,
  ...dataCodes,
  ...dataFileCodes,
  ...runtimeCodes,
  ...nativeCodes,
  ...graphCodes,
  ...exportCodes,
};

export type Code = keyof typeof codes;
