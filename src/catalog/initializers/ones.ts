import { defineInitializer } from "../word.js";
import { fill } from "./fill.js";

export const ones = defineInitializer({
  name: "ones",
  keras: "Ones",
  aliases: ["one"],
  summary: "All 1.",
  params: {},
  values: (_args, shape) => fill(shape, 1),
  examples: ["ones"],
});
