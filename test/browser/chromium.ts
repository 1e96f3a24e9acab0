import { chromium, type Browser } from "playwright-core";

/** Without a sandbox, which containers refuse; only pages of this repository are opened. */
export const launchChromium = async (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
  });
