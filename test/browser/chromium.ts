import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { TestRunner } from "vitest";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of a Chromium of this machine, or null: `REGNET_CHROMIUM`, else the first on the path. */
export function chromiumPath(): string | null {
  const said = process.env["REGNET_CHROMIUM"];
  if (said) return said;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path)) ?? null;
}

/** Skips the running test, with the reason, on a machine without a browser; `REGNET_REQUIRE=chromium` makes it fail. */
export function needsChromium(): void {
  if (chromiumPath() !== null) return;
  const why = "there is no Chromium here (apt-get install chromium, or REGNET_CHROMIUM=path)";
  if ((process.env["REGNET_REQUIRE"] ?? "").split(",").includes("chromium"))
    throw new Error(`REGNET_REQUIRE names chromium, but ${why}`);
  TestRunner.getCurrentTest()!.context.skip(why);
}

/** Without a sandbox, which containers refuse; only pages of this repository are opened. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath()!,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
  });
