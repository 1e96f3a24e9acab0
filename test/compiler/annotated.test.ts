import { join } from "node:path";
import { check } from "../../src/compiler/check.js";
import { parse } from "../../src/parser/parse.js";
import { testAnnotated } from "../support/annotated.js";

testAnnotated(join(import.meta.dirname, "../fixtures/check"), (source) => check(parse(source)).diagnostics);
