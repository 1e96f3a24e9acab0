// A process that trains one workload in one way, and waits between runs.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Contender {
  #child;
  #lines;
  #errors = "";

  /** Starts the process; `setup` is called before anything else and fails when the process cannot train. */
  constructor(name, command, args, env = {}) {
    this.name = name;
    this.#child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
    this.#child.stderr.on("data", (text) => (this.#errors = (this.#errors + text).slice(-4000)));
    this.#child.stdin.on("error", () => undefined); // its end is found by who reads
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async ready() {
    await this.#answer("ready");
    return this;
  }

  /** Milliseconds of that many epochs. */
  async train(epochs) {
    this.#child.stdin.write(`${epochs}\n`);
    return this.#answer("ms");
  }

  /** Ends it; its peak memory in MB. */
  async end() {
    this.#child.stdin.end();
    return this.#answer("peak");
  }

  kill() {
    this.#child.kill("SIGKILL");
  }

  async #answer(key) {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done)
        throw new Error(
          `${this.name} ended: ${this.#errors.trim().split("\n").slice(-3).join(" | ") || "it said nothing"}`,
        );
      if (!value.startsWith("{")) continue; // what libraries print
      const said = JSON.parse(value);
      if (key in said) return said[key];
    }
  }
}
