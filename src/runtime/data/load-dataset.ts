import type { Assigned } from "../../columns/assign.js";
import { laidOut } from "../../columns/lay-out.js";
import { isProblem } from "../../columns/problem.js";
import { foldData } from "../../ir/folds.js";
import type { DataIr, ModelIr, StoredShape } from "../../ir/ir.js";
import { assembleRows } from "./assemble-rows.js";
import { CellFault } from "./cell-fault.js";
import { columnOf } from "./column-of.js";
import { usesOfFitted, usesToFit, wantedColumns, wantSplits } from "./column-uses.js";
import type { Dataset, Preprocessing, Untaught } from "./dataset.js";
import { encodedWidth } from "./encode-column.js";
import { untaughtLabels } from "./encode-target.js";
import { columnsOf } from "./feature-columns.js";
import { hashFiles } from "./file-hash.js";
import { fitColumn, refuseMissing } from "./fit-column.js";
import { failureOf } from "./fail.js";
import { fitTarget } from "./fit-target.js";
import { openSource, type SourceOptions } from "./open-source.js";
import { readColumns, type RawTable, type Use } from "./read-columns.js";
import type { SourceTable } from "./source-table.js";
import type { SplitRows } from "./split.js";
import { droppingColumns, partRows } from "./training-rows.js";

export interface LoadOptions extends SourceOptions {
  /** Of a run: the rows are encoded as there, and nothing is fitted. */
  readonly preprocessing?: Preprocessing;
}

/** What a data set is made for. */
type Model = Pick<ModelIr, "inputs" | "outputs">;

/**
 * Reads the data of a spec: splits it, fits the preprocessing and encodes all parts. Which columns, categories and
 * classes there are, all rows say; means and the like, the training rows. Targets: `number` and `onehot` float32,
 * `index` int32; laid out in the output's shape, whose last size is 1 for indices.
 * @throws Failure naming file, row and column of what is wrong
 */
export async function loadDataset(data: DataIr, model: Model, options: LoadOptions): Promise<Dataset> {
  const table = await openSource(data.source, options);
  return withPlaces(table, async () => {
    const plan = options.preprocessing ? fittedPlan(data, table, options.preprocessing) : newPlan(data, table);
    return datasetOf(await readSource(table, plan), data, model);
  });
}

/** The data of several trainings over the same source. */
export interface Folds {
  /** As a data set has it. */
  readonly hash: string;
  /**
   * Those of one training, from 0: made when they are asked for, so that only one lies in memory. One that goes on is
   * encoded by the preprocessing of its beginning.
   */
  dataset(place: number, preprocessing?: Preprocessing): Promise<Dataset>;
}

/**
 * Reads the data of a spec once for all its trainings: each has its own validation rows, and a preprocessing that is
 * fitted on its own training rows.
 * @throws Failure as `loadDataset`, and where one of them would have no rows
 */
export async function loadFolds(data: DataIr, model: Model, options: SourceOptions): Promise<Folds> {
  const table = await openSource(data.source, options);
  return withPlaces(table, async () => {
    const source = await readSource(table, newPlan(data, table));
    data.validation.forEach((_, place) => partRows(foldData(data, place), source.read, table.label, source.plan.label));
    return {
      hash: source.hash,
      dataset: (place, preprocessing) =>
        preprocessing
          ? loadDataset(foldData(data, place), model, { ...options, preprocessing })
          : withPlaces(table, async () => datasetOf(source, foldData(data, place), model)),
    };
  });
}

/** What was read of a source, and what for. */
interface Source {
  readonly table: SourceTable;
  readonly plan: Plan;
  readonly read: RawTable;
  readonly hash: string;
}

async function readSource(table: SourceTable, plan: Plan): Promise<Source> {
  const [read, hash] = await Promise.all([readColumns(table, plan.uses), hashFiles(table.files, table.hashStart)]);
  return { table, plan, read, hash };
}

/** The rows of one training, encoded. */
function datasetOf({ table, plan, read, hash }: Source, data: DataIr, model: Model): Dataset {
  const parts = partRows(data, read, table.label, plan.label);
  const preprocessing = plan.preprocessing({ data, model, table, read, train: parts.train });
  const shapes = shapesOf(model);
  const rows = (part: Int32Array) => assembleRows(preprocessing, read, part, { shapes, needTargets: true });
  const train = rows(parts.train);
  const validation = parts.validation && rows(parts.validation);
  const test = parts.test && rows(parts.test);
  return {
    train: train.rows,
    validation: validation?.rows ?? null,
    test: test?.rows ?? null,
    preprocessing,
    hash,
    untaught: {
      validation: validation?.unknown ?? null,
      test: test?.unknown ?? null,
      labels: labelsOf(preprocessing, read, parts),
    },
  };
}

/** Gives faults of single cells their file and line. */
export async function withPlaces<T>(table: SourceTable, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof CellFault ? error.build(table.label, await table.place(error.row)) : error;
  }
}

/** What is read, and how it is encoded then. */
interface Plan {
  readonly uses: Map<string, Use>;
  /** The column whose classes keep their shares in a stratified split. */
  readonly label: string | undefined;
  readonly preprocessing: (fitting: Fitting) => Preprocessing;
}

function newPlan(data: DataIr, table: SourceTable): Plan {
  const assigned = columnsOf(data, table);
  return {
    uses: usesToFit(data, table, assigned),
    label: [...assigned.targets.values()][0]?.[0],
    preprocessing: (fitting) => fit(fitting, assigned),
  };
}

function fittedPlan(data: DataIr, table: SourceTable, preprocessing: Preprocessing): Plan {
  const { uses, want } = wantedColumns(table);
  const label = preprocessing.targets[data.targets[0]?.output ?? ""]?.columns[0];
  wantSplits(data, label, want);
  usesOfFitted(preprocessing, table, true, want);
  for (const name of droppingColumns(data)) want(name, "value", "a column to drop rows by");
  return { uses, label, preprocessing: () => preprocessing };
}

interface Fitting {
  readonly data: DataIr;
  readonly model: Model;
  readonly table: SourceTable;
  readonly read: RawTable;
  readonly train: Int32Array;
}

function fit(fitting: Fitting, { features, targets }: Pick<Assigned, "features" | "targets">): Preprocessing {
  const { data, model, table, read } = fitting;
  const shapes = shapesOf(model);
  return {
    version: 2,
    inputs: Object.fromEntries([...features].map(([input, columns]) => [input, fitInput(fitting, input, columns)])),
    targets: Object.fromEntries(
      data.targets.map((target) => {
        const raws = targets.get(target.output)!.map((name) => read.columns.get(name)!);
        for (const raw of raws) if (data.columns[raw.name]?.missing !== "drop") refuseMissing(raw);
        const columns = raws.map((raw) => columnOf(raw, sourceOf(table, raw.name)));
        return [target.output, fitTarget(target, { raws, columns }, shapes.get(target.output) ?? null, table.label)];
      }),
    ),
    weight: data.weight,
  };
}

function fitInput(
  { data, model, table, read, train }: Fitting,
  name: string,
  columns: readonly string[],
): Preprocessing["inputs"][string] {
  const input = model.inputs.find((i) => i.name === name);
  const dtype = input === undefined || input.dtype === "float32" ? "float32" : "int32";
  const fitted = columns.map((column) => {
    const raw = read.columns.get(column)!;
    const options = { file: table.label, ir: data.columns[column], normalize: data.normalize, dtype } as const;
    return fitColumn(raw, train, { ...options, column: columnOf(raw, sourceOf(table, column)) });
  });
  const count = fitted.reduce((sum, column) => sum + encodedWidth(column), 0);
  const feed = { input: name, columns: columns.length, numbers: count };
  const shape = input === undefined ? [count] : laidOut(input.shape, feed);
  if (isProblem(shape)) throw failureOf(shape, table.label);
  return { shape, dtype, columns: fitted };
}

const sourceOf = (table: SourceTable, name: string) => table.columns.find((column) => column.name === name)!;

/** Of the outputs, without rows. */
const shapesOf = ({ outputs }: Model): ReadonlyMap<string, StoredShape> =>
  new Map(outputs.map((output) => [output.name, output.shape.slice(1)] as const));

/** Labels that only rows hold which are not trained on. */
function labelsOf(
  { targets }: Preprocessing,
  read: RawTable,
  { train, validation, test }: SplitRows,
): Untaught["labels"] {
  const others = [validation, test].filter((rows) => rows !== null);
  return Object.fromEntries(
    Object.entries(targets).flatMap(([output, fitted]) => {
      const raws = fitted.columns.map((name) => read.columns.get(name)!);
      const labels = untaughtLabels(fitted, raws, train, others);
      return labels.length > 0 ? [[output, labels] as const] : [];
    }),
  );
}
