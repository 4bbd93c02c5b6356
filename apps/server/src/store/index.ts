export type { CommandRecord, JournalStore, Retention } from "./journal-store.ts";
export { SqliteJournal } from "./sqlite-journal.ts";
