import { expect, it } from "vitest";
import { loadDataset } from "../../../src/runtime/data/index.js";
import { dataIr, folderOf, modelOf } from "./fixture.js";

it("keeps apart texts of every length, over many chunks", async () => {
  const texts = Array.from({ length: 300 }, (_, i) => `é${"ab".repeat(i % 12)}${i}`);
  const cells = Array.from({ length: 9000 }, (_, i) => (i * 7) % 300);
  const baseDir = await folderOf({ "t.csv": `x,y\n${cells.map((k) => `${texts[k]},${k}`).join("\n")}\n` });
  const columns = { x: { missing: "refuse", normalize: null, encode: "index" } } as const;
  const { train, preprocessing } = await loadDataset(dataIr({ columns }), modelOf([1]), { baseDir });
  const vocabulary = preprocessing.inputs["input"]!.columns[0]!.vocabulary!;
  expect(vocabulary.length).toBe(300);
  expect(Array.from(train.inputs["input"]!.data, (index) => vocabulary[index - 1])).toEqual(cells.map((k) => texts[k]));
});
