import { flag, type TranslationTable } from "./translation.js";

const swapped = (rank: number): readonly number[] => [...Array(rank - 2).keys(), rank - 1, rank - 2];

/** Products of matrices; transposed factors go into Gemm, which takes them as they are, or through a transposition. */
export const matrixTable: TranslationTable = {
  MatMul: ({ b, node, x }) => {
    const [transA, transB] = [flag(node, "transpose_a"), flag(node, "transpose_b")];
    if (!transA && !transB) return b.add("MatMul", [x(0), x(1)]);
    return b.add("Gemm", [x(0), x(1)], { transA: { int: transA ? 1 : 0 }, transB: { int: transB ? 1 : 0 } });
  },
  BatchMatMulV2: ({ b, node, x }) => {
    const side = (i: number, attr: string): string =>
      flag(node, attr) ? b.transpose(x(i), swapped(node.inputs[i]!.shape.length)) : x(i);
    return b.add("MatMul", [side(0, "adj_x"), side(1, "adj_y")]);
  },
};
