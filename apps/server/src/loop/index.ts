export { LiveJournal } from "./live-journal.ts";
export { Loop, type LoopOptions } from "./loop.ts";
