/**
 * An IR of an earlier version as this one says the same; anything else comes back as it is, for the schema to judge.
 * Version 1 gave a node one dtype for all its results, of which there was one. Version 2 knew trainings of one stage
 * and one set of validation rows.
 */
export function upgradeIr(json: unknown): unknown {
  return STEPS.reduce((ir, [version, step]) => (isRecord(ir) && ir["version"] === version ? step(ir) : ir), json);
}

type Json = Record<string, unknown>;

/** By the version that each makes the next one of. */
const STEPS: readonly (readonly [version: number, step: (ir: Json) => unknown])[] = [
  [1, withLists],
  [2, withStages],
];

function withLists(ir: Json): unknown {
  const { model } = ir;
  if (!isRecord(model) || !Array.isArray(model["nodes"])) return ir;
  const nodes = model["nodes"].map((node: unknown) => {
    if (!isRecord(node) || !("dtype" in node)) return node;
    const { dtype, ...rest } = node;
    return { ...rest, dtypes: [dtype] };
  });
  return { ...ir, version: 2, model: { ...model, nodes } };
}

function withStages(ir: Json): unknown {
  const { data, training, authored } = ir;
  return {
    ...ir,
    version: 3,
    ...(isRecord(data) && { data: { ...data, validation: isRecord(data["validation"]) ? [data["validation"]] : [] } }),
    ...(isRecord(training) && { training: { stages: [{ name: null, frozen: [], ...training }] } }),
    ...(isRecord(authored) && { authored: withPlaces(authored) }),
  };
}

/** What was said of a training or of validation rows was said of the first of them. */
function withPlaces(authored: Json): Json {
  const { wordings } = authored;
  if (!isRecord(wordings)) return authored;
  const moved = Object.entries(wordings).map(([pointer, wording]) => [
    pointer.replace(/^\/training(?=\/|$)/, "/training/stages/0").replace(/^\/data\/validation$/, "/data/validation/0"),
    wording,
  ]);
  return { ...authored, wordings: Object.fromEntries(moved) as Json };
}

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
