import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { type EpochMs, InputError } from "@homeostat/core/kernel";
import type {
  Action,
  ActionResult,
  Cancellation,
  Capabilities,
  Fault,
  FaultHandle,
  Frame,
  ManagedSystem,
  SystemModel,
} from "@homeostat/core/system";
import type { HostAnswer, HostMessage, HostRequest } from "./host-protocol.ts";
import { labActions } from "./take-action.ts";

interface Waiting {
  readonly resolve: (value: HostAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** The lab as a managed system: real processes on this machine, which end with this one, however it ends. */
export class LabSystem implements ManagedSystem {
  readonly capabilities: Capabilities = {
    faults: ["crash", "hang", "latency", "errors", "cpu", "memory-leak", "partition"],
    actions: labActions,
  };
  readonly #model: SystemModel;
  readonly #host: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  readonly #batches: (readonly Frame[])[] = [];
  #wake: () => void = () => undefined;
  #faults: readonly FaultHandle[] = [];
  #calls = 0;
  #isGone = false;

  private constructor(model: SystemModel) {
    this.#model = model;
    // A session and process group of its own: the terminal's Ctrl-C does not reach it, and it is killed as one.
    this.#host = fork(join(import.meta.dirname, "host.ts"), {
      detached: true,
      execArgv: ["--no-warnings"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#host.on("message", (message: HostMessage) => this.#hear(message));
    this.#host.on("error", () => undefined);
    this.#exited = new Promise((resolve) => {
      this.#host.once("exit", () => {
        this.#isGone = true;
        this.#killGroup();
        for (const { reject } of this.#waiting.values()) reject(new Error("the lab's host has ended"));
        this.#waiting.clear();
        this.#wake();
        resolve();
      });
    });
  }

  /** Starts every process and waits until all of them listen. */
  static async start(model: SystemModel, { tickMs }: { readonly tickMs: number }): Promise<LabSystem> {
    if (process.platform === "win32") {
      throw new InputError("the lab needs POSIX signals, which this machine does not have; use the twin");
    }
    const system = new LabSystem(model);
    try {
      await system.#ask({ kind: "start", model, tickMs });
    } catch (error) {
      await system.close();
      throw error;
    }
    return system;
  }

  async describe(): Promise<SystemModel> {
    return this.#model;
  }

  async *observe(signal: Cancellation): AsyncGenerator<readonly Frame[]> {
    const wake = () => this.#wake();
    signal.addEventListener("abort", wake);
    try {
      while (!signal.aborted && !this.#isGone) {
        const frames = this.#batches.shift();
        if (frames !== undefined) {
          yield frames;
          continue;
        }
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      signal.removeEventListener("abort", wake);
    }
  }

  async inject(fault: Fault): Promise<FaultHandle> {
    return (await this.#ask({ kind: "inject", fault })) as FaultHandle;
  }

  async clear({ id }: FaultHandle): Promise<void> {
    await this.#ask({ kind: "clear", fault: id });
  }

  activeFaults(): readonly FaultHandle[] {
    return this.#faults;
  }

  async act(action: Action, deadline: EpochMs): Promise<ActionResult> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<ActionResult>((resolve) => {
      timer = setTimeout(() => resolve({ kind: "deadline-passed" }), Math.max(0, deadline - Date.now()));
    });
    const answer = this.#ask({ kind: "act", action }) as Promise<ActionResult>;
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  async close(): Promise<void> {
    this.#killGroup();
    await this.#exited;
  }

  /** The host and all that it started. */
  #killGroup(): void {
    try {
      if (this.#host.pid !== undefined) process.kill(-this.#host.pid, "SIGKILL");
    } catch {
      // Nothing is left of the group.
    }
  }

  #ask(request: HostRequest): Promise<HostAnswer> {
    if (this.#isGone) return Promise.reject(new Error("the lab's host has ended"));
    const call = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      this.#host.send({ ...request, call }, (error) => {
        if (error !== null) reject(error);
      });
    });
  }

  #hear(message: HostMessage): void {
    if (message.kind !== "refusal") this.#faults = message.faults;
    if (message.kind === "frames") {
      this.#batches.push(message.frames);
      this.#wake();
      return;
    }
    const waiting = this.#waiting.get(message.call);
    this.#waiting.delete(message.call);
    if (message.kind === "answer") waiting?.resolve(message.value);
    else waiting?.reject(message.isInput ? new InputError(message.message) : new Error(message.message));
  }
}
