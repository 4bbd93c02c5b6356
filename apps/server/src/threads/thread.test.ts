import { InputError } from "@homeostat/core/kernel";
import { expect, it } from "vitest";
import { Thread, ThreadEnded } from "./index.ts";

const script = new URL("./echo-worker.fixture.ts", import.meta.url);

it("answers each question, and tells what cannot be used from what fails", async () => {
  const thread = new Thread<string, string>(script);
  expect(await Promise.all(["a", "b", "c"].map((each) => thread.ask(each)))).toEqual(["a", "b", "c"]);
  await expect(thread.ask("wrong")).rejects.toThrow(InputError);
  await expect(thread.ask("broken")).rejects.toThrow("out of order");
  await thread.close();
  await expect(thread.ask("a")).rejects.toThrow(ThreadEnded);
});

it("says why it died, and answers the next question from another one", async () => {
  const ends: string[] = [];
  const thread = new Thread<string, string>(script, { onEnd: ({ message }) => ends.push(message) });
  await thread.ask("die");
  await expect.poll(() => ends).toEqual(["dead"]);
  expect(await thread.ask("a")).toBe("a");
  await thread.close();
});
