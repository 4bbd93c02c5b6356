import { InputError } from "@homeostat/core/kernel";
import { answerQuestions } from "./index.ts";

answerQuestions((question: string) => {
  if (question === "wrong") throw new InputError("this is not a question");
  if (question === "broken") throw new Error("out of order");
  if (question === "die")
    setImmediate(() => {
      throw new Error("dead");
    });
  return question;
});
