#!/usr/bin/env node
// Starts the bundled command line. In a checkout the bundle is made when it is missing or older than its sources.
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
module.enableCompileCache?.();

if (existsSync(`${root}src`)) {
  const { isFresh } = await import("../scripts/fresh.mjs");
  if (!isFresh(root, ["dist/cli.js"], ["src"])) {
    const { build } = await import("../scripts/build.mjs");
    await build();
  }
}
await import("../dist/cli.js");
