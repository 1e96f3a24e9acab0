/**
 * `REGNET_NATIVE=off`: the native engine is neither set up nor used unless somebody asks for it by name (`--backend
 * native`, `--engine graph`, `doctor --fix`), so that a machine can be kept to the plain back ends by its environment.
 */
export const isSwitchedOff = (env: Readonly<Record<string, string | undefined>> = process.env): boolean =>
  /^(off|0|false|no)$/i.test(env["REGNET_NATIVE"] ?? "");
