import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { InputError } from "@homeostat/core/kernel";

/** "HMST": says that a file is a Homeostat journal. */
const applicationId = 0x484d5354;
const formatVersion = 1;
/** Files up to this size are checked whole when they are opened. */
const checkedBytes = 64 << 20;

const schema = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
  CREATE TABLE entry (seq INTEGER PRIMARY KEY, at REAL NOT NULL, kind TEXT NOT NULL, event TEXT NOT NULL) STRICT;
  CREATE INDEX entry_at ON entry (at);
  CREATE TABLE shape (id INTEGER PRIMARY KEY, metrics TEXT NOT NULL, places TEXT NOT NULL, components TEXT NOT NULL,
    UNIQUE (metrics, places, components)) STRICT;
  CREATE TABLE telemetry (seq INTEGER PRIMARY KEY, at REAL NOT NULL, shape INTEGER NOT NULL, samples BLOB) STRICT;
  CREATE INDEX telemetry_kept ON telemetry (at, shape) WHERE samples IS NOT NULL;
  CREATE TABLE state (seq INTEGER PRIMARY KEY, at REAL NOT NULL, format TEXT NOT NULL, body BLOB NOT NULL) STRICT;
  CREATE INDEX state_at ON state (at);
  CREATE TABLE command (id TEXT PRIMARY KEY, at REAL NOT NULL, result TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Beside the journal, and in none from before it: what a version does not know it does not read. */
const besides = `
  CREATE TABLE IF NOT EXISTS learned (component TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS twin (seq INTEGER PRIMARY KEY, at REAL NOT NULL, format TEXT NOT NULL, body BLOB NOT NULL)
    STRICT;
  CREATE TABLE IF NOT EXISTS stream (name TEXT PRIMARY KEY, definition BLOB NOT NULL, counts TEXT) STRICT;
`;

/**
 * Opens the journal in a data directory, or begins one. The file stays locked for this process until it is closed or
 * the process ends, however it ends.
 *
 * @throws {InputError} in one sentence, where another process has it, where it is damaged, or where a newer version
 *   wrote it
 */
export function openDatabase(directory: string): DatabaseSync {
  const file = join(directory, "journal.sqlite");
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(directory, { recursive: true });
    database = new DatabaseSync(file);
    // Exclusive before the first access: the lock is held from here on, and no shared-memory file is needed.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    database.exec("BEGIN EXCLUSIVE; COMMIT");
    prepare(database, file);
    database.exec(besides);
    return database;
  } catch (error) {
    try {
      database?.close();
    } catch {
      // What could not be opened need not be closed.
    }
    throw storeError(error, file);
  }
}

function prepare(database: DatabaseSync, file: string): void {
  const version = pragma(database, "user_version");
  const owner = pragma(database, "application_id");
  if (version === 0 && owner === 0 && countTables(database) === 0) {
    database.exec(
      `BEGIN; ${schema}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion};`,
    );
    database.exec("COMMIT");
    return;
  }
  if (owner !== applicationId) {
    throw new InputError("this is a database, but not a Homeostat journal; give another directory with --data", {
      file,
    });
  }
  if (version > formatVersion) {
    throw new InputError(
      `a newer Homeostat wrote this journal (format ${version}, this one reads up to ${formatVersion}); ` +
        "update Homeostat, or give another directory with --data",
      { file },
    );
  }
  if (statSync(file).size <= checkedBytes) {
    const check = database.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
    if (check.quick_check !== "ok") throw damaged(file);
  }
}

/** What a person is told of a failure of the store. */
export function storeError(error: unknown, file: string): unknown {
  if (error instanceof InputError) return error;
  const { errcode, code, message } = error as { errcode?: number; code?: string; message?: string };
  // The low byte is SQLite's primary result code.
  switch (errcode === undefined ? code : errcode & 0xff) {
    case 5:
    case 6:
      return new InputError(
        "another Homeostat is using this data directory; stop that one, or give another directory with --data",
        { file },
      );
    case 11:
    case 26:
      return damaged(file);
    case 13:
      return new InputError("the disk is full; free some space and start again, nothing acknowledged is lost", {
        file,
      });
    case 8:
    case 14:
    case "EACCES":
    case "EROFS":
    case "ENOTDIR":
    case "EEXIST":
      return new InputError("the journal cannot be written here; give a directory that this user may write to", {
        file,
      });
    default:
      return errcode === undefined ? error : new InputError(`the journal cannot be used: ${message}`, { file });
  }
}

function damaged(file: string): InputError {
  return new InputError(
    "this file is damaged or is no journal; move it away (or restore a copy) and start again, " +
      "or give another directory with --data",
    { file },
  );
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

function countTables(database: DatabaseSync): number {
  return Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]);
}
