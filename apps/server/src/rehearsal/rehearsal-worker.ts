// Runs rehearsals off the main thread: one task in, one map of results out.
import { rehearse, type RehearsalTask } from "@homeostat/core/autonomy";
import { answerQuestions } from "../threads/index.ts";

/** A task and the instant (epoch milliseconds) by which its answer is wanted. */
export interface TimedTask {
  readonly task: RehearsalTask;
  readonly deadline: number;
}

answerQuestions(({ task, deadline }: TimedTask) => rehearse(task, () => Date.now() >= deadline));
