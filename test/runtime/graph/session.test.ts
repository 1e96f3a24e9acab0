import { readdirSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Failure } from "../../../src/diagnostics/failure.js";
import { Graph, output } from "../../../src/program/graph.js";
import { emit, scalar, typed } from "../../../src/program/emit.js";
import { add } from "../../../src/program/broadcast.js";
import { functionMessage } from "../../../src/runtime/graph/saved-model/graph.js";
import type { Program } from "../../../src/runtime/graph/saved-model/program.js";
import { savedModelBytes } from "../../../src/runtime/graph/saved-model/saved-model.js";
import { Message } from "../../../src/runtime/graph/saved-model/wire.js";
import { GraphSession } from "../../../src/runtime/graph/session.js";
import { needsNative } from "../../support/needs.js";
import { temporaryFolder } from "../../support/temporary.js";

const folder = temporaryFolder("session-test");
beforeAll(() => void (process.env["TMPDIR"] = folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("the protobuf wire format", () => {
  it("is the specification's examples", () => {
    expect(hex(new Message().varint(1, 150).finish())).toBe("089601");
    expect(hex(new Message().string(2, "testing").finish())).toBe("120774657374696e67");
    expect(hex(new Message().message(3, new Message().varint(1, 150)).finish())).toBe("1a03089601");
    expect(hex(new Message().varint(1, -1).finish())).toBe("08ffffffffffffffffff01");
    expect(hex(new Message().varint(1, -2).finish())).toBe("08feffffffffffffffff01");
    expect(hex(new Message().float(4, 1.5).finish())).toBe("250000c03f");
    expect(hex(new Message().varint(20, 300).varint(1, true).finish())).toBe("a001ac020801");
    expect(hex(new Message().entry(5, "k", new Message().varint(1, 1)).finish())).toBe("2a070a016b12020801");
  });
  it("refuses what is no whole number", () => {
    expect(() => new Message().varint(1, 0.5)).toThrow(RangeError);
  });
});

/** Shape of the variable that `counter` raises. */
const shape: readonly number[] = [2];

/** The arguments of the loop's body and condition: the step, how many, by how much, and the variable. */
const loopArguments = (g: Graph) => {
  const argument = (type: "int32" | "float32" | "resource", shape: readonly number[]) =>
    output(g.add("Placeholder", [], { dtype: typed(type) }, [{ name: "output", type, shape }]));
  const [i, n, by] = [argument("int32", []), argument("int32", []), argument("float32", shape)];
  const handle = argument("resource", []);
  return { i, n, by, handle, params: [i, n, by, handle].map((v) => v.node) };
};

/** A step raises the variable, and then counts itself. */
function counterBody(): Program["functions"][number] {
  const g = new Graph();
  const { i, n, by, handle, params } = loopArguments(g);
  const assigned = g.add("AssignAddVariableOp", [handle, by], { dtype: typed("float32") }, []);
  const next = add(g, i, scalar(g, 1, "int32"));
  const result = { name: "output", type: "int32" as const, shape: [] };
  const after = output(g.add("Identity", [next], { T: typed("int32") }, [result], { after: [assigned] }));
  return { name: "body", params, results: [after, n, by, handle] };
}

/** Whether there is a step to go. */
function counterCondition(): Program["functions"][number] {
  const g = new Graph();
  const { i, n, params } = loopArguments(g);
  const less = emit(g, "Less", [i, n], { T: typed("int32") }, { name: "z", type: "bool", shape: [] });
  return { name: "cond", params, results: [less] };
}

/** A variable that `count` raises by a fed step as often as fed, in a loop; `get` reads it. */
function counter(): Program {
  const g = new Graph();
  const handle = output(
    g.add(
      "VarHandleOp",
      [],
      { dtype: typed("float32"), shape: { shape }, shared_name: { string: "v" }, container: { string: "" } },
      [{ name: "resource", type: "resource", shape: [] }],
    ),
  );
  const fed = (type: "float32" | "int32", s: readonly number[]) =>
    output(g.add("Placeholder", [], { dtype: typed(type), shape: { shape: s } }, [{ name: "output", type, shape: s }]));
  const [value, n, by] = [fed("float32", shape), fed("int32", []), fed("float32", shape)];
  const copy = output(g.add("DeepCopy", [value], { T: typed("float32") }, [{ name: "y", type: "float32", shape }]));
  const set = g.add("AssignVariableOp", [handle, copy], { dtype: typed("float32") }, []);
  const result = { name: "output", type: "float32" as const, shape: [] };
  const done = output(g.add("Identity", [scalar(g, 0)], { T: typed("float32") }, [result], { after: [set] }));
  const types = ["int32", "int32", "float32", "resource"] as const;
  const loopNode = g.add(
    "While",
    [scalar(g, 0, "int32"), n, by, handle],
    {
      T: { types },
      cond: { func: "cond" },
      body: { func: "body" },
      output_shapes: { shapes: [[], [], shape, []] },
      parallel_iterations: { int: 1 },
      _lower_using_switch_merge: { bool: true },
    },
    types.map((type) => ({ name: "output", type, shape: type === "float32" ? shape : [] })),
  );
  const get = output(
    g.add("ReadVariableOp", [handle], { dtype: typed("float32") }, [{ name: "value", type: "float32", shape }]),
  );
  return {
    functions: [counterBody(), counterCondition()],
    signatures: {
      set: { inputs: { value }, outputs: { done } },
      count: { inputs: { n, by }, outputs: { i: output(loopNode, 0) } },
      get: { inputs: {}, outputs: { value: get } },
    },
  };
}

describe("a program as a SavedModel", () => {
  it("has functions whose references name output arguments, and a main graph whose references count them", () => {
    const text = Buffer.from(functionMessage(counter().functions[0]!).finish()).toString("latin1");
    expect(text).toContain("AddV2_");
    expect(text).toMatch(/AddV2_\d+:z:0/);
    expect(text).toMatch(/\^AssignAddVariableOp_\d+/);
    const whole = Buffer.from(savedModelBytes(counter())).toString("latin1");
    expect(whole).toContain("serve");
    expect(whole).toMatch(/VarHandleOp_\d+:0/);
    expect(whole).toContain("_lower_using_switch_merge");
  });
  it("runs with state between calls", async () => {
    const { binding } = await needsNative();
    const tensors = binding.getNumOfTensors();
    const session = GraphSession.open(binding, counter());
    try {
      const start = Float32Array.from([1, -1]);
      session.run("set", { value: { data: start, shape: [2] } });
      start.fill(99); // the variable has a copy
      const { i } = session.run("count", {
        n: { data: Int32Array.of(1000), shape: [] },
        by: { data: Float32Array.of(0.5, 2), shape: [2] },
      });
      expect(i!.data[0]).toBe(1000);
      expect(Array.from(session.run("get")["value"]!.data as Float32Array)).toEqual([501, 1999]);
      expect(() => session.run("no")).toThrow(/no signature named no; it has set, count, get/);
      expect(() => session.run("set")).toThrow(/needs value/);
    } finally {
      session.close();
    }
    expect(binding.getNumOfTensors()).toBe(tensors);
    expect(readdirSync(folder)).toEqual([]);
  });
  it("is a failure with a hint when TensorFlow refuses it", async () => {
    const { binding } = await needsNative();
    const g = new Graph();
    const wrong = output(g.add("NoSuchOp", [], {}, [{ name: "y", type: "float32", shape: [] }]));
    const open = () =>
      GraphSession.open(binding, {
        functions: [],
        signatures: { run: { inputs: {}, outputs: { wrong } } },
      });
    expect(open).toThrow(Failure);
    expect(open).toThrow(/NoSuchOp/);
  });
});
