export { answerQuestions, attempt, say } from "./answer-questions.ts";
export type { Asked } from "./messages.ts";
export { Thread, ThreadEnded } from "./thread.ts";
