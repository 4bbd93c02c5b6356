import { expect, it } from "vitest";
import { hourMs, minuteMs } from "../../kernel/index.ts";
import { type ConsoleState, fold, initialState, type JournalEvent } from "../../journal/index.ts";
import { deferrableJobSchema, parseSystem } from "../../system/index.ts";
import { heldBackJobs, heldBackUntil } from "../index.ts";

const model = parseSystem(`name: shop
components:
  - { id: shop, kind: service }
  - { id: db, kind: database }
  - { id: mail, kind: service }
dependencies:
  - { from: shop, to: db }
`);
const now = 10 * hourMs + 7 * minuteMs;
const job = (id: string, component: string | undefined, about: object = {}) =>
  deferrableJobSchema.parse({
    id,
    name: id,
    powerW: 100,
    durationMs: hourMs,
    releaseAt: 0,
    deadlineAt: now + 6 * hourMs,
    ...(component === undefined ? {} : { component }),
    ...about,
  });

function stateAfter(events: readonly JournalEvent[]): ConsoleState {
  const described = { kind: "SystemDescribed" as const, model, managed: "twin" as const, faults: [], actions: [] };
  return [described, ...events].reduce<ConsoleState>(
    (state, event) => fold(state, { seq: state.seq + 1, at: now, event }),
    initialState,
  );
}

it("holds work back whose component service needs: while an incident touches it or what depends on it", () => {
  const jobs = [
    job("backup", "db"),
    job("report", "shop"),
    job("newsletter", "mail"),
    job("anything", undefined),
    job("urgent", "db", { deadlineAt: now + hourMs + 20 * minuteMs }),
    job("pinned", "db", { pinnedAt: now }),
  ];
  const submitted: JournalEvent[] = jobs.map((one) => ({ kind: "JobSubmitted", job: one, by: "test" }));
  const calm = stateAfter(submitted);
  expect([...heldBackJobs(calm, now).keys()]).toEqual([]);

  const incident = { id: "i", root: "shop", findings: [], affected: ["shop"], openedAt: now };
  const troubled = stateAfter([...submitted, { kind: "IncidentOpened", incident }]);
  // The shop is unwell and rests on the database; a backup would load that.
  expect([...heldBackJobs(troubled, now)]).toEqual([
    ["backup", { because: "incident", component: "shop" }],
    ["report", { because: "incident", component: "shop" }],
  ]);
  const over = stateAfter([
    ...submitted,
    { kind: "IncidentOpened", incident },
    { kind: "IncidentHealed", incident: "i" },
  ]);
  expect(heldBackJobs(over, now).size).toBe(0);
});

it("lets what has begun go on", () => {
  const begun = [{ zone: "DE", from: now - minuteMs, to: now + hourMs, powerW: 100 }];
  const state = stateAfter([
    { kind: "JobSubmitted", job: job("backup", "db"), by: "test" },
    {
      kind: "SchedulePlanned",
      plan: {
        kind: "planned",
        slotMs: 15 * minuteMs,
        costG: 1,
        boundG: 1,
        gap: 0,
        baselineG: 1,
        baselineKeepsCap: true,
        runs: { backup: begun },
        leftOut: {},
        notes: [],
      },
    },
    { kind: "IncidentOpened", incident: { id: "i", root: "db", findings: [], affected: ["db"], openedAt: now } },
  ]);
  expect(heldBackJobs(state, now).size).toBe(0);
});

it("holds back past the slot that comes next, so that nobody is told to start while it lasts", () => {
  expect(heldBackUntil(now)).toBe(10 * hourMs + 30 * minuteMs);
});
