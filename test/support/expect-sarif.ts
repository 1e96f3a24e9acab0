import { expect } from "vitest";
import { z } from "zod";

const text = z.object({ text: z.string().min(1) });
const region = z.object({
  startLine: z.int().min(1),
  startColumn: z.int().min(1),
  endLine: z.int().min(1),
  endColumn: z.int().min(1),
  charOffset: z.int().min(0),
  charLength: z.int().min(0),
});
const artifact = z.object({ uri: z.string().regex(/^[^\s<>"{}|\\^`]*$/) });
const place = z.object({ artifactLocation: artifact, region });

/** What SARIF 2.1.0 asks of the parts that regnet writes. */
const sarif = z.object({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z
    .array(
      z.object({
        tool: z.object({
          driver: z.object({
            name: z.string().min(1),
            rules: z.array(
              z.object({
                id: z.string().min(1),
                help: text,
                defaultConfiguration: z.object({ level: z.enum(["none", "note", "warning", "error"]) }),
              }),
            ),
          }),
        }),
        columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
        artifacts: z.array(z.object({ location: artifact })),
        results: z.array(
          z.object({
            ruleId: z.string(),
            ruleIndex: z.int().min(0),
            level: z.enum(["none", "note", "warning", "error"]),
            message: text,
            locations: z.array(z.object({ physicalLocation: place })).min(1),
            relatedLocations: z.array(z.object({ id: z.int().min(0), message: text, physicalLocation: place })),
            fixes: z.array(
              z.object({
                description: text,
                artifactChanges: z
                  .array(
                    z.object({
                      artifactLocation: artifact,
                      replacements: z
                        .array(z.object({ deletedRegion: region, insertedContent: z.object({ text: z.string() }) }))
                        .min(1),
                    }),
                  )
                  .min(1),
              }),
            ),
          }),
        ),
      }),
    )
    .length(1),
});

/** A log in the form of SARIF whose results name their rules. */
export function expectSarif(log: unknown): void {
  const run = sarif.parse(log).runs[0]!;
  for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
}
