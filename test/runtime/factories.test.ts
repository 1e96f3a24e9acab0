import { expect, it } from "vitest";
import * as families from "../../src/catalog/families.generated.js";
import { camelCase } from "../../src/catalog/layer-call.js";
it("every word is exported under the camelCase of its name", () => {
  const wrong = Object.values(families).flatMap((family) =>
    Object.entries(family)
      .filter(([key, word]) => key !== camelCase(word.name))
      .map(([key, word]) => `${key}: ${word.name}`),
  );
  expect(wrong).toEqual([]);
});
