import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { fencesOf } from "../docs/fences.js";
import { needsBrowser } from "../support/needs.js";
import { launchChromium } from "./chromium.js";
import { packageFolder, root } from "./package-folder.js";
import { serve } from "./serve.js";

const PAGE = "docs/browser.md";
/** The largest bundle of the language that a page is asked to load, by gzip. */
const CEILING = 200_000;

describe(PAGE, () => {
  it("has a page that learns", async () => {
    const executable = await needsBrowser();
    const folder = packageFolder();
    const served = await serve(folder.path);
    const browser = await launchChromium(executable);
    try {
      const files = fencesOf(PAGE).flatMap(({ tags, text }) => (tags["file"] ? [[tags["file"], text] as const] : []));
      expect(files.map(([name]) => name)).toEqual(["xor.regnet", "index.html", "main.js"]);
      for (const [name, text] of files) writeFileSync(join(folder.path, name), text);
      await build({
        absWorkingDir: folder.path,
        entryPoints: ["main.js"],
        bundle: true,
        format: "esm",
        minify: true,
        outfile: "page.js",
        logLevel: "error",
      });
      const page = await browser.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => faults.push(message.text()));
      await page.goto(served.url);
      await page.waitForFunction('/^\\[/m.test(document.getElementById("log").textContent)');
      const lines = (await page.locator("#log").textContent())!.trim().split("\n");
      const losses = lines.slice(0, -1).map((line) => (JSON.parse(line) as { readonly loss: number }).loss);
      expect(faults).toEqual([]);
      expect(losses).toHaveLength(60);
      expect(losses.at(-1)!).toBeLessThan(0.1);
      expect(lines.at(-1)).toBe("[0,1,1,0]");
    } finally {
      await browser.close();
      served.close();
      folder.remove();
    }
  });

  it("says what the bundles weigh, and the language weighs no more than it may", () => {
    packageFolder().remove(); // bundles the package where it is stale
    const program = 'import { sizes } from "./scripts/size.mjs"; console.log(JSON.stringify(await sizes()));';
    const out = execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: root, encoding: "utf8" });
    const measured = JSON.parse(out) as readonly { readonly what: string; readonly gzip: number }[];
    expect(measured[0]!.what).toContain("language");
    expect(measured[0]!.gzip).toBeLessThanOrEqual(CEILING);
    const text = readFileSync(join(root, PAGE), "utf8");
    for (const { what, gzip } of measured) {
      const said = new RegExp(`^\\| ${what.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")} \\|.*\\| (\\d+) kB \\|$`, "m").exec(
        text,
      );
      // `npm run size` writes it anew.
      expect(Math.abs(Number(said?.[1]) * 1000 - gzip) / gzip, what).toBeLessThan(0.1);
    }
  });
});
