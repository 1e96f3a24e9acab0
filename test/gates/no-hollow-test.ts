import ts from "typescript";
import { placeOf, within, type TestFile } from "./test-files.js";

/** The only place that skips, and the tests of the library's loading itself. */
const mayLoad = /^test\/(support\/needs\.ts|runtime\/native\/)/;
const maySkip = /^test\/support\/needs\.ts/;

const skipping = new Set(["skip", "skipIf", "runIf", "todo", "only"]);
const loading = new Set(["nativeBinding", "loadNative"]);

/** Ways in which a test of the file passes without having tested: each with its place. */
export const hollow = (file: TestFile): readonly string[] =>
  within(file.source).flatMap((node) => {
    const fault = skips(file, node) ?? asksPastNeeds(file, node) ?? returnsEarly(node);
    return fault === null ? [] : [`${placeOf(file, node)} ${fault}`];
  });

function skips({ path }: TestFile, node: ts.Node): string | null {
  const named = ts.isPropertyAccessExpression(node) && skipping.has(node.name.text);
  return named && !maySkip.test(path) ? `.${node.name.text}: ask test/support/needs.ts, which says why` : null;
}

function asksPastNeeds({ path }: TestFile, node: ts.Node): string | null {
  if (mayLoad.test(path)) return null;
  const asked =
    ts.isImportSpecifier(node) && loading.has((node.propertyName ?? node.name).text)
      ? node.name.text
      : ts.isPropertyAccessExpression(node) && node.name.text === "native"
        ? ".native"
        : null;
  return asked && `${asked}: ask test/support/needs.ts for TensorFlow's library`;
}

/** A test that ends before its last statement has asserted less than it says. */
function returnsEarly(node: ts.Node): string | null {
  if (!ts.isReturnStatement(node)) return null;
  const body = enclosing(node);
  const early = body !== null && isTest(body.parent) && body.statements.at(-1) !== node;
  return early ? "returns before the end of its test: say what it needs, or make it two tests" : null;
}

/** The body of the innermost function around a node. */
function enclosing(node: ts.Node): ts.Block | null {
  const outer = ts.findAncestor(node, ts.isFunctionLike);
  return outer && "body" in outer && outer.body !== undefined && ts.isBlock(outer.body) ? outer.body : null;
}

/** Whether a function is what `it` or `test`, also `it.each(…)`, is called with. */
function isTest(node: ts.Node): boolean {
  if (!ts.isCallExpression(node.parent)) return false;
  let called: ts.Expression = node.parent.expression;
  while (!ts.isIdentifier(called)) {
    if (ts.isCallExpression(called) || ts.isPropertyAccessExpression(called)) called = called.expression;
    else if (ts.isTaggedTemplateExpression(called)) called = called.tag;
    else return false;
  }
  return called.text === "it" || called.text === "test";
}
