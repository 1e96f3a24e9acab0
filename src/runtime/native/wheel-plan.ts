import { wheelTensorFlow, type Machine } from "./machine.js";

/** Which wheel holds TensorFlow for a machine, and what of it is needed. */
export interface WheelPlan {
  readonly project: string;
  readonly version: string;
  /** pip's names of the platforms whose wheels run here, newest first. */
  readonly platforms: readonly string[];
  readonly libraries: readonly [core: string, framework: string];
  readonly megabytes: number;
}

/** CPython versions whose wheels are tried. The wheel is only a container: the user's own Python does not matter. */
export const pythonVersions = ["3.12", "3.11", "3.13", "3.10"] as const;

/** The wheel for a machine, or why there is none. Names and versions as PyPI lists them. */
export function wheelPlan(machine: Pick<Machine, "platform" | "arch" | "libc">): WheelPlan | { readonly why: string } {
  const { platform, arch, libc } = machine;
  if (platform === "linux") {
    if (libc === "musl") return { why: "its libraries need glibc, this system has musl" };
    const tags = (cpu: string) => [`manylinux_2_27_${cpu}`, `manylinux_2_17_${cpu}`, `manylinux2014_${cpu}`];
    const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"] as const;
    if (arch === "x64")
      return {
        project: "tensorflow-cpu",
        version: wheelTensorFlow,
        platforms: tags("x86_64"),
        libraries,
        megabytes: 274,
      };
    if (arch === "arm64")
      return { project: "tensorflow", version: wheelTensorFlow, platforms: tags("aarch64"), libraries, megabytes: 270 };
  }
  if (platform === "darwin") {
    const libraries = ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"] as const;
    if (arch === "arm64")
      return {
        project: "tensorflow",
        version: wheelTensorFlow,
        platforms: ["macosx_12_0_arm64"],
        libraries,
        megabytes: 250,
      };
    // TensorFlow stopped building for Intel Macs after 2.16.
    if (arch === "x64")
      return {
        project: "tensorflow",
        version: "2.16.2",
        platforms: ["macosx_10_15_x86_64"],
        libraries,
        megabytes: 260,
      };
  }
  if (platform === "win32") return { why: "the Python wheel for Windows does not export TensorFlow's C interface" };
  return { why: `nothing is published for the ${arch} processor` };
}

export const isWheelPlan = (plan: WheelPlan | { readonly why: string }): plan is WheelPlan => "project" in plan;

/**
 * pip's arguments for one CPython version. `--no-cache-dir`: the archive is deleted after unpacking, a second copy
 * helps nobody.
 */
export const pipDownloadArguments = (plan: WheelPlan, python: string, to: string): readonly string[] => [
  "download",
  "--no-deps",
  "--only-binary=:all:",
  "--no-cache-dir",
  "--disable-pip-version-check",
  "--no-input",
  "--progress-bar=off",
  "--dest",
  to,
  "--implementation",
  "cp",
  "--python-version",
  python,
  "--abi",
  `cp${python.replace(".", "")}`,
  ...plan.platforms.flatMap((name) => ["--platform", name]),
  `${plan.project}==${plan.version}`,
];

const headerFolders = [
  "tensorflow/c/",
  "tensorflow/core/platform/ctstring",
  "tensorflow/tsl/",
  "tsl/platform/ctstring",
  "xla/tsl/c/",
];

/**
 * Where a member of the wheel goes below the engine folder, or null when it is not needed: 20 of its 15,000 files are.
 */
export function wheelMember(plan: WheelPlan, name: string): string | null {
  const library = plan.libraries.find((each) => name === `tensorflow/${each}`);
  if (library !== undefined) return library;
  if (/^[^/]+\.dist-info\/RECORD$/.test(name)) return "RECORD";
  const inside = name.startsWith("tensorflow/include/") ? name.slice("tensorflow/include/".length) : null;
  return inside !== null && inside.endsWith(".h") && headerFolders.some((folder) => inside.startsWith(folder))
    ? `include/${inside}`
    : null;
}
