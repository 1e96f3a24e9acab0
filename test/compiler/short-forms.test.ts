import { expect, it } from "vitest";
import { compile } from "../../src/index.js";

const spec = (encode: string, callback: string): string =>
  `model m { input 2; dense 1 }
data { source: "a.csv", target: y
  column c { encode: ${encode} }
}
train { loss: mse
  ${callback}("best.keras")
}`;

it("checkpoint and one_hot mean what their long forms mean", () => {
  const [long, short] = [spec("onehot", "model_checkpoint"), spec("one_hot", "checkpoint")].map((text) =>
    compile(text),
  );
  expect(short!.diagnostics.map((d) => d.code)).toEqual(long!.diagnostics.map((d) => d.code));
  expect(short!.ir).toEqual(long!.ir);
  expect(long!.ir).not.toBeNull();
});
