import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Entry, type JournalEvent, replay, stateHash } from "@homeostat/core/journal";
import { InputError } from "@homeostat/core/kernel";
import { parseSystem } from "@homeostat/core/system";
import { Twin } from "@homeostat/core/twin";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { testFolder } from "../test-folder.fixture.ts";
import { SqliteJournal } from "./sqlite-journal.ts";
import { decodeTelemetry, encodeTelemetry } from "./telemetry-codec.ts";

const model = parseSystem("name: t\ncomponents:\n  - { id: web, kind: service }\n  - { id: db, kind: database }\n");
const described: JournalEvent = { kind: "SystemDescribed", model, managed: "twin", faults: [], actions: [] };
const telemetry = (cpu: number): JournalEvent => ({
  kind: "TelemetryRecorded",
  metrics: ["cpu", "latencyMs"],
  rows: [
    [0, cpu, 12.5],
    [1, cpu / 3, null],
  ],
});
const entriesOf = (events: readonly JournalEvent[], from = 1): Entry[] =>
  events.map((event, i) => ({ seq: from + i, at: 1_000 * (from + i), event }));

const opened: Disposable[] = [];
afterEach(() => {
  for (const each of opened.splice(0).reverse()) each[Symbol.dispose]();
});

function folder(): string {
  const made = testFolder();
  opened.push(made);
  return made.path;
}

function open(path: string): SqliteJournal {
  const store = new SqliteJournal(path);
  opened.push({ [Symbol.dispose]: () => void store.close() });
  return store;
}

describe("the journal on disk", () => {
  it("gives back what was appended, telemetry to the last bit, also after it was closed and opened again", async () => {
    const path = folder();
    const first = open(path);
    const entries = entriesOf([described, telemetry(0.1), telemetry(1 / 3), { kind: "LoopResumed", by: "ana" }]);
    await first.append(entries.slice(0, 2), []);
    await first.append(entries.slice(2), [{ id: "c1", at: 4_000, result: { ok: true, seq: 4 } }]);
    expect(await first.read({ from: 1 })).toEqual(entries);
    const { journal, sessionKey } = first;
    await first.close();

    const second = open(path);
    expect(second.journal).toBe(journal);
    expect([...second.sessionKey]).toEqual([...sessionKey]);
    expect(await second.read({ from: 1 })).toEqual(entries);
    expect(await second.read({ from: 2, to: 3 })).toEqual(entries.slice(1, 3));
    expect(await second.read({ from: 2, until: 3_500 })).toEqual(entries.slice(1, 3));
    expect(await second.read({ from: 2, limit: 1 })).toEqual(entries.slice(1, 2));
    expect(await second.commandResult("c1")).toEqual({ ok: true, seq: 4 });
    expect(await second.commandResult("c2")).toBeUndefined();
    expect(await second.span()).toEqual({ fromSeq: 1, toSeq: 4, from: 1_000, to: 4_000 });
    const marks = await second.marks(0, 10_000, 100);
    expect(marks.map(({ seq }) => seq)).toEqual([1, 4]);
    const [{ at, event }] = marks.slice(-1) as [Entry];
    expect(await second.nearest(event.kind, at - 1, 1)).toBe(at);
    expect(await second.nearest(event.kind, at, 1)).toBeUndefined();
    expect(await second.nearest(event.kind, at + 1, -1)).toBe(at);
    expect((await second.ofKinds(["LoopResumed"], 0)).map(({ seq }) => seq)).toEqual([4]);
  });

  it("refuses an entry that leaves a gap, and keeps nothing of a batch that fails", async () => {
    const store = open(folder());
    await store.append(entriesOf([described]), []);
    await expect(store.append(entriesOf([telemetry(1)], 3), [])).rejects.toThrow("entry 3 does not follow 1");
    const command = { id: "c", at: 0, result: { ok: true as const, seq: 2 } };
    await expect(store.append(entriesOf([telemetry(1)], 2), [command, command])).rejects.toThrow("UNIQUE");
    expect((await store.span()).toSeq).toBe(1);
    await store.append(entriesOf([telemetry(1)], 2), [command]);
    expect((await store.read({ from: 1 })).length).toBe(2);
  });

  it("finds the nearest stored state, and passes over states that another version stored", async () => {
    const path = folder();
    const store = open(path);
    const entries = entriesOf([described, telemetry(0.1), telemetry(0.2), telemetry(0.3)]);
    await store.append(entries, []);
    await store.saveState(replay(entries.slice(0, 2)));
    await store.saveState(replay(entries.slice(0, 3)));
    expect((await store.stateBefore({ at: 2_999 }))?.seq).toBe(2);
    expect((await store.stateBefore({ seq: 3 }))?.seq).toBe(3);
    expect(await store.stateBefore({ at: 1_000 })).toBeUndefined();
    const base = await store.stateBefore({});
    const whole = replay(await store.read({ from: (base?.seq ?? 0) + 1 }), base);
    expect(stateHash(whole)).toBe(stateHash(replay(entries)));

    await store.close();
    const database = new DatabaseSync(join(path, "journal.sqlite"));
    database.exec("UPDATE state SET format = 'older'");
    database.close();
    expect(await open(path).stateBefore({})).toBeUndefined();
  });

  it("finds the nearest stored twin to the last bit, and keeps old ones within bounds", async () => {
    const store = open(folder());
    const events = [described, ...Array.from({ length: 100 }, (_, i) => telemetry(i))];
    await store.append(entriesOf(events), []);
    const twin = new Twin(model, { seed: 3, startAt: 0 }).state();
    const kept = { of: "system" as const, twin, tickMs: 1_000, stepMs: 1_000, faults: { a: "fault-1" } };
    for (const seq of [10, 20, 90]) await store.saveTwin({ seq, at: seq * 1_000, ...kept });
    expect(await store.twinBefore(25)).toEqual({ seq: 20, at: 20_000, ...kept });
    expect(await store.twinBefore(9)).toBeUndefined();
    const retention = { wholeMs: 20_000, keepOneIn: 10, samplesMs: 1_000_000 };
    while (await store.thin(100_000, retention));
    expect((await store.twinBefore(25))?.seq).toBe(10);
    expect((await store.twinBefore(100))?.seq).toBe(90);
    await store.thin(100_000, { ...retention, samplesMs: 50_000 });
    expect(await store.twinBefore(25)).toBeUndefined();
  });

  it("answers with one component's samples, thinned evenly and with the newest kept", async () => {
    const store = open(folder());
    const events = [described, ...Array.from({ length: 100 }, (_, i) => telemetry(i))];
    await store.append(entriesOf(events), []);
    const all = await store.samples("db", 0, 1e9, 1_000);
    expect(all.metrics).toEqual(["cpu"]);
    expect(all.at.length).toBe(100);
    expect(all.values[0]?.[30]).toBe(10);
    const few = await store.samples("web", 0, 1e9, 10);
    expect(few.at.length).toBe(10);
    expect(few.metrics).toEqual(["cpu", "latencyMs"]);
    expect(few.at.at(-1)).toBe(101_000);
    expect((await store.samples("nobody", 0, 1e9, 10)).at).toEqual([]);
  });

  it("answers with one metric of all components at the same moments", async () => {
    const store = open(folder());
    await store.append(entriesOf([described, ...Array.from({ length: 100 }, (_, i) => telemetry(i))]), []);
    const { at, values } = await store.across("cpu", 0, 1e9, 10);
    const one = await store.samples("web", 0, 1e9, 10);
    expect(at).toEqual(one.at);
    expect(values["web"]).toEqual(one.values[0]);
    expect(Object.keys(values).toSorted()).toEqual(["db", "web"]);
    expect((await store.across("nothing", 0, 1e9, 10)).at).toEqual([]);
  });

  it("keeps a component's samples its own when the system is described anew with other places", async () => {
    const store = open(folder());
    const turned = { ...model, components: [...model.components].reverse() };
    const again: JournalEvent = { ...described, model: turned };
    await store.append(entriesOf([described, telemetry(0.9), again, telemetry(0.9)]), []);
    expect((await store.samples("web", 0, 1e9, 10)).values[0]).toEqual([0.9, 0.3]);
  });

  it("thins old telemetry without a gap, and keeps all else", async () => {
    const store = open(folder());
    const events = [described, ...Array.from({ length: 50 }, (_, i) => telemetry(i)), { kind: "LoopResumed", by: "a" }];
    await store.append(entriesOf(events as JournalEvent[]), []);
    const retention = { wholeMs: 20_000, keepOneIn: 10, samplesMs: 1e9 };
    while (await store.thin(60_000, retention));
    const entries = await store.read({ from: 1 });
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 52 }, (_, i) => i + 1));
    const kept = entries.filter(({ event }) => event.kind === "TelemetryRecorded" && event.rows.length > 0);
    expect(kept.filter(({ at }) => at < 40_000).map(({ seq }) => seq)).toEqual([10, 20, 30]);
    expect(kept.filter(({ at }) => at >= 40_000).length).toBe(12);
    expect(replay(entries).seq).toBe(52);
  });
});

describe("a journal that cannot be used is refused in one sentence", () => {
  const sentence = (path: string): string => {
    try {
      open(path);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return (error as Error).message;
    }
    return "it was opened";
  };

  it("because another process has it", () => {
    const path = folder();
    open(path);
    expect(sentence(path)).toContain("another Homeostat is using this data directory");
  });

  it("because it is no database", () => {
    const path = folder();
    writeFileSync(join(path, "journal.sqlite"), "this is a text and not a database, however long it is ".repeat(40));
    expect(sentence(path)).toContain("damaged or is no journal");
  });

  it("because it was damaged in the middle", async () => {
    const path = folder();
    const store = open(path);
    await store.append(entriesOf([described, ...Array.from({ length: 400 }, (_, i) => telemetry(i))]), []);
    await store.close();
    const file = join(path, "journal.sqlite");
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 3 * 4096, bytes.length - 4096);
    writeFileSync(file, bytes);
    expect(sentence(path)).toContain("damaged");
  });

  it("because a newer version wrote it", async () => {
    const path = folder();
    await open(path).close();
    const database = new DatabaseSync(join(path, "journal.sqlite"));
    database.exec("PRAGMA user_version = 99");
    database.close();
    expect(sentence(path)).toContain("a newer Homeostat wrote this journal (format 99");
  });

  it("because it is somebody else's database", () => {
    const path = folder();
    const database = new DatabaseSync(join(path, "journal.sqlite"));
    database.exec("CREATE TABLE t (x)");
    database.close();
    expect(sentence(path)).toContain("not a Homeostat journal");
  });

  it("because the place cannot be written", () => {
    const path = folder();
    writeFileSync(join(path, "file"), "");
    expect(sentence(join(path, "file"))).toContain("give a directory that this user may write to");
  });
});

describe("the form of telemetry on disk", () => {
  it("loses nothing", () => {
    const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
    const event = fc
      .record({ metrics: fc.uniqueArray(fc.string(), { maxLength: 6 }), count: fc.nat({ max: 5 }) })
      .chain(({ metrics, count }) =>
        fc
          .array(
            fc.tuple(fc.nat({ max: 100 }), fc.array(value, { minLength: metrics.length, maxLength: metrics.length })),
            {
              minLength: count,
              maxLength: count,
            },
          )
          .map((rows) => ({ kind: "TelemetryRecorded" as const, metrics, rows: rows.map(([i, v]) => [i, ...v]) })),
      );
    fc.assert(
      fc.property(event, (given) => {
        const { shape, values } = encodeTelemetry(given);
        expect(decodeTelemetry(shape, values)).toEqual(given);
      }),
    );
  });
});
