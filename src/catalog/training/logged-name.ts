import { label, type Param } from "../param.js";

/** Every metric's `name`: under which it is logged. The default is Keras's. */
export const loggedName = (name: string): Param<string> =>
  label({ doc: "The name it is logged under.", default: name });
