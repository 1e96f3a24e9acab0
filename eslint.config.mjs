/**
 * What is looked for in our own sources beside their types: faults, and sizes that keep a function readable. How lines
 * are set is Prettier's matter. Every rule is an error; an exception says why in the comment that makes it.
 */
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { rules } from "./scripts/lint/rules.mjs";

/** Faults that the compiler does not see. */
const faults = [
  "array-callback-return",
  "for-direction",
  "no-async-promise-executor",
  "no-case-declarations",
  "no-compare-neg-zero",
  "no-cond-assign",
  "no-constant-binary-expression",
  "no-constant-condition",
  "no-constructor-return",
  "no-debugger",
  "no-dupe-else-if",
  "no-duplicate-case",
  "no-empty",
  "no-empty-character-class",
  "no-empty-pattern",
  "no-ex-assign",
  "no-extra-boolean-cast",
  "no-global-assign",
  "no-invalid-regexp",
  "no-irregular-whitespace",
  "no-loss-of-precision",
  "no-misleading-character-class",
  "no-prototype-builtins",
  "no-regex-spaces",
  "no-self-assign",
  "no-shadow-restricted-names",
  "no-sparse-arrays",
  "no-template-curly-in-string",
  "no-unassigned-vars",
  "no-unexpected-multiline",
  "no-unreachable-loop",
  "no-unsafe-finally",
  "no-unsafe-optional-chaining",
  "no-unused-labels",
  "no-useless-assignment",
  "no-useless-backreference",
  "no-useless-catch",
  "no-useless-escape",
  "preserve-caught-error",
  "require-yield",
  "use-isnan",
  "valid-typeof",
];

/** The same in programs without types, of which the compiler sees nothing. */
const untyped = [
  "constructor-super",
  "getter-return",
  "no-class-assign",
  "no-const-assign",
  "no-dupe-args",
  "no-dupe-class-members",
  "no-dupe-keys",
  "no-func-assign",
  "no-import-assign",
  "no-obj-calls",
  "no-redeclare",
  "no-setter-return",
  "no-this-before-super",
  "no-undef",
  "no-unreachable",
];

const errors = (names) => Object.fromEntries(names.map((name) => [name, "error"]));
const timers = ["clearInterval", "clearTimeout", "setInterval", "setTimeout"];
const node = ["AbortController", "Buffer", "URL", "console", "performance", "process", ...timers];

export default defineConfig(
  { ignores: ["dist", "**/*.generated.ts", "test/fixtures"] },
  {
    files: ["**/*.{ts,mjs}"],
    plugins: { "@typescript-eslint": tseslint.plugin, regnet: { rules } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...errors(faults),
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-empty": ["error", { allowEmptyCatch: true }],
      "max-len": ["error", { code: 120, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true }],
      "max-lines-per-function": ["error", { max: 60, skipComments: true }],
      "max-params": ["error", { max: 5, countThis: "never" }],
      "regnet/reasoned-disable": "error",
    },
  },
  {
    files: ["**/*.mjs"],
    extends: [tseslint.configs.base],
    languageOptions: { globals: Object.fromEntries(node.map((name) => [name, "readonly"])) },
    rules: { ...errors(untyped), "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }] },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-deprecated": "error",
      // Also finds where a type says less than what comes: an assertion that took `null` away, say.
      "@typescript-eslint/no-unnecessary-condition": "error",
      "@typescript-eslint/return-await": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowAny: false }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      // An asynchronous function without `await` meets an interface of promises, and what it throws is a rejection.
      "@typescript-eslint/require-await": "off",
      // Words, contexts and engines are records of functions, written as methods; none of them has a `this`.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "max-lines-per-function": "off",
      "regnet/max-lines-per-function": ["error", { max: 60, skipComments: true }],
    },
  },
);
