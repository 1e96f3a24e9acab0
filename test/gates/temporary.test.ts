import { expect, it } from "vitest";
import { testFiles, within } from "./test-files.js";

it("only test/support makes temporary folders, which are removed there", () => {
  const making = testFiles().filter(
    ({ path, source }) =>
      !path.startsWith("test/support/") && within(source).some((node) => /^mkdtemp(Sync)?$/.test(node.getText(source))),
  );
  expect(making.map(({ path }) => path)).toEqual([]);
});
