// Runs rehearsals off the main thread: one task in, one map of results out.
import { parentPort } from "node:worker_threads";
import { rehearse, type RehearsalTask } from "@homeostat/core/autonomy";

/** A task and the instant (epoch milliseconds) by which its answer is wanted. */
export interface TimedTask {
  readonly id: string;
  readonly task: RehearsalTask;
  readonly deadline: number;
}

parentPort?.on("message", ({ id, task, deadline }: TimedTask) => {
  try {
    const results = rehearse(task, () => Date.now() >= deadline);
    parentPort?.postMessage({ id, results });
  } catch (error) {
    parentPort?.postMessage({ id, results: new Map(), problem: (error as Error).message });
  }
});
