import fc from "fast-check";
import { expect, test } from "vitest";
import { format } from "../../src/format/format.js";
import { astEqual } from "../../src/parser/ast-equal.js";
import { parse } from "../../src/parser/parse.js";
import { sourceFile } from "../../src/text/source-file.js";

/** Random specs with random blanks, comments and line ends: formatting keeps what they say and every comment. */
const scale = Number(process.env["FUZZ"] ?? 1);
const name = fc.constantFrom("a", "bc", "dense", "input", "units_of_the_layer", "x1");
const atom = fc.oneof(
  name,
  fc.constantFrom(
    "3",
    "0.5",
    "1e-3",
    "10_000",
    "3x3",
    "28x28x1",
    '"text"',
    '"a \\"quoted\\" one"',
    "true",
    "false",
    "none",
    "-1",
    "0.1..0.5",
  ),
);
const { expr } = fc.letrec<{ expr: string; inner: string }>((tie) => ({
  inner: fc.oneof({ maxDepth: 3 }, atom, tie("expr")),
  expr: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc
      .tuple(tie("inner"), fc.constantFrom(" + ", " - ", "*", " / "), tie("inner"))
      .map(([a, op, b]) => `(${a})${op}(${b})`),
    fc
      .tuple(name, fc.array(fc.tuple(fc.option(name), tie("inner")), { maxLength: 3 }))
      .map(([f, args]) => `${f}(${args.map(([k, v]) => (k ? `${k}=${v}` : v)).join(", ")})`),
    fc.array(tie("inner"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    fc
      .array(fc.tuple(name, tie("inner")), { maxLength: 3 })
      .map((pairs) => `{ ${pairs.map(([k, v]) => `${k}: ${v}`).join(", ")} }`),
  ),
}));
/** Between blanks stands one term, so everything else is put in parentheses. */
const term = fc.oneof(
  atom,
  expr.map((e) => (e.startsWith("{") ? "[]" : `(${e})`)),
);
const argument = fc.oneof(
  term,
  fc.tuple(name, term).map(([k, v]) => `${k}=${v}`),
);
const comment = fc.constantFrom("", "", "", "", " // why", " /* here */");
const gap = fc.constantFrom(
  "\n",
  "\n",
  "\n\n",
  "\n\n\n  ",
  "\n// alone\n",
  "\n  /* block\n   of two lines */\n",
  "\n\n// above\n",
);
const { items } = fc.letrec<{ items: string; item: string }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3 },
    fc
      .tuple(name, fc.array(argument, { maxLength: 4 }), fc.option(name), fc.option(name), fc.option(tie("items")))
      .map(([w, args, from, as, body]) =>
        [
          w,
          ...args,
          ...(from ? [`from ${from}`] : []),
          ...(as ? [`as ${as}`] : []),
          ...(body === null ? [] : [`{${body}}`]),
        ].join(" "),
      ),
    fc.tuple(name, expr).map(([k, v]) => `${k}: ${v}`),
    fc.tuple(fc.constantFrom("", "/// documented\n"), name, expr).map(([doc, n, v]) => `${doc}let ${n} = ${v}`),
  ),
  items: fc
    .array(fc.tuple(tie("item"), comment, gap), { maxLength: 4 })
    .map((list) => `\n${list.map((parts) => parts.join("")).join("")}`),
}));

test("formatting keeps the tree and the comments, and is a fixed point", () =>
  fc.assert(
    fc.asyncProperty(items, fc.boolean(), fc.constantFrom(40, 80, 100), async (lines, windows, printWidth) => {
      const text = windows ? lines.replaceAll("\n", "\r\n") : lines;
      const before = parse(sourceFile("f", text));
      if (before.diagnostics.some((d) => d.severity === "error")) return;
      const once = await format(text, { printWidth });
      const after = parse(sourceFile("f", once));
      expect(after.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
      expect(astEqual(before.ast, after.ast)).toBe(true);
      const words = (comments: typeof before.comments) => comments.map((c) => c.text.replaceAll(/\s+/g, " ").trim());
      expect(words(after.comments)).toEqual(words(before.comments));
      expect(await format(once, { printWidth })).toBe(once);
      expect(once).not.toMatch(/\r|[ \t]\n|\n\n\n/);
    }),
    { numRuns: 250 * scale, seed: 5 },
  ));

test("documentation in parentheses that go is no reason to refuse", async () => {
  for (const text of ["let a = (\n  /// inside\n  3\n)", "let a = (b /// after\n)", "a (\n/// here\n b\n)"]) {
    const once = await format(text).catch((error: unknown) => String(error));
    expect(once).not.toContain("Error");
    expect(await format(once)).toBe(once);
  }
});
