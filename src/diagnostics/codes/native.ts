import { defineDiagnostics } from "../define.js";

/** Where the native engine stands in the way: always the machine, never a spec, so there are no examples. */
export const nativeCodes = defineDiagnostics({
  "native/not-running": {
    severity: "info",
    message: (p: { backend: "wasm" | "cpu"; reason: string; off?: boolean }) =>
      `training on the ${p.backend} backend, ${
        p.backend === "wasm"
          ? "slower on all but tiny networks and without convolutions, embeddings and max pooling"
          : "in plain JavaScript, tens of times slower than native"
      }, because ${p.reason}${p.off ? "" : "; `npx regnet doctor --fix` sets up the native engine"}`,
    explain:
      "regnet trains fastest on TensorFlow's own CPU library. Without it the wasm backend trains what it has " +
      "kernels for, and the cpu " +
      ("backend the rest. The numbers are the same, only the speed and the supported layers differ. `npx regnet " +
        "doctor` says what is missing."),
  },
  "native/not-set-up": {
    severity: "error",
    message: (p: { folder: string }) => `the native engine is not set up: nothing in ${p.folder}`,
    explain: "The native engine is kept once per user in a cache folder. `npx regnet doctor --fix` fills it.",
  },
  "native/damaged": {
    severity: "error",
    message: (p: { file: string; why: string }) => `the native engine is damaged: ${p.file} ${p.why}`,
    explain:
      "Each file of the native engine is recorded with its size and SHA-256. A difference means an interrupted " +
      "copy, a full disk or a " +
      ("changed file; regnet does not load such a library. `npx regnet doctor --fix` makes a new one and removes " +
        "the old."),
  },
  "native/not-loading": {
    severity: "error",
    message: (p: { file: string; output: string }) =>
      `TensorFlow's library does not run on this machine (${p.file}): ${p.output}`,
    explain:
      "The library is there and whole, but the system refuses to load it or its first multiplication failed: " +
      "mostly another C library " +
      "(Alpine), a processor without AVX, or another architecture than Node's.",
  },
  "native/unsupported-platform": {
    severity: "error",
    message: (p: { platform: string; why: string }) =>
      `there is no ready TensorFlow library for ${p.platform}: ${p.why}`,
    explain:
      "TensorFlow publishes CPU libraries for Linux with glibc (x64, arm64), macOS and, in tfjs-node's own " +
      "archive, Windows x64. " +
      "Elsewhere regnet trains on the wasm or cpu backend.",
  },
  "native/no-compiler": {
    severity: "error",
    message: (p: { tried: string }) => `no C++ compiler answers (tried ${p.tried})`,
    explain:
      "tfjs-node's two C++ files are compiled against TensorFlow's library: eight seconds, once per user. Any " +
      "C++17 compiler will do.",
  },
  "native/no-pip": {
    severity: "error",
    message: (p: { tried: string }) => `no pip answers (tried ${p.tried})`,
    explain:
      "pip is only used to download TensorFlow's archive from the Python package index; nothing is installed into " +
      "any Python.",
  },
  "native/no-headers": {
    severity: "error",
    message: (p: { tried: string }) => `Node's header node_api.h is nowhere (looked in ${p.tried})`,
    explain: "The headers come with Node or with the npm package node-api-headers, which regnet depends on.",
  },
  "native/no-package": {
    severity: "error",
    message: (p: { output: string }) =>
      `the npm package @tensorflow/tfjs-node could be neither found nor fetched: ${p.output}`,
    explain:
      "npm removes an optional package whose install script failed. regnet then fetches its files with `npm " +
      "pack`, without running scripts.",
  },
  "native/no-wheel": {
    severity: "error",
    message: (p: { name: string; output: string }) => `pip could not download ${p.name}: ${p.output}`,
    explain:
      "The package index may be out of reach, behind a proxy, or a mirror may lack the file. pip's own settings " +
      "(index, proxy) apply.",
  },
  "native/bad-archive": {
    severity: "error",
    message: (p: { file: string; why: string }) => `${p.file} is not the expected archive: ${p.why}`,
    explain: "The download was cut short, or a proxy answered with a page of its own in place of the file.",
  },
  "native/not-compiling": {
    severity: "error",
    message: (p: { compiler: string; output: string }) =>
      `${p.compiler} could not compile the C++ files of the native engine: ${p.output}`,
    explain: "The compiler needs C++17 and its standard library's headers (on Debian and Ubuntu the package g++).",
  },
  "native/no-space": {
    severity: "error",
    message: (p: { folder: string; free: string; needed: string }) =>
      `${p.folder} has ${p.free} free, the set-up needs ${p.needed}`,
    explain: "The archive and the unpacked library exist side by side for a moment; 0.9 GB stay.",
  },
  "native/cache-not-writable": {
    severity: "error",
    message: (p: { folder: string; why: string }) => `the cache folder ${p.folder} cannot be written: ${p.why}`,
    explain:
      "The native engine is kept in the user's cache folder: XDG_CACHE_HOME where set, else ~/.cache, " +
      "~/Library/Caches or %LOCALAPPDATA%.",
  },
  "native/official-unreachable": {
    severity: "info",
    message: (p: { url: string; why: string }) => `tfjs-node's own archive is not available (${p.url}: ${p.why})`,
    explain:
      "tfjs-node's install script downloads from storage.googleapis.com, which has refused the file since August " +
      "2026. regnet goes on.",
  },
  "native/interrupted": {
    severity: "error",
    message: (_: object) => "the set-up of the native engine was interrupted; nothing half-made is left in use",
    explain:
      "The engine is built beside its place and renamed when it is whole. The next set-up clears what an " +
      "interrupted one left.",
  },
  "native/busy": {
    severity: "error",
    message: (p: { owner: string; minutes: number }) =>
      `another set-up (${p.owner}) has been running for more than ${p.minutes} minutes`,
    explain: "Only one set-up runs at a time per user; the others wait and use its result.",
  },
  "native/off": {
    severity: "info",
    message: (_: object) => "the native engine is switched off by REGNET_NATIVE=off",
    explain:
      "With REGNET_NATIVE=off regnet neither sets up nor uses the native engine on its own. Asked for by name " +
      "(`--backend native`, `--engine graph`, `doctor --fix`) it is used and set up all the same.",
  },
  "native/failed-before": {
    severity: "info",
    message: (p: { when: string; reason: string }) => `the set-up failed at ${p.when} (${p.reason})`,
    explain:
      "A failed automatic set-up is not repeated for a day unless the machine changes: a new PATH, Node, proxy or " +
      "version of regnet.",
  },
  "native/broken-installation": {
    severity: "error",
    message: (p: { file: string }) => `${p.file} is missing from the installation`,
    explain:
      "A file of an npm package that regnet depends on is not there. A fresh `npm ci` or `npm install` restores it.",
  },
});

export type NativeCode = keyof typeof nativeCodes;

const viaDoctor = "run `npx regnet doctor --fix`";

/** What to do about each trouble. Kept beside the messages so that all text is in one place. */
export const nativeHints: Readonly<Record<NativeCode, string>> = {
  "native/not-running": viaDoctor,
  "native/not-set-up": viaDoctor,
  "native/damaged": viaDoctor,
  "native/not-loading": "on Alpine use a Debian image; otherwise train with `--backend wasm` or `--backend cpu`",
  "native/unsupported-platform": "train with `--backend wasm` or `--backend cpu`",
  "native/no-compiler":
    "install g++ (Debian, Ubuntu: `apt-get install g++`; macOS: `xcode-select --install`), then " + viaDoctor,
  "native/no-pip": "install Python with pip (Debian, Ubuntu: `apt-get install python3-pip`), then " + viaDoctor,
  "native/no-headers": "run `npm install` again, then " + viaDoctor,
  "native/no-package": "check that npm's registry answers (`npm ping`), then " + viaDoctor,
  "native/no-wheel": "check that pip's index answers (`pip download --no-deps six`), then " + viaDoctor,
  "native/bad-archive": viaDoctor + " again; behind a proxy set HTTPS_PROXY",
  "native/not-compiling": "install a C++17 compiler with its headers (`apt-get install g++`), then " + viaDoctor,
  "native/no-space": "free some space or point XDG_CACHE_HOME to another disk, then " + viaDoctor,
  "native/cache-not-writable": "point XDG_CACHE_HOME to a folder you may write, then " + viaDoctor,
  "native/official-unreachable": "nothing: the Python wheel is tried next",
  "native/interrupted": viaDoctor,
  "native/busy": "wait for it, or end it and " + viaDoctor,
  "native/off": "unset REGNET_NATIVE, or ask for it with --backend native",
  "native/failed-before": viaDoctor + " to try again now",
  "native/broken-installation": "run `npm install` again",
};
