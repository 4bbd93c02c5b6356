import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, InputError, minuteMs } from "../../kernel/index.ts";
import {
  type IntensitySeries,
  pointsOfSeries,
  readElectricityMapsPortal,
  readIntensity,
  seriesOfPoints,
  withoutHoles,
  writeElectricityMaps,
  writeElectricityMapsPortal,
  writeUkCarbonIntensity,
  writeWattTime,
} from "../index.ts";

const about = { signal: "average", zone: "DE", source: "test" } as const;

/** Local midnight to midnight around a change of the clocks: [zone, offset before, offset after, day, hours of that day]. */
const changes = [
  ["Berlin, spring", 1, 2, "2026-03-29", 23],
  ["Berlin, autumn", 2, 1, "2026-10-25", 25],
  ["New York, spring", -5, -4, "2026-03-08", 23],
  ["New York, autumn", -4, -5, "2026-11-01", 25],
  ["Lord Howe, autumn, by half an hour", 11, 10.5, "2026-04-05", 24.5],
  ["Lord Howe, spring, by half an hour", 10.5, 11, "2026-10-04", 23.5],
  ["Kathmandu, which has none", 5.75, 5.75, "2026-06-01", 24],
] as const;

function offset(hours: number): string {
  const minutes = Math.round(Math.abs(hours) * 60);
  const two = (n: number) => `${n}`.padStart(2, "0");
  return `${hours < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

describe("a change of the clocks", () => {
  it.each(changes)("%s: every half hour is there once", (_name, before, after, day, hours) => {
    const midnight = Date.parse(`${day}T00:00:00${offset(before)}`);
    const changeAt = midnight + 2 * hourMs;
    const local = (at: number) => {
      const hoursOff = at < changeAt ? before : after;
      return new Date(at + hoursOff * hourMs).toISOString().slice(0, 19) + offset(hoursOff);
    };
    const instants = Array.from({ length: hours * 2 }, (_, i) => midnight + i * 30 * minuteMs);
    const csv = `time,X\n${instants.map((at, i) => `${local(at)},${i}\n`).join("")}`;
    const series = readIntensity(csv);
    expect(series).toMatchObject({ startMs: midnight, stepMs: 30 * minuteMs, gPerKwh: instants.map((_, i) => i) });
    const data = instants.map((at, i) => ({ zone: "X", datetime: local(at), carbonIntensity: i }));
    expect(readIntensity({ zone: "X", data }).gPerKwh).toEqual(series.gPerKwh);
  });

  it("told without an offset costs the doubled hour and leaves a hole, and everything else stays where it was", () => {
    const row = (clock: string, i: number) => `2026-10-25 ${clock}:00,${i}\n`;
    const autumn = readIntensity(`time,X\n${["01:00", "02:00", "02:00", "03:00", "04:00"].map(row).join("")}`);
    expect(autumn.gPerKwh).toEqual([0, 2, 3, 4]);
    const spring = readIntensity(`time,X\n${["00:00", "01:00", "03:00", "04:00"].map(row).join("")}`);
    expect(spring.gPerKwh).toEqual([0, 1, Number.NaN, 2, 3]);
    expect(withoutHoles(spring)).toMatchObject({ filled: 1, series: { gPerKwh: [0, 1, 1.5, 2, 3] } });
  });

  it("and 29 February are days like others", () => {
    const start = Date.UTC(2028, 1, 28);
    const hours = Array.from({ length: 72 }, (_, t) => ({ at: start + t * hourMs, gPerKwh: t }));
    expect(seriesOfPoints(hours, about).gPerKwh).toHaveLength(72);
    expect(new Date(start + dayMs).toISOString()).toContain("2028-02-29");
    expect(() => readIntensity("time,X\n2027-02-29 00:00:00,1\n")).toThrow(
      'line 2: "2027-02-29 00:00:00" is not a time; give ISO 8601',
    );
  });
});

describe("readings in any state", () => {
  const step = fc.constantFrom(5, 15, 30, 60).map((minutes) => minutes * minuteMs);
  const start = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }).map((at) => at - (at % hourMs));

  it("give the same series, whatever their order, with hours missing and hours twice", () => {
    const values = fc.array(fc.option(fc.integer({ min: 0, max: 900 }), { freq: 5 }), { minLength: 12, maxLength: 60 });
    fc.assert(
      fc.property(start, step, values, fc.array(fc.nat()), (startMs, stepMs, known, shuffle) => {
        const points = known.flatMap((gPerKwh, i) => (gPerKwh === null ? [] : [{ at: startMs + i * stepMs, gPerKwh }]));
        fc.pre(points.length > 0);
        const mixed = [...points, ...shuffle.slice(0, 8).map((n) => points[n % points.length]!)];
        for (const [i, n] of shuffle.entries()) {
          const [a, b] = [i % mixed.length, n % mixed.length];
          [mixed[a], mixed[b]] = [mixed[b]!, mixed[a]!];
        }
        const series = seriesOfPoints(mixed, { ...about, stepMs });
        expect(pointsOfSeries(series)).toEqual(points);
        const whole = withoutHoles(series);
        expect(whole.series.gPerKwh.every((value) => value >= 0 && value <= 900)).toBe(true);
        expect(whole.filled).toBe(series.gPerKwh.length - points.length);
      }),
    );
  });

  it("are read, or refused in one sentence, whatever was done to an answer", () => {
    const base: IntensitySeries = {
      ...about,
      startMs: Date.UTC(2026, 0),
      stepMs: hourMs,
      gPerKwh: [300, 200, 100, 50],
    };
    const average = base as IntensitySeries<"average">;
    const answers = [
      writeElectricityMaps(average, "history"),
      writeElectricityMaps(average, "forecast"),
      { zone: "DE", history: [{ datetime: "2026-01-01T00:00:00Z", renewablePercentage: 42.5 }] },
      writeWattTime({ ...base, signal: "marginal" }),
      writeUkCarbonIntensity(average),
      [{ location: "DE", time: "2026-01-01T00:00:00Z", rating: 300, duration: "01:00:00" }],
    ];
    const oddities = fc.constantFrom<unknown>(
      null,
      "",
      "many",
      "NaN",
      -1,
      1e308,
      1e18,
      true,
      [],
      {},
      "2026-13-01",
      "9999-12-31T23:59Z",
    );
    fc.assert(
      fc.property(fc.constantFrom(...answers), fc.nat(40), oddities, fc.boolean(), (answer, where, odd, cut) => {
        const content = JSON.parse(JSON.stringify(answer)) as unknown;
        spoil(content, where, odd);
        const text = JSON.stringify(content);
        expect(flawOf(() => readIntensity(cut ? text.slice(0, where) : text, "answer.json"))).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  it("are read, or refused with file and line, whatever was done to a table", () => {
    const portal = writeElectricityMapsPortal({
      ...about,
      startMs: Date.UTC(2026, 0),
      stepMs: hourMs,
      gPerKwh: [300, 200, 100, 50],
      renewableShare: [0.5, 0.25, 1, 0],
    });
    const plain = "time,DE,FR\n2026-01-01 00:00:00,300,50\n2026-01-01 01:00:00,200,40\n2026-01-01 02:00:00,,30\n";
    const oddities = fc.constantFrom("", ",", '"', "\n", "-", "1e999", "NaN", "e", "\u0000", "٣", "2026", ";", " ");
    fc.assert(
      fc.property(fc.constantFrom(portal, plain), fc.nat(200), fc.nat(6), oddities, (table, at, length, odd) => {
        const text = table.slice(0, at) + odd + table.slice(at + length);
        expect(flawOf(() => readIntensity(text, "table.csv"))).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });
});

describe("the portal's table", () => {
  it("comes back with its renewable share", () => {
    const share = fc.option(fc.integer({ min: 0, max: 10_000 }), { freq: 4 });
    const row = fc.tuple(fc.integer({ min: 0, max: 900 }), share);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const series: IntensitySeries<"average"> = {
          ...about,
          source: "Electricity Maps",
          startMs: Date.UTC(2026, 0),
          stepMs: hourMs,
          gPerKwh: rows.map(([gPerKwh]) => gPerKwh),
          renewableShare: rows.map(([, percent]) => (percent === null ? Number.NaN : percent / 100 / 100)),
        };
        const back = readElectricityMapsPortal(writeElectricityMapsPortal(series));
        const { renewableShare, ...rest } = series;
        const isKnown = renewableShare!.some((value) => !Number.isNaN(value));
        expect(back).toEqual(isKnown ? series : rest);
      }),
    );
  });
});

/** Puts something else in place of the value at some place of a document. */
function spoil(content: unknown, where: number, odd: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (value: unknown) => {
    if (value === null || typeof value !== "object") return;
    for (const key of Object.keys(value)) {
      places.push([value as Record<string, unknown>, key]);
      walk((value as Record<string, unknown>)[key]);
    }
  };
  walk(content);
  const [parent, key] = places[where % places.length]!;
  parent[key] = odd;
}

/** What is wrong with how something was read: neither a sound series nor one sentence. */
function flawOf(read: () => IntensitySeries): string | undefined {
  let series: IntensitySeries;
  try {
    series = read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const isSentence = /^[^\n]{10,300}$/.test(error.message) && !/undefined|\[object/.test(error.message);
    return isSentence ? undefined : error.message;
  }
  const { gPerKwh, stepMs, startMs } = series;
  const isSound =
    gPerKwh.length > 0 &&
    stepMs >= minuteMs &&
    Number.isFinite(startMs) &&
    gPerKwh.every((value) => Number.isNaN(value) || (value >= 0 && value <= 10_000));
  return isSound ? undefined : JSON.stringify(series).slice(0, 300);
}
