import { type ResourceLimits, Worker } from "node:worker_threads";
import { InputError } from "@homeostat/core/kernel";
import type { Answered, Asked } from "./messages.ts";

/** A thread has ended before it answered. */
export class ThreadEnded extends Error {
  override readonly name = "ThreadEnded";
}

export interface ThreadOptions {
  /** A thread that needs more is ended, and only what it was doing is lost. */
  readonly resourceLimits?: ResourceLimits;
  /** Told when it has ended without being asked to. */
  readonly onEnd?: (error: Error) => void;
}

/** A worker thread that answers questions. Where it ends, the next question starts another. */
export class Thread<Question, Answer> {
  readonly #script: URL;
  readonly #options: ThreadOptions;
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  #worker: Worker | undefined;
  #count = 0;
  #isClosed = false;

  constructor(script: URL, options: ThreadOptions = {}) {
    this.#script = script;
    this.#options = options;
  }

  /**
   * @throws {InputError} where what was given cannot be used, {ThreadEnded} where the thread ends before it answers, and
   *   an error with its message for whatever else fails there
   */
  ask(question: Question): Promise<Answer> {
    if (this.#isClosed) return Promise.reject(new ThreadEnded("the server stops"));
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.start().postMessage({ id, question } satisfies Asked<Question>);
    });
  }

  /** Starts the thread before it is asked anything, so that the first answer does not wait for that. */
  start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const { resourceLimits, onEnd } = this.#options;
    const worker = new Worker(this.#script, {
      execArgv: ["--no-warnings"],
      ...(resourceLimits === undefined ? {} : { resourceLimits }),
    });
    worker.unref();
    worker.on("message", (answered: Answered) => {
      const waiting = this.#waiting.get(answered.id);
      this.#waiting.delete(answered.id);
      if ("answer" in answered) waiting?.resolve(answered.answer as Answer);
      else waiting?.reject(answered.isTheirs ? new InputError(answered.problem) : new Error(answered.problem));
    });
    worker.on("error", (error) => {
      this.#worker = undefined;
      this.#fail(error.message);
      if (!this.#isClosed) onEnd?.(error);
    });
    this.#worker = worker;
    return worker;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
    this.#fail("the server stops");
  }

  #fail(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new ThreadEnded(reason));
    this.#waiting.clear();
  }
}
