import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler/check.js";
import { parse } from "../../src/parser/parse.js";
import { irSchema } from "../../src/ir/schema.js";
import { sourceFile } from "../../src/text/source-file.js";

/** What each of these still waits for; every other file has no error and, where it needs no data, an IR. */
const later: Readonly<Record<string, readonly string[]>> = {
  // Not in Keras.
  C14: ["names/unknown-word local_response_normalization"],
  M29: ["names/not-supported antirectifier"],
  "example-autoencoder": [
    "names/not-supported sample",
    "names/not-supported divergence",
    "names/not-supported add_loss",
  ],
  "example-capacities": ["names/not-supported sweep"],
  "example-detector": [
    'names/not-supported "mobilenet.keras"',
    "names/not-supported box_loss",
    "names/not-supported phase",
    "names/not-supported phase",
  ],
  "example-siamese": ["names/not-supported distance", "names/not-supported contrastive"],
  "example-translate": [
    "names/not-supported position_embedding",
    "names/not-supported multi_head_attention",
    "names/not-supported multi_head_attention",
    "names/not-supported multi_head_attention",
  ],
  "example-triage": ["names/not-supported text", "arguments/choice multi_hot"],
  "example-windows": ["names/not-supported window", "names/not-supported sweep"],
};

const folder = join(import.meta.dirname, "../fixtures/acceptance");

describe("published models", () => {
  for (const name of readdirSync(folder).sort()) {
    it(name, () => {
      const text = readFileSync(join(folder, name), "utf8");
      const { ir, diagnostics, requirements } = check(parse(sourceFile(name, text)));
      const errors = diagnostics.filter((d) => d.severity === "error");
      const wanted = later[name.replace(".regnet", "")];
      expect(errors.map((d) => `${d.code} ${text.slice(d.span.start, d.span.end)}`)).toEqual(wanted ?? []);
      const measured =
        requirements.measures.length > 0 ||
        diagnostics.some((d) => d.code === "shapes/measured" || d.code === "shapes/unknown-input");
      expect(ir === null).toBe(errors.length > 0 || measured);
      if (ir) expect(irSchema.parse(JSON.parse(JSON.stringify(ir)))).toEqual(JSON.parse(JSON.stringify(ir)));
    });
  }
});
