import { encodedAs, type Encoded } from "../../columns/encoded.js";
import { laidOut } from "../../columns/lay-out.js";
import { isProblem, problem, type Problem } from "../../columns/problem.js";
import type { ColumnFacts } from "../../ir/data-facts.js";
import type { ColumnIr } from "../../ir/ir.js";
import { unnamed } from "../../tensor/lengths.js";
import type { GraphInput, GraphNode } from "../graph/graph.js";
import { dtypeOf } from "../lower.js";
import type { FactsCheck, Fed } from "./check-facts.js";

interface Fed1 {
  readonly column: ColumnFacts;
  readonly encoded: Encoded;
}

/** What the columns of each input become: whether an input can take it, and how many numbers that is a row. */
export function checkWidths(check: FactsCheck, { graph, ir }: Fed): void {
  const { d, columns, assigned, reports, at } = check;
  for (const { input: name } of ir.features) {
    const input = graph.inputs.find((i) => i.name === name);
    if (!input) continue;
    const dtype = dtypeOf(graph.nodes, input) === "float32" ? "float32" : "int32";
    const read = assigned.features.get(name)!.map((n) => columns.get(n)!);
    const fed = read.flatMap((column): Fed1[] => {
      const encoded = encodedOf(column, d.columns.get(column.name)?.ir, dtype);
      if (!isProblem(encoded)) return [{ column, encoded }];
      reports.add(
        encoded,
        d.columns.get(column.name)?.at ?? at(d.section.bound.has("features") ? "features" : "source"),
      );
      return [];
    });
    if (read.length === 0 || fed.length < read.length) continue;
    checkTables(
      check,
      graph.nodes.filter((node) => node.inputs[0]?.from === input),
      fed,
    );
    checkWidth(check, input, fed);
  }
}

/** What a column becomes, and whether an input of whole numbers can hold it. */
function encodedOf(column: ColumnFacts, ir: ColumnIr | undefined, dtype: "float32" | "int32"): Encoded | Problem {
  const encoded = encodedAs(column, ir, dtype);
  const isFraction = column.type === "list" ? !column.whole : column.type === "number" && !column.stray;
  if (dtype === "float32" || isProblem(encoded) || encoded.encode !== "number" || !isFraction) return encoded;
  const use = "indices, which are what the input takes";
  return problem("data/column-type", { column: column.name, type: "numbers that are not whole", use });
}

function checkWidth({ session }: FactsCheck, input: GraphInput, fed: readonly Fed1[]): void {
  const found = fed.reduce<number | null>(
    (n, { encoded }) => (n === null || encoded.width === null ? null : n + encoded.width),
    0,
  );
  if (!input.shape || found === null) return;
  const feed = { input: input.name, columns: fed.length, numbers: found };
  const laid = laidOut(unnamed(input.shape).slice(1), feed);
  if (isProblem(laid)) session.report(laid.code, laid.params, input.at);
}

/** Whether every index has an entry in the tables that read them. */
function checkTables({ session }: FactsCheck, readers: readonly GraphNode[], fed: readonly Fed1[]): void {
  for (const { layer } of readers) {
    const size = layer.word.traits?.includes("embedding") ? layer.weights?.[0]?.shape[0] : undefined;
    if (size === undefined) continue;
    for (const { column, encoded } of fed) {
      const found = outside(column, encoded, size);
      if (found !== null) {
        const unknown = encoded.encode === "index";
        session.report(
          "data/index-outside",
          { column: column.name, found, layer: layer.name, size, unknown },
          layer.at,
        );
      }
    }
  }
}

/** What of a column lies outside a table of this size; null: nothing, or it is not known. */
function outside({ min, max }: ColumnFacts, { encode, categories }: Encoded, size: number): string | number | null {
  if (encode === "index") return categories !== null && categories.length >= size ? categories.length : null;
  return encode === "number" && min !== null && max !== null && (min < 0 || max >= size) ? `${min} to ${max}` : null;
}
