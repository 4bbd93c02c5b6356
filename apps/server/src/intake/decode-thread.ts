import { Thread, ThreadEnded } from "../threads/index.ts";
import type { AskKind, Asks, DecodeQuestion } from "./messages.ts";

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

const resourceLimits = { maxOldGenerationSizeMb: 2048 };

/** The thread that decodes what labs send. */
export class DecodeThread {
  readonly #thread: Thread<DecodeQuestion, unknown>;

  /** `onEnd` is told why the thread has ended without being asked to: it has forgotten all streams. */
  constructor(onEnd: (reason: string) => void) {
    const script = new URL("./decode-worker.ts", import.meta.url);
    this.#thread = new Thread(script, { resourceLimits, onEnd: ({ message }) => onEnd(message) });
  }

  /** @throws {InputError} where what was given cannot be used. @throws {CannotDecode} where the thread has ended */
  async ask<K extends AskKind>(kind: K, given: Asks[K][0]): Promise<Asks[K][1]> {
    try {
      return (await this.#thread.ask({ kind, given } as DecodeQuestion)) as Asks[K][1];
    } catch (error) {
      if (!(error instanceof ThreadEnded)) throw error;
      throw new CannotDecode(503, "the decoder has stopped and starts again; send this again in a moment");
    }
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
