import { dataOf } from "../../../program/emit.js";
import { attributeMessage, int64Bytes, tensorMessage, type OnnxAttribute, type OnnxType } from "./messages.js";
import { Message } from "../../graph/saved-model/wire.js";

export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

/** What the graphs of one file have in common: a step of a loop takes values of the graph around it by their names. */
interface Shared {
  readonly initializers: Message[];
  /** Small constants by type, shape and bytes. */
  readonly constants: Map<string, string>;
  count: number;
  place: string;
}

interface Transposed {
  readonly source: string;
  readonly permutation: readonly number[];
}

/**
 * A graph of ONNX nodes under construction. Values are names, which no two graphs of a file share; constants are those
 * of the outermost graph, one where they are equal and small.
 */
export class OnnxBuilder {
  readonly nodes: Message[] = [];
  readonly #shared: Shared;
  /** What a transposition was made of, so that two that undo each other fall away. */
  readonly #transposed: Map<string, Transposed>;

  private constructor(shared: Shared, transposed: ReadonlyMap<string, Transposed>) {
    this.#shared = shared;
    this.#transposed = new Map(transposed);
  }

  static outermost(): OnnxBuilder {
    return new OnnxBuilder({ initializers: [], constants: new Map(), count: 0, place: "" }, new Map());
  }

  /** A graph within a node of this one, which sees everything that is in this one by now. */
  inner(): OnnxBuilder {
    return new OnnxBuilder(this.#shared, this.#transposed);
  }

  get initializers(): readonly Message[] {
    return this.#shared.initializers;
  }

  /** Prefix of the names made from now on: the layer that is being translated. */
  set place(layer: string) {
    this.#shared.place = layer;
  }

  /** A name that nothing has. */
  fresh(op: string): string {
    return `${this.#shared.place}/${op}_${this.#shared.count++}`;
  }

  /** Nodes with one result. */
  add(op: string, inputs: readonly string[], attributes: OnnxAttributes = {}): string {
    return this.addAll(op, inputs, 1, attributes)[0]!;
  }

  addAll(op: string, inputs: readonly string[], outputs: number, attributes: OnnxAttributes = {}): readonly string[] {
    const name = this.fresh(op);
    const results = Array.from({ length: outputs }, (_, i) => (outputs === 1 ? name : `${name}:${i}`));
    this.named(name, op, inputs, results, attributes);
    return results;
  }

  /** A node whose results have given names. */
  named(
    name: string,
    op: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: OnnxAttributes = {},
  ): void {
    const node = new Message();
    for (const input of inputs) node.string(1, input);
    for (const result of outputs) node.string(2, result);
    node.string(3, name).string(4, op);
    for (const [attribute, value] of Object.entries(attributes)) node.message(5, attributeMessage(attribute, value));
    this.nodes.push(node);
  }

  tensor(type: OnnxType, shape: readonly number[], bytes: Uint8Array): string {
    const key = bytes.length <= 256 ? `${type} ${shape.join()} ${bytes.join()}` : null;
    const known = key === null ? undefined : this.#shared.constants.get(key);
    if (known !== undefined) return known;
    const name = this.fresh("constant");
    this.#shared.initializers.push(tensorMessage(name, type, shape, bytes));
    if (key !== null) this.#shared.constants.set(key, name);
    return name;
  }

  /** A vector of 64-bit numbers: shapes, axes. `Infinity` is the end of an axis. */
  ints(values: readonly number[]): string {
    return this.tensor("int64", [values.length], int64Bytes(values));
  }

  /** A scalar of 64 bits. */
  int(value: number): string {
    return this.tensor("int64", [], int64Bytes([value]));
  }

  number(value: number, type: "float32" | "int32" | "bool" = "float32"): string {
    const { buffer, byteOffset, byteLength } = dataOf([value], type);
    return this.tensor(type, [], new Uint8Array(buffer, byteOffset, byteLength));
  }

  cast(x: string, type: OnnxType): string {
    return this.add("Cast", [x], { to: { type } });
  }

  transpose(x: string, permutation: readonly number[]): string {
    if (isIdentity(permutation)) return x;
    const inner = this.#transposed.get(x);
    if (inner !== undefined) {
      const joined = permutation.map((p) => inner.permutation[p]!);
      return isIdentity(joined) ? inner.source : this.transpose(inner.source, joined);
    }
    const result = this.add("Transpose", [x], { perm: { ints: permutation } });
    this.#transposed.set(result, { source: x, permutation });
    return result;
  }

  reshape(x: string, shape: readonly number[]): string {
    return this.add("Reshape", [x, this.ints(shape)], shape.includes(0) ? { allowzero: { int: 1 } } : {});
  }
}

const isIdentity = (permutation: readonly number[]): boolean => permutation.every((p, i) => p === i);
