import { Worker } from "node:worker_threads";
import type { WhatIf } from "@homeostat/core/fork";
import { type ConsoleState, type Entry, initialState, replay } from "@homeostat/core/journal";
import { InputError, minuteMs, secondMs } from "@homeostat/core/kernel";
import type { ForkLine } from "@homeostat/core/protocol";
import type { JournalStore } from "../store/index.ts";
import type { ForkOrder } from "./fork-worker.ts";

const seeds = 12;
const horizonMs = 10 * minuteMs;
/** Telemetry before the incident from which the loop knows what is usual. */
const usualMs = 5 * minuteMs;
/** From then on no further seed is begun; some time later the whole is given up. */
const enoughMs = 20 * secondMs;
const patienceMs = 60 * secondMs;
const readAtOnce = 100;

/** Forks decisions of the past, one at a time, in a worker thread of its own each: the loop never waits for it. */
export class ForkDesk {
  readonly #store: JournalStore;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  readonly #closing = new AbortController();

  constructor(store: JournalStore) {
    this.#store = store;
  }

  /** How many wait or are at work. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * @param decisionSeq the number of the entry that recorded the decision
   * @param tell called with each report; the last is `done` or `failed`
   * @throws {InputError} for what is no decision, or one whose twin is not known any more
   */
  fork(decisionSeq: number, whatIf: WhatIf, tell: (report: ForkLine) => void, signal: AbortSignal): Promise<void> {
    this.#waiting++;
    const ends = AbortSignal.any([signal, this.#closing.signal]);
    const run = this.#turn.then(() => (ends.aborted ? undefined : this.#run(decisionSeq, whatIf, tell, ends)));
    this.#turn = run.catch(() => undefined).finally(() => this.#waiting--);
    return run;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#turn;
  }

  async #run(
    decisionSeq: number,
    whatIf: WhatIf,
    tell: (report: ForkLine) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { from, until } = await this.#spanOf(decisionSeq);
    const checkpoint = await this.#store.twinBefore(decisionSeq);
    if (checkpoint === undefined)
      throw new InputError("how the system was at this decision was not kept, so it cannot be simulated from there", {
        field: "decision",
      });
    const base = (await this.#store.stateBefore({ at: from, seq: checkpoint.seq })) ?? initialState;
    const worker = new Worker(new URL("./fork-worker.ts", import.meta.url), { execArgv: ["--no-warnings"] });
    const order = (what: ForkOrder) => worker.postMessage(what);
    let patience: NodeJS.Timeout | undefined;
    const ended = new Promise<void>((resolve) => {
      const end = () => resolve();
      const fail = (message: string) => {
        tell({ kind: "failed", message });
        resolve();
      };
      worker.on("message", (report: ForkLine) => {
        tell(report);
        if (report.kind !== "progress") resolve();
      });
      worker.on("error", (error) => fail(error.message));
      signal.addEventListener("abort", end, { once: true });
      patience = setTimeout(() => fail("it took too long; the system is too large to be forked here"), patienceMs);
    });
    try {
      for await (const entries of this.#entries(base.seq + 1, until)) {
        if (signal.aborted) return;
        order({ kind: "entries", entries });
      }
      const task = { decisionSeq, whatIf, checkpoint, base, seeds, horizonMs };
      order({ kind: "fork", task, deadline: Date.now() + enoughMs });
      await ended;
    } finally {
      clearTimeout(patience);
      await worker.terminate();
    }
  }

  /** What has to be known of the journal: from well before the incident until the horizon after the decision. */
  async #spanOf(decisionSeq: number) {
    const [entry] = await this.#store.read({ from: decisionSeq, limit: 1 });
    if (entry?.event.kind !== "ProposalDecided")
      throw new InputError(`entry ${decisionSeq} of the journal is no decision`, { field: "decision" });
    const state = await this.#stateAt(decisionSeq - 1);
    const proposal = state.proposals[entry.event.decision.proposal]?.proposal;
    const incident = proposal === undefined ? undefined : state.incidents[proposal.incident ?? ""];
    const begun = Math.min(entry.at, proposal?.createdAt ?? entry.at, incident?.openedAt ?? entry.at);
    return { from: begun - usualMs, until: entry.at + horizonMs };
  }

  async #stateAt(seq: number): Promise<ConsoleState> {
    const base = (await this.#store.stateBefore({ seq })) ?? initialState;
    return replay(await this.#store.read({ from: base.seq + 1, to: seq }), base);
  }

  /** In pieces, between which the loop has its turns. */
  async *#entries(from: number, until: number): AsyncGenerator<readonly Entry[]> {
    for (let next = from; ; ) {
      const entries = await this.#store.read({ from: next, until, limit: readAtOnce });
      if (entries.length === 0) return;
      yield entries;
      next += entries.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
