import type { Rule } from "eslint";

export declare const rules: Readonly<Record<"max-lines-per-function" | "reasoned-disable", Rule.RuleModule>>;
