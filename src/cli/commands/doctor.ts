import { diagnoseMachine, setUpNative, type Finding } from "../../runtime/native/index.js";
import { exitCode, type ExitCode, type Host } from "../host.js";

interface Options {
  readonly fix?: true;
  readonly json?: true;
}

/** `regnet doctor [--fix]`: what training needs, what is there, and what mends the rest. */
export async function doctor(host: Host, options: Options): Promise<ExitCode> {
  if (options.fix) {
    const result = await setUpNative({ onLine: (line) => host.say(`${line}\n`) });
    if (!result.ok) throw result.failure;
  }
  const findings = await diagnoseMachine();
  if (options.json) host.out(`${JSON.stringify({ version: 1, findings })}\n`);
  else host.out(findings.map((finding) => show(finding, host.color)).join(""));
  const native = findings.find((finding) => finding.name === "native engine");
  if (native?.state === "ok") {
    host.say("\nEverything that training needs is there.\n");
    return exitCode.fine;
  }
  host.say("\nTraining works, but slowly, until the native engine is set up: npx regnet doctor --fix\n");
  return exitCode.environment;
}

const marks: Readonly<Record<Finding["state"], readonly [string, string]>> = {
  ok: ["✓", "32"],
  optional: ["·", "2"],
  missing: ["!", "33"],
  broken: ["✗", "31"],
};

function show({ name, state, detail, why, fix }: Finding, color: boolean): string {
  const [mark, shade] = marks[state];
  const head = `${mark} ${name}`.padEnd(18);
  const line = `${color ? `\u001b[${shade}m${head}\u001b[0m` : head} ${state === "ok" ? "" : `${state}: `}${detail}\n`;
  return state === "ok" || state === "optional"
    ? line
    : `${line}${" ".repeat(19)}${why}\n${fix ? `${" ".repeat(19)}help: ${fix}\n` : ""}`;
}
