import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { TwinCheckpoint } from "@homeostat/core/fork";
import {
  type ConsoleState,
  type Entry,
  type EventKind,
  eventSchema,
  initialState,
  type JournalEvent,
} from "@homeostat/core/journal";
import { dayMs, type EpochMs, hashOf, InputError } from "@homeostat/core/kernel";
import { type AcrossAnswer, type CommandResult, type MetricsAnswer, shotCountsSchema } from "@homeostat/core/protocol";
import type { ShotCounts } from "@homeostat/core/quantum";
import { storedTwinFormat } from "@homeostat/core/twin";
import type { CommandRecord, JournalStore, ReadRange, Retention, StoredStream } from "./journal-store.ts";
import { openDatabase, storeError } from "./open-database.ts";
import { decodeRow, decodeTelemetry, encodeTelemetry, type TelemetryShape } from "./telemetry-codec.ts";

/** States are only a shortcut: those of a version that kept other things in them are passed over and made anew. */
const stateFormat = hashOf(initialState).slice(0, 16);
/** How long the answer to a command is remembered. */
const commandsKeptMs = 7 * dayMs;
/** Entries that one call of `thin` looks at. */
const thinnedAtOnce = 200;

interface KnownShape extends TelemetryShape {
  readonly id: number;
  readonly components: readonly string[];
}

/** The journal in one SQLite file: write-ahead log, and a full sync for every commit. */
export class SqliteJournal implements JournalStore {
  readonly journal: string;
  readonly sessionKey: Uint8Array;
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #statements = new Map<string, StatementSync>();
  readonly #shapes = new Map<number, KnownShape>();
  readonly #shapeIds = new Map<string, number>();
  /** Ids by place in the model that telemetry refers to. */
  #components: readonly string[] = [];
  #lastSeq: number;
  #thinnedTo = 0;

  /** @throws {InputError} see `openDatabase` */
  constructor(directory: string) {
    this.#database = openDatabase(directory);
    this.#file = join(directory, "journal.sqlite");
    try {
      this.journal = Buffer.from(this.#meta("journal", () => Buffer.from(randomUUID()))).toString();
      this.sessionKey = this.#meta("session-key", () => randomBytes(32));
      this.#lastSeq = Math.max(this.#edge("entry", "max"), this.#edge("telemetry", "max"));
      const described = this.#row("SELECT event FROM entry WHERE kind = 'SystemDescribed' ORDER BY seq DESC LIMIT 1");
      if (described !== undefined) this.#noteModel(parseEvent(described["event"]));
    } catch (error) {
      this.#database.close();
      throw storeError(error, this.#file);
    }
  }

  async append(entries: readonly Entry[], commands: readonly CommandRecord[]): Promise<void> {
    for (const [i, { seq }] of entries.entries()) {
      if (seq !== this.#lastSeq + 1 + i) throw new RangeError(`entry ${seq} does not follow ${this.#lastSeq + i}`);
    }
    this.#guarded(() => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        for (const entry of entries) this.#write(entry);
        for (const { id, at, result } of commands) {
          this.#run("INSERT INTO command (id, at, result) VALUES (?, ?, ?)", id, at, JSON.stringify(result));
        }
        this.#database.exec("COMMIT");
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
        this.#forgetShapes();
        throw error;
      }
    });
    this.#lastSeq += entries.length;
  }

  async read({ from, to = this.#lastSeq, until, limit = Number.MAX_SAFE_INTEGER }: ReadRange): Promise<Entry[]> {
    return this.#guarded(() => {
      const late = until ?? Number.MAX_VALUE;
      const entries = [
        ...this.#rows(
          "SELECT * FROM entry WHERE seq BETWEEN ? AND ? AND at <= ? ORDER BY seq LIMIT ?",
          from,
          to,
          late,
          limit,
        ),
        ...this.#rows(
          "SELECT * FROM telemetry WHERE seq BETWEEN ? AND ? AND at <= ? ORDER BY seq LIMIT ?",
          from,
          to,
          late,
          limit,
        ),
      ].map((row) => this.#entryOf(row));
      entries.sort((a, b) => a.seq - b.seq);
      if (entries.length > limit) entries.length = limit;
      for (const [i, { seq }] of entries.entries()) {
        if (seq !== from + i) throw new InputError(`entry ${from + i} of the journal is missing`, { file: this.#file });
      }
      return entries;
    });
  }

  async marks(from: EpochMs, to: EpochMs, limit: number): Promise<Entry[]> {
    return this.#guarded(() =>
      this.#rows("SELECT * FROM entry WHERE at BETWEEN ? AND ? ORDER BY seq DESC LIMIT ?", from, to, limit)
        .map((row) => this.#entryOf(row))
        .reverse(),
    );
  }

  async nearest(kind: EventKind, at: EpochMs, step: -1 | 1): Promise<EpochMs | undefined> {
    const [than, order] = step > 0 ? [">", "ASC"] : ["<", "DESC"];
    const sql = `SELECT at FROM entry WHERE at ${than} ? AND kind = ? ORDER BY at ${order} LIMIT 1`;
    return this.#guarded(() => this.#row(sql, at, kind)?.["at"] as EpochMs | undefined);
  }

  async ofKinds(kinds: readonly EventKind[], since: EpochMs): Promise<Entry[]> {
    const list = JSON.stringify(kinds);
    return this.#guarded(() =>
      this.#rows(
        "SELECT * FROM entry WHERE at >= ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY seq",
        since,
        list,
      ).map((row) => this.#entryOf(row)),
    );
  }

  async stateBefore({ at, seq }: { at?: EpochMs; seq?: number }): Promise<ConsoleState | undefined> {
    return this.#guarded(() => {
      const row = this.#row(
        "SELECT body FROM state WHERE format = ? AND at <= ? AND seq <= ? ORDER BY seq DESC LIMIT 1",
        stateFormat,
        at ?? Number.MAX_VALUE,
        seq ?? Number.MAX_SAFE_INTEGER,
      );
      if (row === undefined) return undefined;
      return JSON.parse(inflateRawSync(row["body"] as Uint8Array).toString()) as ConsoleState;
    });
  }

  async saveState(state: ConsoleState): Promise<void> {
    const body = deflateRawSync(JSON.stringify(state), { level: 1 });
    this.#guarded(() =>
      this.#run(
        "INSERT OR REPLACE INTO state (seq, at, format, body) VALUES (?, ?, ?, ?)",
        state.seq,
        state.at,
        stateFormat,
        body,
      ),
    );
  }

  async learned(): Promise<ReadonlyMap<string, Uint8Array>> {
    return this.#guarded(
      () =>
        new Map(
          this.#rows("SELECT component, body FROM learned").map((row) => [
            row["component"] as string,
            row["body"] as Uint8Array,
          ]),
        ),
    );
  }

  async saveLearned(bodies: ReadonlyMap<string, Uint8Array>): Promise<void> {
    this.#guarded(() => {
      for (const [component, body] of bodies)
        this.#run("INSERT OR REPLACE INTO learned (component, body) VALUES (?, ?)", component, body);
    });
  }

  async twinBefore(seq: number): Promise<TwinCheckpoint | undefined> {
    return this.#guarded(() => {
      const row = this.#row(
        "SELECT body FROM twin WHERE format = ? AND seq <= ? ORDER BY seq DESC LIMIT 1",
        storedTwinFormat,
        seq,
      );
      if (row === undefined) return undefined;
      return JSON.parse(inflateRawSync(row["body"] as Uint8Array).toString()) as TwinCheckpoint;
    });
  }

  async saveTwin(checkpoint: TwinCheckpoint): Promise<void> {
    const body = deflateRawSync(JSON.stringify(checkpoint), { level: 1 });
    const { seq, at } = checkpoint;
    const sql = "INSERT OR REPLACE INTO twin (seq, at, format, body) VALUES (?, ?, ?, ?)";
    this.#guarded(() => this.#run(sql, seq, at, storedTwinFormat, body));
  }

  async streams(): Promise<StoredStream[]> {
    return this.#guarded(() =>
      this.#rows("SELECT name, definition, counts FROM stream ORDER BY rowid").map((row) => ({
        name: row["name"] as string,
        text: inflateRawSync(row["definition"] as Uint8Array).toString(),
        counts: row["counts"] === null ? undefined : shotCountsSchema.parse(JSON.parse(row["counts"] as string)),
      })),
    );
  }

  async saveStream(name: string, text: string): Promise<void> {
    const definition = deflateRawSync(text, { level: 1 });
    const sql = "INSERT OR REPLACE INTO stream (name, definition, counts) VALUES (?, ?, NULL)";
    this.#guarded(() => this.#run(sql, name, definition));
  }

  async saveStreamCounts(name: string, counts: ShotCounts): Promise<void> {
    this.#guarded(() => this.#run("UPDATE stream SET counts = ? WHERE name = ?", JSON.stringify(counts), name));
  }

  async removeStream(name: string): Promise<void> {
    this.#guarded(() => this.#run("DELETE FROM stream WHERE name = ?", name));
  }

  async samples(component: string, from: EpochMs, to: EpochMs, maxRows: number): Promise<MetricsAnswer> {
    return this.#guarded(() => {
      const at: number[] = [];
      const columns = new Map<string, (number | null)[]>();
      for (const { seq, shape: id } of this.#thinned(from, to, maxRows)) {
        const shape = this.#shape(Number(id));
        const row = shape.components.indexOf(component);
        const width = shape.metrics.length;
        // Only this component's bytes leave the database.
        const piece =
          row < 0
            ? undefined
            : this.#row(
                "SELECT at, substr(samples, ?, ?) AS piece FROM telemetry WHERE seq = ?",
                row * width * 8 + 1,
                width * 8,
                seq as number,
              );
        if (piece === undefined) continue;
        const values = decodeRow(piece["piece"] as Uint8Array, 0, width);
        for (const [i, metric] of shape.metrics.entries()) {
          let column = columns.get(metric);
          if (column === undefined) {
            column = Array.from({ length: at.length }, () => null);
            columns.set(metric, column);
          }
          column[at.length] = values[i] ?? null;
        }
        at.push(piece["at"] as number);
        for (const column of columns.values()) if (column.length < at.length) column.push(null);
      }
      const measured = [...columns].filter(([, column]) => column.some((value) => value !== null));
      return {
        component,
        metrics: measured.map(([metric]) => metric),
        at,
        values: measured.map(([, column]) => column),
      };
    });
  }

  async across(metric: string, from: EpochMs, to: EpochMs, maxRows: number): Promise<AcrossAnswer> {
    return this.#guarded(() => {
      const at: number[] = [];
      const columns = new Map<string, (number | null)[]>();
      for (const { seq, shape: id } of this.#thinned(from, to, maxRows)) {
        const { metrics, components } = this.#shape(Number(id));
        const place = metrics.indexOf(metric);
        const entry =
          place < 0 ? undefined : this.#row("SELECT at, samples FROM telemetry WHERE seq = ?", seq as number);
        if (entry === undefined) continue;
        const samples = entry["samples"] as Uint8Array;
        for (const [row, component] of components.entries()) {
          let column = columns.get(component);
          if (column === undefined) columns.set(component, (column = Array.from({ length: at.length }, () => null)));
          column[at.length] = decodeRow(samples, row * metrics.length + place, 1)[0] ?? null;
        }
        at.push(entry["at"] as number);
        for (const column of columns.values()) if (column.length < at.length) column.push(null);
      }
      return { metric, at, values: Object.fromEntries(columns) };
    });
  }

  async commandResult(id: string): Promise<CommandResult | undefined> {
    return this.#guarded(() => {
      const row = this.#row("SELECT result FROM command WHERE id = ?", id);
      return row === undefined ? undefined : (JSON.parse(row["result"] as string) as CommandResult);
    });
  }

  async span(): Promise<{ fromSeq: number; toSeq: number; from: EpochMs; to: EpochMs }> {
    return this.#guarded(() => {
      // Time never runs backwards in the journal, so the first and the last of each table tell.
      const edge = (order: "ASC" | "DESC") =>
        (["entry", "telemetry"] as const)
          .map((table) => this.#row(`SELECT at FROM ${table} ORDER BY seq ${order} LIMIT 1`)?.["at"])
          .filter((at) => at !== undefined) as EpochMs[];
      const fromSeq = Math.min(1, this.#lastSeq);
      if (fromSeq === 0) return { fromSeq, toSeq: 0, from: 0, to: 0 };
      return { fromSeq, toSeq: this.#lastSeq, from: Math.min(...edge("ASC")), to: Math.max(...edge("DESC")) };
    });
  }

  async thin(now: EpochMs, { wholeMs, keepOneIn, samplesMs }: Retention): Promise<boolean> {
    return this.#guarded(() => {
      const old = this.#rows(
        "SELECT seq FROM telemetry WHERE seq > ? AND at < ? ORDER BY seq LIMIT ?",
        this.#thinnedTo,
        now - wholeMs,
        thinnedAtOnce,
      );
      const first = old[0]?.["seq"] as number | undefined;
      const last = old.at(-1)?.["seq"] as number | undefined;
      this.#run("DELETE FROM command WHERE at < ?", now - commandsKeptMs);
      this.#run("DELETE FROM twin WHERE at < ?", now - samplesMs);
      this.#run("UPDATE telemetry SET samples = NULL WHERE at < ? AND samples IS NOT NULL", now - samplesMs);
      if (first === undefined || last === undefined) return false;
      this.#run(
        "UPDATE telemetry SET samples = NULL WHERE seq BETWEEN ? AND ? AND seq % ? <> 0",
        first,
        last,
        keepOneIn,
      );
      // Of old states and twins, one in every thousand entries is kept, and the first always.
      for (const table of ["state", "twin"]) {
        const kept = `SELECT min(seq) FROM ${table} GROUP BY seq / 1000`;
        this.#run(`DELETE FROM ${table} WHERE seq BETWEEN ? AND ? AND seq NOT IN (${kept})`, first, last);
      }
      this.#thinnedTo = last;
      return old.length === thinnedAtOnce;
    });
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  #write({ seq, at, event }: Entry): void {
    this.#noteModel(event);
    if (event.kind === "TelemetryRecorded") {
      const { shape, values } = encodeTelemetry(event);
      this.#run(
        "INSERT INTO telemetry (seq, at, shape, samples) VALUES (?, ?, ?, ?)",
        seq,
        at,
        this.#shapeId(shape),
        values,
      );
      return;
    }
    this.#run(
      "INSERT INTO entry (seq, at, kind, event) VALUES (?, ?, ?, ?)",
      seq,
      at,
      event.kind,
      JSON.stringify(event),
    );
  }

  #noteModel(event: JournalEvent): void {
    if (event.kind !== "SystemDescribed") return;
    this.#components = event.model.components.map(({ id }) => id);
  }

  #entryOf(row: Record<string, unknown>): Entry {
    const seq = row["seq"] as number;
    const at = row["at"] as number;
    if ("event" in row) return { seq, at, event: parseEvent(row["event"]) };
    return {
      seq,
      at,
      event: decodeTelemetry(this.#shape(row["shape"] as number), row["samples"] as Uint8Array | null),
    };
  }

  /** The entries with samples of a span, the newest among them, thinned evenly to at most `maxRows`. */
  #thinned(from: EpochMs, to: EpochMs, maxRows: number) {
    const inSpan = "FROM telemetry WHERE at BETWEEN ? AND ? AND samples IS NOT NULL";
    const count = Number(this.#row(`SELECT count(*) AS n ${inSpan}`, from, to)?.["n"] ?? 0);
    const step = Math.max(1, Math.ceil(count / maxRows));
    const numbered = `SELECT seq, shape, row_number() OVER (ORDER BY seq DESC) AS n ${inSpan}`;
    return this.#rows(`SELECT seq, shape FROM (${numbered}) WHERE n % ? = ? ORDER BY seq`, from, to, step, 1 % step);
  }

  #shapeId({ metrics, places }: TelemetryShape): number {
    const components = places.map((place) => this.#components[place] ?? "");
    const words = [JSON.stringify(metrics), JSON.stringify(places), JSON.stringify(components)] as const;
    const key = words.join("\n");
    const known = this.#shapeIds.get(key);
    if (known !== undefined) return known;
    this.#run("INSERT OR IGNORE INTO shape (metrics, places, components) VALUES (?, ?, ?)", ...words);
    const row = this.#row("SELECT id FROM shape WHERE metrics = ? AND places = ? AND components = ?", ...words);
    const id = row?.["id"] as number;
    this.#shapeIds.set(key, id);
    this.#shapes.set(id, { id, metrics, places, components });
    return id;
  }

  #shape(id: number): KnownShape {
    let shape = this.#shapes.get(id);
    if (shape === undefined) {
      const row = this.#row("SELECT * FROM shape WHERE id = ?", id);
      if (row === undefined) throw new InputError(`the columns of telemetry ${id} are missing`, { file: this.#file });
      const list = (name: string): unknown => JSON.parse(row[name] as string);
      shape = {
        id,
        metrics: list("metrics") as string[],
        places: list("places") as number[],
        components: list("components") as string[],
      };
      this.#shapes.set(id, shape);
    }
    return shape;
  }

  /** After a rollback, ids that were handed out in it must not be used. */
  #forgetShapes(): void {
    this.#shapes.clear();
    this.#shapeIds.clear();
  }

  #meta(name: string, make: () => Uint8Array): Uint8Array {
    const row = this.#row("SELECT value FROM meta WHERE name = ?", name);
    if (row !== undefined) return row["value"] as Uint8Array;
    const value = make();
    this.#run("INSERT INTO meta (name, value) VALUES (?, ?)", name, value);
    return value;
  }

  #edge(table: "entry" | "telemetry", which: "min" | "max"): number {
    return Number(this.#row(`SELECT ${which}(seq) AS seq FROM ${table}`)?.["seq"] ?? 0);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #row(sql: string, ...values: (string | number | Uint8Array)[]): Record<string, unknown> | undefined {
    return this.#statement(sql).get(...values);
  }

  #rows(sql: string, ...values: (string | number | Uint8Array)[]): Record<string, unknown>[] {
    return this.#statement(sql).all(...values);
  }

  #run(sql: string, ...values: (string | number | Uint8Array)[]): void {
    this.#statement(sql).run(...values);
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeError(error, this.#file);
    }
  }
}

function parseEvent(text: unknown): JournalEvent {
  return eventSchema.parse(JSON.parse(text as string));
}
