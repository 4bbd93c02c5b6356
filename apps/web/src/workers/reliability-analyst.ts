import type { ReliabilityReport, ReliabilityRequest } from "./reliability-report.ts";

export type ReliabilityAnswer = { readonly report: ReliabilityReport } | { readonly problem: string };

/**
 * The reliability engine in a worker. While it works on one request only the newest of those that come meanwhile is kept,
 * so that a drag is never behind by more than one answer.
 */
export class ReliabilityAnalyst {
  readonly #worker = new Worker(new URL("./reliability.worker.ts", import.meta.url), { type: "module" });
  #isBusy = false;
  #next: ReliabilityRequest | undefined;

  constructor(onAnswer: (answer: ReliabilityAnswer) => void) {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<ReliabilityAnswer>) => {
      onAnswer(data);
      this.#isBusy = false;
      const next = this.#next;
      this.#next = undefined;
      if (next !== undefined) this.ask(next);
    });
    this.#worker.addEventListener("error", ({ message }) => onAnswer({ problem: message }));
  }

  ask(request: ReliabilityRequest): void {
    if (this.#isBusy) {
      this.#next = request;
      return;
    }
    this.#isBusy = true;
    this.#worker.postMessage(request);
  }

  close(): void {
    this.#worker.terminate();
  }
}
