import { homedir, userInfo } from "node:os";
import { isAbsolute, join } from "node:path";

/** What the set-up needs to know of the machine; plain data, so that every plan can be tested for every platform. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Linux only: TensorFlow's libraries are built for glibc and do not load on musl. */
  readonly libc: "glibc" | "musl" | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly nodePath: string;
  readonly nodeVersion: string;
}

/** The versions that belong together: these C++ sources compile against that library. */
export const tfjsNodeVersion = "4.22.0";
export const wheelTensorFlow = "2.21.0";
export const officialTensorFlow = "2.9.1";
export const protobufVersion = "3.21.4";

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    arch: process.arch,
    libc: process.platform === "linux" ? linuxLibc() : null,
    env: process.env,
    home: homeFolder(),
    nodePath: process.execPath,
    nodeVersion: process.versions.node,
  };
}

/** Nobody's home, where the system knows none: nothing is found there, and nothing can be made. */
const NO_HOME = "/nonexistent";

function homeFolder(): string {
  try {
    const home = homedir();
    return isAbsolute(home) ? home : userInfo().homedir;
  } catch {
    return NO_HOME;
  }
}

function linuxLibc(): "glibc" | "musl" {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined ? "musl" : "glibc";
}

/** The folder of all native engines of this user. */
export function cacheFolder({ platform, env, home }: Pick<Machine, "platform" | "env" | "home">): string {
  const asked = env["XDG_CACHE_HOME"];
  // A relative one does not count, as its specification says: libraries are loaded from there, and nobody chose the
  // working directory for that.
  const base =
    (asked && isAbsolute(asked) ? asked : null) ??
    (platform === "win32"
      ? env["LOCALAPPDATA"] || join(home, "AppData", "Local")
      : platform === "darwin"
        ? join(home, "Library", "Caches")
        : join(home, ".cache"));
  return join(base, "regnet", "native");
}

/** Names one engine by all that its binaries depend on. N-API makes the Node version irrelevant. */
export const engineKey = (machine: Pick<Machine, "platform" | "arch">, tensorflow: string): string =>
  `tf${tensorflow}-tfjs${tfjsNodeVersion}-${machine.platform}-${machine.arch}`;

export const describePlatform = ({ platform, arch, libc }: Pick<Machine, "platform" | "arch" | "libc">): string =>
  `${platform} ${arch}${libc === "musl" ? " with musl" : ""}`;
