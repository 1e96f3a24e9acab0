#!/usr/bin/env node
// Starts the bundled command line. In a checkout the bundle is made when it is missing or older than its sources.
import { existsSync, readdirSync, statSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
module.enableCompileCache?.();

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

if (existsSync(`${root}src`)) {
  const bundle = `${root}dist/cli.js`;
  if (!existsSync(bundle) || statSync(bundle).mtimeMs < newest(`${root}src`)) {
    const { build } = await import("../scripts/build.mjs");
    await build();
  }
}
await import("../dist/cli.js");
