import type { EpochMs } from "@homeostat/core/kernel";
import type { Entry, EventOf, JournalEvent } from "@homeostat/core/journal";
import type { Action, ActionResult, ManagedSystem } from "@homeostat/core/system";
import type { LiveJournal } from "./live-journal.ts";

/** How long after its deadline an action is waited for when the managed system does not keep it. */
const graceMs = 1_000;

/**
 * Takes the actions that the journal says have begun, each as soon as that is on disk and never before: after a crash
 * an action is known to have begun, and is not done twice.
 */
export class Executor {
  readonly #system: ManagedSystem;
  readonly #journal: LiveJournal;
  readonly #clock: () => EpochMs;
  readonly #running = new Set<Promise<void>>();
  readonly #unsubscribe: () => void;

  constructor(system: ManagedSystem, journal: LiveJournal, clock: () => EpochMs) {
    this.#system = system;
    this.#journal = journal;
    this.#clock = clock;
    this.#unsubscribe = journal.onCommit((entries) => this.#take(entries));
  }

  /** Takes nothing new; resolves when nothing is under way, or after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.#unsubscribe();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([Promise.all(this.#running), patience]);
    clearTimeout(timer);
  }

  #take(entries: readonly Entry[]): void {
    for (const { event } of entries) {
      if (event.kind !== "ActionStarted") continue;
      const run: Promise<void> = this.#run(event)
        // A journal that cannot be written stops the server; nobody waits for this promise.
        .catch(() => undefined)
        .finally(() => this.#running.delete(run));
      this.#running.add(run);
    }
  }

  async #run({ proposal, action, deadline, isUndo }: EventOf<"ActionStarted">): Promise<void> {
    const result = await this.#act(action, deadline);
    const detail = result.kind === "failed" ? result.reason : result.kind === "done" ? result.detail : undefined;
    const events: JournalEvent[] = [
      { kind: "ActionFinished", proposal, isUndo, result: result.kind, ...(detail === undefined ? {} : { detail }) },
    ];
    if (isUndo && result.kind !== "done") {
      events.push({ kind: "UndoFailed", proposal, detail: detail ?? "the deadline passed" });
    }
    await this.#journal.record(events, this.#clock());
  }

  async #act(action: Action, deadline: EpochMs): Promise<ActionResult> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<ActionResult>((resolve) => {
      const waitMs = Math.max(0, deadline - this.#clock()) + graceMs;
      timer = setTimeout(() => resolve({ kind: "deadline-passed" }), waitMs);
    });
    try {
      return await Promise.race([this.#system.act(action, deadline), late]);
    } catch (error) {
      return { kind: "failed", reason: (error as Error).message };
    } finally {
      clearTimeout(timer);
    }
  }
}
