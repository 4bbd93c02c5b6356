export type { CommandRecord, JournalStore, ReadRange, Retention } from "./journal-store.ts";
export { SqliteJournal } from "./sqlite-journal.ts";
