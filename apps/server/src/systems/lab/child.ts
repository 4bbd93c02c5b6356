import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { ReadyMessage, ToProcess } from "./conditions.ts";

const readyWithinMs = 60_000;
/** How long a process that was asked to end may finish what it is doing. */
const graceMs = 500;
/** Small heaps: a dozen of these share one machine. */
const nodeOptions = ["--max-old-space-size=128", "--max-semi-space-size=2", "--expose-gc", "--no-warnings"];

/** One process of the lab. */
export class Child {
  readonly #process: ChildProcess;
  readonly #exited: Promise<void>;
  #port = 0;
  #isAlive = true;
  #isStopped = false;

  private constructor(process: ChildProcess, onExit: () => void) {
    this.#process = process;
    this.#exited = new Promise((resolve) => {
      process.once("exit", () => {
        this.#isAlive = false;
        resolve();
        onExit();
      });
    });
    // A message to a process that has just died is lost, as it should be.
    process.on("error", () => undefined);
  }

  /**
   * Starts `script`, which stands beside this file, and waits until it listens.
   *
   * @param onExit told when the process ends, for whatever reason
   */
  static async start(script: string, settings: unknown, onExit: () => void): Promise<Child> {
    const process_ = fork(join(import.meta.dirname, script), {
      execArgv: nodeOptions,
      env: { ...process.env, LAB_SETTINGS: JSON.stringify(settings) },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const child = new Child(process_, onExit);
    const ready = new Promise<ReadyMessage>((resolve) => process_.once("message", resolve));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), readyWithinMs);
    });
    const message = await Promise.race([ready, late, child.#exited.then(() => undefined)]);
    clearTimeout(timer);
    if (message === undefined) {
      void child.kill();
      throw new Error("a process did not start");
    }
    child.#port = message.port;
    return child;
  }

  get port(): number {
    return this.#port;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Whether it was stopped, and so neither answers nor ends by being asked. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  send(message: ToProcess): void {
    if (this.#isAlive && this.#process.connected) this.#process.send(message, () => undefined);
  }

  /** SIGSTOP: it holds its connections and answers nothing. */
  suspend(): void {
    this.#isStopped = this.#process.kill("SIGSTOP");
  }

  resume(): void {
    this.#process.kill("SIGCONT");
    this.#isStopped = false;
  }

  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void> {
    if (this.#isAlive) this.#process.kill("SIGKILL");
    return this.#exited;
  }

  /** SIGTERM, and SIGKILL where that does not help; resolves when it is gone. */
  async end(): Promise<void> {
    if (!this.#isStopped) this.#process.kill("SIGTERM");
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), this.#isStopped ? 0 : graceMs);
    await this.#exited;
    clearTimeout(timer);
  }
}
