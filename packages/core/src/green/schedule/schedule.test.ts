import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseScheduleProblem, planSchedule, type SchedulePlan, type ScheduleProblem } from "../index.ts";

/** A stopwatch that moves on by a thousandth of a millisecond at each look: the same searches on every machine. */
function stopwatch(): () => number {
  let t = 0;
  return () => (t += 0.001);
}

const plan = (problem: ScheduleProblem, limitMs = 1) => planSchedule(problem, { now: stopwatch(), limitMs });

/** Whether a plan keeps every window, cap, energy and precedence; a sentence for what it breaks. */
function violation(problem: ScheduleProblem, found: SchedulePlan): string | undefined {
  if (found.kind !== "planned") return undefined;
  const load = problem.regions.map(({ cap }) => cap.map(() => 0));
  const spans = found.jobs.map((own, j) => {
    const job = problem.jobs[j]!;
    const draws =
      own.kind === "in-parts"
        ? own.draws
        : Array.from({ length: job.duration }, (_, t) => ({
            region: own.region,
            slot: own.start + t,
            power: job.power,
          }));
    let energy = 0;
    const bySlot = new Map<number, number>();
    for (const { region, slot, power } of draws) {
      load[region]![slot]! += power;
      energy += power;
      bySlot.set(slot, (bySlot.get(slot) ?? 0) + power);
      if (!job.regions.includes(region)) return { error: `job ${j} in region ${region}` };
    }
    if (Math.abs(energy - job.power * job.duration) > 1e-6) return { error: `job ${j} has energy ${energy}` };
    for (const power of bySlot.values()) if (power > job.power + 1e-6) return { error: `job ${j} draws ${power}` };
    return { first: Math.min(...bySlot.keys()), last: Math.max(...bySlot.keys()) + 1 };
  });
  for (const [j, span] of spans.entries()) {
    if ("error" in span) return span.error;
    const job = problem.jobs[j]!;
    if (span.first < job.release || span.last > job.deadline) return `job ${j} leaves its window`;
    for (const i of job.after) {
      const earlier = spans[i]!;
      if (!("error" in earlier) && earlier.last > span.first) return `job ${j} starts before ${i} ends`;
    }
  }
  for (const [k, region] of problem.regions.entries())
    for (const [t, cap] of region.cap.entries()) if (load[k]![t]! > cap + 1e-6) return `slot ${t} is above the cap`;
  return undefined;
}

const costOf = (found: SchedulePlan) => (found.kind === "planned" ? found.cost : Number.POSITIVE_INFINITY);
const boundOf = (found: SchedulePlan) => (found.kind === "planned" ? found.bound : Number.POSITIVE_INFINITY);

/** The optimum of jobs in one piece, by trying everything; infinity where there is no plan. */
function bruteForce(problem: ScheduleProblem): number {
  const load = problem.regions.map(({ cap }) => cap.map(() => 0));
  const at: number[] = [];
  const descend = (j: number): number => {
    const job = problem.jobs[j];
    if (job === undefined) return 0;
    let best = Number.POSITIVE_INFINITY;
    for (const k of job.regions) {
      const region = problem.regions[k]!;
      for (let s = job.release; s + job.duration <= Math.min(job.deadline, region.cap.length); s++) {
        if (job.after.some((i) => at[i]! + problem.jobs[i]!.duration > s)) continue;
        const slots = Array.from({ length: job.duration }, (_, t) => s + t);
        if (slots.some((t) => load[k]![t]! + job.power > region.cap[t]!)) continue;
        for (const t of slots) load[k]![t]! += job.power;
        at[j] = s;
        const own = slots.reduce((sum, t) => sum + job.power * region.intensityGPerKwh[t]!, 0);
        best = Math.min(best, own + descend(j + 1));
        for (const t of slots) load[k]![t]! -= job.power;
      }
    }
    return best;
  };
  return descend(0);
}

/** The optimum of a mixture without precedence: each arrangement of the rigid jobs with the optimum of the others beside it. */
function mixedBruteForce(problem: ScheduleProblem): number {
  const rigid = problem.jobs.filter(({ isInterruptible }) => !isInterruptible);
  const pausing = problem.jobs.filter(({ isInterruptible }) => isInterruptible);
  const caps = problem.regions.map(({ cap }) => [...cap]);
  const descend = (j: number): number => {
    const job = rigid[j];
    if (job === undefined) {
      const regions = problem.regions.map((region, k) => ({ ...region, cap: caps[k]! }));
      return costOf(plan({ regions, jobs: pausing }));
    }
    let best = Number.POSITIVE_INFINITY;
    for (const k of job.regions) {
      for (let s = job.release; s + job.duration <= job.deadline; s++) {
        const slots = Array.from({ length: job.duration }, (_, t) => s + t);
        if (slots.some((t) => caps[k]![t]! < job.power)) continue;
        for (const t of slots) caps[k]![t]! -= job.power;
        const own = slots.reduce((sum, t) => sum + job.power * problem.regions[k]!.intensityGPerKwh[t]!, 0);
        best = Math.min(best, own + descend(j + 1));
        for (const t of slots) caps[k]![t]! += job.power;
      }
    }
    return best;
  };
  return descend(0);
}

const smallProblem = (options: { regions: number; mayWait: boolean; mayPause: "none" | "all" | "some" }) =>
  fc
    .record({
      slots: fc.integer({ min: 3, max: 8 }),
      regions: fc.integer({ min: 1, max: options.regions }),
      seed: fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }),
      jobs: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ slots, regions, seed, jobs }): ScheduleProblem => {
      let i = 0;
      const draw = (n: number) => (seed[i++ % seed.length]! + 7 * i) % n;
      return {
        regions: Array.from({ length: regions }, (_, k) => ({
          name: `${k}`,
          intensityGPerKwh: Array.from({ length: slots }, () => 50 + draw(400)),
          cap: Array.from({ length: slots }, () => 6 + draw(6)),
        })),
        jobs: Array.from({ length: jobs }, (_, j) => {
          const duration = 1 + draw(3);
          const release = draw(Math.max(1, slots - duration));
          return {
            name: `${j}`,
            power: 1 + draw(6),
            duration,
            release,
            deadline: Math.min(slots, release + duration + draw(5)),
            isInterruptible: options.mayPause === "all" || (options.mayPause === "some" && draw(2) === 0),
            after: options.mayWait && j > 0 && draw(3) === 0 ? [draw(j)] : [],
            regions: regions === 1 || draw(2) === 0 ? [0] : Array.from({ length: regions }, (_, k) => k),
          };
        }),
      };
    });

describe("planSchedule, jobs in one piece", () => {
  it("finds the optimum of small instances, and a plan whenever there is one", () => {
    fc.assert(
      fc.property(smallProblem({ regions: 2, mayWait: true, mayPause: "none" }), (problem) => {
        const best = bruteForce(problem);
        const found = plan(problem);
        const isRefused = found.kind === "infeasible" && found.isProven;
        expect([isRefused, violation(problem, found)]).toEqual([best === Number.POSITIVE_INFINITY, undefined]);
        expect(costOf(found)).toBeCloseTo(best, 6);
        expect(boundOf(found)).toBeLessThanOrEqual(best * (1 + 1e-9));
      }),
      { numRuns: 300 },
    );
  });

  it("keeps the cap, stays above its bound and is no worse than running at once on a larger instance", () => {
    const problem = diurnal(80, 96, 7);
    const found = plan(problem, 3);
    expect([found.kind, violation(problem, found)]).toEqual(["planned", undefined]);
    expect(costOf(found) / boundOf(found)).toBeLessThan(1.02);
    expect(boundOf(found)).toBeLessThanOrEqual(costOf(found));
    expect(costOf(found)).toBeLessThanOrEqual(found.kind === "planned" ? found.baseline.cost : 0);
  });

  it("gives the same plan for the same seed and stopwatch", () => {
    const problem = diurnal(40, 96, 3);
    expect(plan(problem, 1)).toEqual(plan(problem, 1));
  });
});

describe("planSchedule, jobs that may pause", () => {
  it("never costs more than in one piece, and the cost is its own bound", () => {
    fc.assert(
      fc.property(smallProblem({ regions: 2, mayWait: false, mayPause: "all" }), (problem) => {
        const found = plan(problem);
        const rigid = bruteForce(problem);
        expect(violation(problem, found)).toBeUndefined();
        expect(costOf(found) <= rigid * (1 + 1e-9)).toBe(true);
        expect(boundOf(found)).toBe(costOf(found));
      }),
      { numRuns: 300 },
    );
  });

  it("keeps everything where some may pause and some wait for others", () => {
    fc.assert(
      fc.property(smallProblem({ regions: 2, mayWait: true, mayPause: "some" }), (problem) => {
        const found = plan(problem);
        const rigid = bruteForce(problem);
        expect([found.kind === "infeasible" && rigid < Number.POSITIVE_INFINITY, violation(problem, found)]).toEqual([
          false,
          undefined,
        ]);
        expect(boundOf(found)).toBeLessThanOrEqual(Math.min(costOf(found), rigid * (1 + 1e-9)));
      }),
      { numRuns: 200 },
    );
  });

  it("comes to the optimum of small instances in which some may pause, and finds a plan whenever there is one", () => {
    fc.assert(
      fc.property(smallProblem({ regions: 2, mayWait: false, mayPause: "some" }), (problem) => {
        const found = plan(problem, 20);
        const best = mixedBruteForce(problem);
        const isImpossible = best === Number.POSITIVE_INFINITY;
        expect([found.kind === "infeasible", violation(problem, found)]).toEqual([isImpossible, undefined]);
        expect(isImpossible ? 1 : costOf(found) / best).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });
});

describe("planSchedule, where no plan exists", () => {
  const reason = (content: unknown, isInterruptible = false) => {
    const found = plan(parseScheduleProblem(content, { isInterruptible }));
    return found.kind === "infeasible" ? found.reason : "planned";
  };
  const ci = [5, 1, 2, 3];

  it("says in one sentence why", () => {
    expect(reason({ ci, cap: 4, jobs: [{ p: 1, d: 3, r: 1, D: 3 }] })).toBe(
      "job 0 runs 3 slots from slot 1 on, but its deadline is 3: there is room for 2",
    );
    expect(reason({ ci, cap: 4, jobs: [{ p: 5, d: 1, r: 0, D: 4 }] })).toBe(
      "job 0 draws 5, but the cap is at most 4 in slots 0 to 3",
    );
    expect(reason({ ci, cap: 4, jobs: [{ p: 1, d: 4, r: 1, D: 9 }] })).toBe(
      "job 0 runs 4 slots from slot 1 on, but the series ends after slot 3: there is room for 3",
    );
    expect(
      reason({
        ci,
        cap: 4,
        jobs: [
          { p: 3, d: 3, r: 0, D: 4 },
          { p: 2, d: 3, r: 0, D: 4 },
        ],
      }),
    ).toContain("must all run for their windows");
    expect(
      reason(
        {
          ci,
          cap: 2,
          jobs: [
            { p: 2, d: 3, r: 0, D: 4 },
            { p: 2, d: 2, r: 0, D: 4 },
          ],
        },
        true,
      ),
    ).toContain("at most 8 fits there under the cap");
    expect(
      reason({
        ci,
        cap: 4,
        jobs: [
          { p: 1, d: 1, r: 0, D: 4, after: [1] },
          { p: 1, d: 1, r: 0, D: 4, after: [0] },
        ],
      }),
    ).toContain("wait for one another in a circle");
    expect(
      reason({
        ci,
        cap: 4,
        jobs: [
          { p: 1, d: 2, r: 0, D: 4 },
          { p: 1, d: 3, r: 0, D: 4, after: [0] },
        ],
      }),
    ).toContain("what must end before it");
  });

  it("plans within a series that ends before a deadline, and says so", () => {
    const found = plan(parseScheduleProblem({ ci, cap: 4, jobs: [{ p: 1, d: 2, r: 0, D: 9 }] }));
    expect(found).toMatchObject({ kind: "planned", cost: 3, jobs: [{ start: 1 }] });
    expect(found.kind === "planned" && found.notes[0]).toContain("the series ends after slot 3");
  });
});

describe("parseScheduleProblem", () => {
  it("reads regions by name and jobs by id", () => {
    const problem = parseScheduleProblem({
      ci: { north: [1, 2], south: [3, 4] },
      cap: { north: 5, south: [6, 7] },
      jobs: [
        { id: "a", p: 1, d: 1, r: 0, D: 2, regions: ["south"] },
        { id: "b", p: 1, d: 1, r: 0, D: 2, after: ["a"] },
      ],
    });
    expect(problem.regions[1]).toEqual({ name: "south", intensityGPerKwh: [3, 4], cap: [6, 7] });
    expect(problem.jobs[0]!.regions).toEqual([1]);
    expect(problem.jobs[1]).toMatchObject({ after: [0], regions: [0, 1] });
  });

  it("says what is wrong and where", () => {
    expect(() => parseScheduleProblem({ ci: [1], cap: 1, jobs: [{ p: -1, d: 1, r: 0, D: 1 }] })).toThrow(
      "jobs[0].p: -1 cannot be used here; give a power above 0",
    );
    expect(() => parseScheduleProblem({ ci: [1], cap: 1, jobs: [{ p: 1, d: 1, r: 0, D: 1, after: ["x"] }] })).toThrow(
      'jobs[0].after: there is no job "x"',
    );
    expect(() => parseScheduleProblem({ ci: [], cap: 1, jobs: [] })).toThrow("the intensity has no slots");
  });
});

/** A day's wave of intensity, and jobs that fill six tenths of the cap. */
function diurnal(jobs: number, slots: number, seed: number): ScheduleProblem {
  let x = seed;
  const draw = (n: number) => ((x = (x * 1_103_515_245 + 12_345) % 2 ** 31), Math.floor((x / 2 ** 31) * n));
  const list = Array.from({ length: jobs }, (_, j) => {
    const duration = 1 + draw(8);
    const release = draw(slots - duration - 24);
    return { id: j, p: 5 + draw(46), d: duration, r: release, D: Math.min(slots, release + duration + 6 + draw(40)) };
  });
  const energy = list.reduce((sum, { p, d }) => sum + p * d, 0);
  return parseScheduleProblem({
    ci: Array.from({ length: slots }, (_, t) => 300 + 150 * Math.sin((t / 24) * 2 * Math.PI) + draw(30)),
    cap: Math.ceil(energy / slots / 0.55),
    jobs: list,
  });
}
