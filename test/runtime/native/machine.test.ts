import { describe, expect, it } from "vitest";
import { compileArguments } from "../../../src/runtime/native/compile-addon.js";
import { nativeVariables, setsThreads } from "../../../src/runtime/native/environment.js";
import { fingerprint, recallFailure, rememberFailure, stillHolds } from "../../../src/runtime/native/failure-memory.js";
import { findHeaders, headerFolders } from "../../../src/runtime/native/find-headers.js";
import { findProgram, compilerCandidates } from "../../../src/runtime/native/find-programs.js";
import { askOfficial, officialPlan } from "../../../src/runtime/native/from-official.js";
import { cacheFolder, engineKey, type Machine } from "../../../src/runtime/native/machine.js";
import { lastLines } from "../../../src/runtime/native/run-command.js";
import { pipDownloadArguments, isWheelPlan, wheelMember, wheelPlan } from "../../../src/runtime/native/wheel-plan.js";
import { mkdir } from "node:fs/promises";
import { temporaryFolder } from "../../support/temporary.js";

const linux: Machine = {
  platform: "linux",
  arch: "x64",
  libc: "glibc",
  env: {},
  home: "/home/ada",
  nodePath: "/usr/bin/node",
  nodeVersion: "20.0.0",
};

describe("where the engine is kept", () => {
  it("follows each system's convention", () => {
    expect(cacheFolder(linux)).toBe("/home/ada/.cache/regnet/native");
    expect(cacheFolder({ ...linux, env: { XDG_CACHE_HOME: "/c" } })).toBe("/c/regnet/native");
    expect(cacheFolder({ ...linux, platform: "darwin" })).toBe("/home/ada/Library/Caches/regnet/native");
    expect(cacheFolder({ ...linux, platform: "win32", env: { LOCALAPPDATA: "/l" } })).toBe("/l/regnet/native");
  });
  it("names versions, platform and processor in the key", () => {
    expect(engineKey(linux, "2.21.0")).toBe("tf2.21.0-tfjs4.22.0-linux-x64");
    expect(engineKey({ ...linux, arch: "arm64" }, "2.21.0")).not.toBe(engineKey(linux, "2.21.0"));
  });
});

describe("which wheel", () => {
  const project = (machine: Partial<Machine>) => {
    const plan = wheelPlan({ ...linux, ...machine });
    return isWheelPlan(plan) ? `${plan.project}==${plan.version} ${plan.platforms[0]}` : plan.why;
  };
  it("is chosen by platform and processor", () => {
    expect(project({})).toBe("tensorflow-cpu==2.21.0 manylinux_2_27_x86_64");
    expect(project({ arch: "arm64" })).toBe("tensorflow==2.21.0 manylinux_2_27_aarch64");
    expect(project({ platform: "darwin", arch: "arm64", libc: null })).toBe("tensorflow==2.21.0 macosx_12_0_arm64");
    expect(project({ platform: "darwin", libc: null })).toBe("tensorflow==2.16.2 macosx_10_15_x86_64");
    expect(project({ libc: "musl" })).toMatch(/musl/);
    expect(project({ platform: "win32", libc: null })).toMatch(/Windows/);
    expect(project({ arch: "ia32" })).toMatch(/ia32/);
  });
  it("is asked for with its Python, whatever the user's is", () => {
    const plan = wheelPlan(linux);
    if (!isWheelPlan(plan)) throw new Error("no plan");
    const args = pipDownloadArguments(plan, "3.12", "/d").join(" ");
    expect(args).toContain("--python-version 3.12 --abi cp312 --platform manylinux_2_27_x86_64");
    expect(args).toContain("--no-deps --only-binary=:all:");
    expect(args.endsWith("tensorflow-cpu==2.21.0")).toBe(true);
    expect(wheelMember(plan, "tensorflow/libtensorflow_cc.so.2")).toBe("libtensorflow_cc.so.2");
    expect(wheelMember(plan, "tensorflow/include/tensorflow/c/c_api.h")).toBe("include/tensorflow/c/c_api.h");
    expect(wheelMember(plan, "tensorflow_cpu-2.21.0.dist-info/RECORD")).toBe("RECORD");
    expect(wheelMember(plan, "tensorflow/python/ops.py")).toBeNull();
    expect(wheelMember(plan, "tensorflow/include/Eigen/Core.h")).toBeNull();
  });
});

describe("what is looked for", () => {
  it("finds headers beside Node first, then in the npm package, and only where both files are", () => {
    const folders = headerFolders("/opt/node/bin/node", "/npm/include");
    expect(folders).toEqual(["/opt/node/include/node", "/npm/include"]);
    expect(findHeaders(folders, () => true)).toBe("/opt/node/include/node");
    expect(findHeaders(folders, (path) => path.startsWith("/npm"))).toBe("/npm/include");
    expect(findHeaders(folders, (path) => path.endsWith("/node_api.h"))).toBeNull();
  });
  it("finds the npm package's headers here", () =>
    expect(findHeaders(headerFolders("/nowhere/bin/node"))).toMatch(/node-api-headers/));
  it("takes the first program that answers, and CXX before all", async () => {
    const asked: string[] = [];
    const found = await findProgram(compilerCandidates({ CXX: "ccache g++" }), async (command, args) => {
      asked.push([command, ...args].join(" "));
      const good = command === "c++";
      return { code: good ? 0 : null, missing: !good, stdout: "c++ 13\nmore", tail: "" };
    });
    expect(asked).toEqual(["ccache g++ --version", "g++ --version", "c++ --version"]);
    expect(found).toEqual({ command: "c++", args: [], version: "c++ 13" });
    expect(await findProgram([["a"]], async () => ({ code: 1, missing: false, stdout: "", tail: "" }))).toBeNull();
  });
  it("compiles with the libraries beside the addon", () => {
    const plan = { sources: "/s", nodeHeaders: "/h", folder: "/f", libraries: ["cc", "fw"] as const };
    expect(compileArguments(plan, "linux", "tfjs_binding.node")).toEqual(
      expect.arrayContaining(["-DNAPI_VERSION=8", "-shared", "/f/cc", "/f/fw", "-Wl,-rpath,$ORIGIN"]),
    );
    expect(compileArguments(plan, "linux", "quiet.node")).not.toContain("/f/cc");
    expect(compileArguments(plan, "linux", "lean.node")).not.toContain("/f/fw");
    expect(compileArguments(plan, "darwin", "tfjs_binding.node")).toEqual(
      expect.arrayContaining(["-bundle", "-Wl,-rpath,@loader_path"]),
    );
  });
});

describe("tfjs-node's own archive", () => {
  it("has the addresses of its install script", () => {
    expect(officialPlan(linux)?.library).toBe(
      "https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz",
    );
    expect(officialPlan({ ...linux, env: { TFJS_NODE_CDN_STORAGE: "https://m/" } })?.addon).toBe(
      "https://m/tf-builds/pre-built-binary/napi-v8/4.22.0/CPU-linux-4.22.0.tar.gz",
    );
    expect(officialPlan({ ...linux, arch: "arm64" })).toBeNull();
    expect(officialPlan({ ...linux, libc: "musl" })).toBeNull();
  });
  it("is only taken when both files answer with success and are no web page", async () => {
    const plan = { library: "https://a/l", addon: "https://a/b" };
    const answer =
      (status: number, type = "application/gzip") =>
      async () =>
        new Response(null, { status, headers: { "content-type": type } });
    expect(await askOfficial(plan, answer(200))).toBeNull();
    expect(await askOfficial(plan, answer(403))).toEqual({ url: "https://a/l", why: "HTTP status 403" });
    expect((await askOfficial(plan, answer(200, "text/html; charset=utf-8")))?.why).toMatch(/web page/);
    expect(
      (
        await askOfficial(plan, () =>
          Promise.reject(new TypeError("fetch failed", { cause: new Error("ENOTFOUND a") })),
        )
      )?.why,
    ).toBe("ENOTFOUND a");
  });
});

describe("the environment", () => {
  it("leaves the user's log level, and sets the threads that were asked for, which a run records", () => {
    expect(nativeVariables({}, { threads: 1 })).toEqual({
      TF_CPP_MIN_LOG_LEVEL: "2",
      TF_NUM_INTRAOP_THREADS: "1",
      TF_NUM_INTEROP_THREADS: "1",
    });
    expect(nativeVariables({ TF_CPP_MIN_LOG_LEVEL: "0", TF_NUM_INTRAOP_THREADS: "8" }, { threads: 1 })).toEqual({
      TF_NUM_INTRAOP_THREADS: "1",
      TF_NUM_INTEROP_THREADS: "1",
    });
    expect(nativeVariables({ TF_NUM_INTRAOP_THREADS: "8" }, {})).toEqual({ TF_CPP_MIN_LOG_LEVEL: "2" });
  });
  it("says whether the user chose the threads, to which a choice by the model's size gives way", () => {
    expect(setsThreads({ TF_NUM_INTEROP_THREADS: "8" })).toBe(true);
    expect(setsThreads({ TF_CPP_MIN_LOG_LEVEL: "0" })).toBe(false);
  });
  it("remembers a failure for a day, while the machine stays the same", async () => {
    const at = "2026-01-01T00:00:00.000Z";
    const now = Date.parse(at);
    const failure = { at, machine: fingerprint(linux), reason: "r" };
    expect(stillHolds(failure, linux, now + 1000)).toBe(true);
    expect(stillHolds(failure, linux, now + 86_400_000)).toBe(false);
    expect(stillHolds(failure, linux, now - 1)).toBe(false);
    expect(stillHolds(failure, { ...linux, env: { PATH: "/new" } }, now + 1000)).toBe(false);
    const machine = { ...linux, env: { XDG_CACHE_HOME: temporaryFolder("memory") } };
    await mkdir(cacheFolder(machine), { recursive: true });
    await rememberFailure(machine, "no compiler", now);
    expect(await recallFailure(machine, now + 1)).toEqual({ at, machine: fingerprint(machine), reason: "no compiler" });
  });
  it("quotes the errors of a long output", () => {
    expect(lastLines("a\nb\nfatal error: x.h: No such file\nc\nd")).toBe("fatal error: x.h: No such file");
    expect(lastLines("a\nb\nc\nd\n")).toBe("b | c | d");
  });
});
