// Lets both futures of a decision live off the main thread: entries come in pieces, then the task; progress and a comparison go out.
import { parentPort } from "node:worker_threads";
import { forkDecision, type ForkTask } from "@homeostat/core/fork";
import type { Entry } from "@homeostat/core/journal";
import type { ForkLine } from "@homeostat/core/protocol";

export type ForkOrder =
  | { readonly kind: "entries"; readonly entries: readonly Entry[] }
  /** `deadline`, epoch milliseconds: from then on no further pair of futures is begun. */
  | { readonly kind: "fork"; readonly task: Omit<ForkTask, "entries">; readonly deadline: number };

const entries: Entry[] = [];

parentPort?.on("message", (order: ForkOrder) => {
  const report = (what: ForkLine) => parentPort?.postMessage(what);
  if (order.kind === "entries") {
    for (const entry of order.entries) entries.push(entry);
    return;
  }
  try {
    const isLate = () => Date.now() >= order.deadline;
    const onProgress = (share: number) => report({ kind: "progress", share });
    report({ kind: "done", comparison: forkDecision({ ...order.task, entries }, { isLate, onProgress }) });
  } catch (error) {
    report({ kind: "failed", message: (error as Error).message });
  }
});
