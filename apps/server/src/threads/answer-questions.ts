import { parentPort } from "node:worker_threads";
import { InputError } from "@homeostat/core/kernel";
import type { Answered, Asked } from "./messages.ts";

/** In a worker thread: answers each question as it comes, one after the other. */
export function answerQuestions<Question, Answer>(answer: (question: Question) => Answer): void {
  parentPort?.on("message", ({ id, question }: Asked<Question>) => {
    attempt(id, () => say({ id, answer: answer(question) }));
  });
}

/** Does a step towards the answer; where it fails, that is the answer. */
export function attempt(id: number, step: () => void): void {
  try {
    step();
  } catch (error) {
    say({ id, problem: (error as Error).message, isTheirs: error instanceof InputError });
  }
}

export function say(answered: Answered): void {
  parentPort?.postMessage(answered);
}
