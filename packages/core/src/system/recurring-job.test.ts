import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "../kernel/index.ts";
import { dueOccurrences, parseSystem, type RecurringJob } from "./index.ts";

const backup: RecurringJob = {
  id: "backup",
  name: "Backup",
  powerW: 1_000,
  durationMinutes: 90,
  releaseAt: "20:30",
  withinHours: 10,
  everyDays: 1,
  isInterruptible: false,
};
const midnight = Date.UTC(2026, 1, 28);

describe("recurring jobs", () => {
  it("hand in what is released within a day, and what was and still has time", () => {
    const due = dueOccurrences(backup, midnight + 2 * hourMs);
    expect(due.map(({ id }) => id)).toEqual(["backup.2026-02-27", "backup.2026-02-28"]);
    expect(due[0]).toMatchObject({
      recurringId: "backup",
      durationMs: 90 * minuteMs,
      releaseAt: midnight - 3.5 * hourMs,
      deadlineAt: midnight + 6.5 * hourMs,
    });
    expect(dueOccurrences(backup, midnight + 5 * hourMs).map(({ id }) => id)).toEqual(["backup.2026-02-28"]);
  });

  it("hand in every release once, whenever the console looks or was away for less than it may wait", () => {
    const slack = 10 * hourMs - 90 * minuteMs - 2 * hourMs;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: slack - 1 }), { minLength: 40, maxLength: 80 }),
        fc.integer({ min: 1, max: 5 }),
        (pauses, everyDays) => {
          const job = { ...backup, everyDays };
          let now = midnight;
          let handedIn: number | undefined;
          const releases: number[] = [];
          for (const pause of pauses) {
            for (const { releaseAt, deadlineAt, durationMs } of dueOccurrences(job, now, handedIn)) {
              expect(deadlineAt - Math.max(now, releaseAt)).toBeGreaterThanOrEqual(durationMs + 2 * hourMs - 1);
              releases.push(releaseAt);
              handedIn = releaseAt;
            }
            now += pause;
          }
          const gaps = releases.slice(1).map((at, i) => at - releases[i]!);
          expect(gaps.every((gap) => gap === everyDays * dayMs)).toBe(true);
        },
      ),
    );
  });

  it("are refused where they cannot wait, with the line", () => {
    const file = "name: t\ncomponents: [{ id: a, kind: service }]\nrecurringJobs:\n";
    const read = (line: string) => parseSystem(`${file}  - ${line}\n`, "t.yaml");
    const whole = "id: b, name: B, powerW: 1, durationMinutes: 60";
    expect(() => read(`{ ${whole}, releaseAt: "18:00", withinHours: 2 }`)).toThrow(
      "work that can wait needs at least two hours more than it runs; give more hours",
    );
    expect(() => read(`{ ${whole}, releaseAt: "25:00", withinHours: 8 }`)).toThrow(
      "t.yaml:4: recurringJobs[0].releaseAt",
    );
  });
});
