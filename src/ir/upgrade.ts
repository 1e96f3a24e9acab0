/**
 * An IR of an earlier version as this one says the same; anything else comes back as it is, for the schema to judge.
 * Version 1 gave a node one dtype for all its results, of which there was one.
 */
export function upgradeIr(json: unknown): unknown {
  if (!isRecord(json) || json["version"] !== 1 || !isRecord(json["model"])) return json;
  const { nodes } = json["model"];
  if (!Array.isArray(nodes)) return json;
  const renamed = nodes.map((node: unknown) => {
    if (!isRecord(node) || !("dtype" in node)) return node;
    const { dtype, ...rest } = node;
    return { ...rest, dtypes: [dtype] };
  });
  return { ...json, version: 2, model: { ...json["model"], nodes: renamed } };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
