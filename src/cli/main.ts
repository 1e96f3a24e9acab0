import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { reportCrash } from "./crash.js";
import { exitCode, processHost, toStderr, version, type ExitCode, type Host } from "./host.js";

/** A command's work: imported only when that command runs, so that `check` never loads TensorFlow. */
type Action<A extends unknown[]> = (host: Host, ...args: A) => Promise<ExitCode>;

let result: ExitCode = exitCode.fine;

function run<A extends unknown[]>(program: Command, load: () => Promise<Action<A>>): (...args: A) => Promise<void> {
  return async (...args) => {
    const own = (args as readonly unknown[]).find((arg): arg is Command => arg instanceof Command);
    const host = processHost(program.opts()["quiet"] === true || own?.opts()["quiet"] === true);
    try {
      result = await (await load())(host, ...args);
    } catch (error) {
      result = reportCrash(host, error);
    }
  };
}

const wholeNumber =
  (low: number) =>
  (text: string): number => {
    const value = Number(text.replaceAll("_", ""));
    if (!Number.isInteger(value) || value < low || value > 2 ** 31)
      throw new InvalidArgumentError(`Give a whole number of at least ${low}.`);
    return value;
  };

const quiet = (): Option => new Option("-q, --quiet", "no progress and no advice, only data and errors");

const engineOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--engine <name>", "how the training runs").choices(["auto", "graph", "layers"]).default("auto"),
    )
    .addOption(
      new Option("--backend <name>", "what computes").choices(["auto", "native", "wasm", "cpu"]).default("auto"),
    )
    .option("--threads <n>", "threads of the native engine", wholeNumber(1))
    .option("--data-budget <MB>", "megabytes of rows that TensorFlow holds at a time (default 1024)", wholeNumber(1));

/** What a spec means. */
function specCommands(program: Command): void {
  program
    .command("check")
    .description("report all errors and warnings of all files")
    .argument("<files...>")
    .addOption(
      new Option("--format <form>", "how to print them")
        .choices(["pretty", "json", "github", "sarif"])
        .default("pretty"),
    )
    .option("--max-warnings <n>", "fail when there are more warnings", wholeNumber(0))
    .action(run(program, async () => (await import("./commands/check.js")).check));

  program
    .command("compile")
    .description("print the model and its training as TypeScript or as the IR")
    .argument("<file>")
    .addOption(new Option("--target <target>", "what to make").choices(["ts", "ir"]).default("ts"))
    .option("-o, --output <path>", "write there instead of printing")
    .option("--watch", "compile again whenever the file changes")
    .action(run(program, async () => (await import("./commands/compile.js")).compile));
}

function trainCommand(program: Command): void {
  engineOptions(
    program
      .command("train")
      .description("train a spec on its data and save a run folder")
      .argument("<file>")
      .argument("[model]", "which model, when the file has several")
      .option("--epochs <n>", "instead of the spec's", wholeNumber(1))
      .option("--seed <n>", "instead of the spec's", wholeNumber(0))
      .option("--out <folder>", "run folder (default: runs/<model>, numbered)")
      .addOption(new Option("--resume <run>", "go on with a run that was cut off").conflicts(["out", "weights"]))
      .addOption(
        new Option("--jit <when>", "compile the graph engine's steps with XLA (default: auto, where it pays)").choices([
          "auto",
          "on",
          "off",
        ]),
      )
      .option("--no-shuffle", "keep the rows in their order")
      .option("--weights <file>", "start from the weights of a .keras or .weights.h5 file")
      .option("--json", "one JSON object a line on standard output"),
  ).action(run(program, async () => (await import("./commands/train.js")).train));
}

/** What is done with a trained run. */
function runCommands(program: Command): void {
  engineOptions(
    program
      .command("evaluate")
      .description("loss and metrics of a run on its test rows or on another file")
      .argument("<run>")
      .option("--data <file>", "rows to evaluate on instead")
      .option("--json", "print one JSON object"),
  ).action(run(program, async () => (await import("./commands/evaluate.js")).evaluate));

  engineOptions(
    program
      .command("predict")
      .description("predictions of a run for the rows of a file, as CSV or JSON lines")
      .argument("<run>")
      .requiredOption("--data <file>", "rows to predict for")
      .option("-o, --output <path>", "write there instead of printing (.csv or .jsonl)"),
  ).action(run(program, async () => (await import("./commands/predict.js")).predict));

  program
    .command("export")
    .description("write a run's model, or a spec's as it starts, for other programs")
    .argument("<run-or-file>")
    .addOption(
      new Option("--format <name>", "what to write").choices(["saved-model", "tfjs", "onnx"]).makeOptionMandatory(),
    )
    .requiredOption("-o, --output <path>", "where: a folder, for onnx a file")
    .option("--force", "replace an earlier export there")
    .action(run(program, async () => (await import("./commands/export.js")).exportModel));
}

/** What helps to write specs, to begin, and to find one's way. */
function helpCommands(program: Command): void {
  program
    .command("fmt")
    .description("rewrite files in canonical form")
    .argument("<files...>")
    .option("--check", "write nothing; fail if a file is not in canonical form")
    .action(run(program, async () => (await import("./commands/fmt.js")).fmt));

  program
    .command("summary")
    .description("layers, output shapes, parameters, penalties")
    .argument("<file>")
    .option("--json", "print one JSON object")
    .action(run(program, async () => (await import("./commands/summary.js")).summary));

  program
    .command("explain")
    .description("what a word or a diagnostic code means")
    .argument("<word>")
    .action(run(program, async () => (await import("./commands/explain.js")).explain));

  program
    .command("list")
    .description("the vocabulary, by family")
    .argument("[family]")
    .action(run(program, async () => (await import("./commands/list.js")).list));

  program
    .command("init")
    .description("start a spec in this folder")
    .addOption(new Option("--template <name>", "what to start from").default("table"))
    .argument("[folder]")
    .action(run(program, async () => (await import("./commands/init.js")).init));

  program
    .command("doctor")
    .description("say what this machine has and lacks for training")
    .option("--fix", "set up the native engine")
    .option("--json", "print one JSON object")
    .action(run(program, async () => (await import("./commands/doctor.js")).doctor));
}

function commands(): Command {
  const program = new Command("regnet")
    .description("Declare regularized neural networks, check them, compile them to TypeScript, train them.")
    .version(version)
    .addOption(quiet())
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureOutput({ writeErr: toStderr })
    .exitOverride();
  specCommands(program);
  trainCommand(program);
  runCommands(program);
  helpCommands(program);
  // After the command's name too.
  for (const command of program.commands) command.addOption(quiet());
  return program;
}

for (const event of ["uncaughtException", "unhandledRejection"] as const)
  process.on(event, (error: unknown) => process.exit(reportCrash(processHost(false), error)));
// Whoever read our output has had enough (`regnet list | head`): that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
try {
  await commands().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  result = error.exitCode === 0 ? exitCode.fine : exitCode.usage;
}
process.exitCode = result;
