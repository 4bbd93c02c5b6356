export { LiveJournal } from "./live-journal.ts";
export { Loop } from "./loop.ts";
