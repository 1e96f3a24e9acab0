import type { DataIr, FoldIr, Ir, ValidationIr } from "./ir.js";

export const isFold = (validation: ValidationIr): validation is FoldIr => "fold" in validation;

/** How many trainings an IR asks for. */
export const trainingsOf = ({ data }: Ir): number => Math.max(1, data?.validation.length ?? 1);

/** The data of one of several trainings; `place` from 0. */
export const foldData = (data: DataIr, place: number): DataIr => ({
  ...data,
  validation: data.validation.slice(place, place + 1),
});

/** One of several trainings as an IR of its own: from the same seed, with its own validation rows. */
export const foldIr = (ir: Ir, place: number): Ir => ({ ...ir, data: ir.data && foldData(ir.data, place) });
