import { ENTRIES } from "./scripts/build.mjs";

/** What nothing imports: files, exports, types, packages. `npm run lint` reports it. */
export default {
  entry: [
    // Everything that is built, and all programs and tests; what only those import is used, too.
    ...Object.values(ENTRIES),
    "*.{mjs,ts}",
    "bin/*.mjs",
    "scripts/*.mjs",
    "scripts/generators/index.ts",
    "bench/**/*.{mjs,ts}",
    "test/**/*.test.ts",
    "test/support/{global-setup,setup,tally-reporter,graph-worker}.ts",
    "test/browser/{page,program}.ts",
  ],
  project: ["{src,test,scripts,bench,bin}/**/*.{ts,mjs}", "!test/fixtures/**"],
  // Begun: what uses these comes next, and then these lines go.
  ignoreIssues: {
    "src/catalog/{define-layer,layer-word,param,word}.ts": ["exports", "types"],
    "src/compiler/lower.ts": ["exports"],
    "src/program/emit.ts": ["exports"],
    "src/tensor/shape-ops.ts": ["files"],
    "src/tensor/shapes/*.ts": ["exports"],
  },
  ignoreDependencies: [
    // Its headers are found by path when an add-on is compiled.
    "node-api-headers",
  ],
};
