import { Worker } from "node:worker_threads";
import { InputError } from "@homeostat/core/kernel";
import type { Answered, AskKind, Asks } from "./messages.ts";

/** More was sent than can be decoded, or the decoder is not there for a moment; `status` is that of HTTP. */
export class CannotDecode extends Error {
  override readonly name = "CannotDecode";
  readonly status: 429 | 503;
  readonly retryAfterSeconds: number;

  constructor(status: 429 | 503, message: string, retryAfterSeconds = 1) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A thread that needs more is ended, and only what it was doing is lost. */
const resourceLimits = { maxOldGenerationSizeMb: 2048 };

/** The thread that decodes what labs send. Where it ends, the next question starts another. */
export class DecodeThread {
  readonly #onEnd: (reason: string) => void;
  readonly #waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  #worker: Worker | undefined;
  #count = 0;
  #isClosed = false;

  /** `onEnd` is told why the thread has ended without being asked to: it has forgotten all streams. */
  constructor(onEnd: (reason: string) => void) {
    this.#onEnd = onEnd;
  }

  /** @throws {InputError} where what was given cannot be used. @throws {CannotDecode} where the thread has ended */
  ask<K extends AskKind>(kind: K, given: Asks[K][0]): Promise<Asks[K][1]> {
    if (this.#isClosed) return Promise.reject(new CannotDecode(503, "the server stops; send this again in a moment"));
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#start().postMessage({ id, kind, given });
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
    this.#fail("the server stops; send this again in a moment");
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL("./decode-worker.ts", import.meta.url), {
      execArgv: ["--no-warnings"],
      resourceLimits,
    });
    worker.unref();
    worker.on("message", (answered: Answered) => {
      const waiting = this.#waiting.get(answered.id);
      this.#waiting.delete(answered.id);
      if ("answer" in answered) waiting?.resolve(answered.answer as never);
      else waiting?.reject(answered.isTheirs ? new InputError(answered.problem) : new Error(answered.problem));
    });
    worker.on("error", (error) => {
      this.#worker = undefined;
      this.#fail("the decoder has stopped and starts again; send this again in a moment");
      if (!this.#isClosed) this.#onEnd(error.message);
    });
    this.#worker = worker;
    return worker;
  }

  #fail(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new CannotDecode(503, reason));
    this.#waiting.clear();
  }
}
