import { spawnSync } from "node:child_process";

import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

const main = join(import.meta.dirname, "../../main.ts");
const folder = mkdtempSync(join(tmpdir(), "homeostat-carbon-"));
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, "carbon", ...args], {
    input,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const schedule = (content: unknown, ...more: string[]) =>
  run(["schedule", "-", "--json", ...more], typeof content === "string" ? content : JSON.stringify(content));
const job = { p: 4, d: 2, r: 0, D: 4 };
const instance = { ci: [300, 120, 90, 200], cap: 5, jobs: [job] };

describe("homeostat carbon schedule", () => {
  it("gives the plan with its proof", () => {
    const { status, stdout } = schedule(instance);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ feasible: true, objective: 840, bound: 840, gap: 0, starts: [1] });
  });

  it("says in one sentence why there is no plan, and how far a series that is too short goes", () => {
    for (const [content, reason] of [
      [
        { ...instance, jobs: [{ ...job, d: 9, D: 9 }] },
        "job 0 runs 9 slots from slot 0 on, but the series ends after slot 3",
      ],
      [{ ...instance, jobs: [{ ...job, D: 1 }] }, "its deadline is 1: there is room for 1"],
      [{ ...instance, cap: 3 }, "job 0 draws 4, but the cap is at most 3"],
      [{ ...instance, jobs: [job, { ...job, r: 2 }, { ...job, r: 0, D: 2 }] }, "energy"],
    ] as const) {
      const { status, stdout } = schedule(content);
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ feasible: false, proven: true });
      expect((JSON.parse(stdout) as { reason: string }).reason).toContain(reason);
    }
    const short = schedule({ ...instance, jobs: [{ ...job, D: 40 }] });
    expect(JSON.parse(short.stdout)).toMatchObject({
      feasible: true,
      objective: 840,
      notes: ["the series ends after slot 3, before the deadline of job 0; planned within the series"],
    });
  });

  it("refuses what is no instance in one sentence", () => {
    for (const [content, sentence] of [
      ["{", "this is not JSON"],
      ["[]", "cannot be used here"],
      [{ ...instance, ci: [300, -1, 90, 200] }, "ci[1]: -1 cannot be used here"],
      ['{"ci": [NaN], "cap": 1, "jobs": []}', "this is not JSON"],
      ['{"ci": [1e400], "cap": 1, "jobs": []}', "ci: "],
      [{ ...instance, jobs: [{ ...job, p: 1e300 }] }, "jobs[0].p: 1e+300 cannot be used here"],
      [{ ...instance, jobs: [{ ...job, d: 1.5 }] }, "jobs[0].d: 1.5 cannot be used here"],
      [{ ...instance, jobs: [{ ...job, after: [7] }] }, "jobs[0].after: there is no job 7"],
    ] as const) {
      const { status, stderr } = schedule(content);
      expect([content, status]).toEqual([content, 2]);
      expect(stderr).toContain(sentence);
      expect(stderr.trimEnd()).toMatch(/^homeostat: [^\n]{10,300}$/);
    }
  });
});

describe("homeostat carbon shift", () => {
  const hours = (count: number, value: (i: number) => number | string) =>
    `time,DE\n${Array.from({ length: count }, (_, i) => `${new Date(Date.UTC(2024, 1, 1, i)).toISOString()},${value(i)}\n`).join("")}`;
  const jobs = file("jobs.json", '{"slotMinutes": 60, "jobs": [[2, 3], [700, 4], [900, 4]]}');

  it("measures over a leap day and a hole, and leaves out what ends behind the series", () => {
    const intensity = file(
      "leap.csv",
      hours(24 * 31, (i) => (i === 40 ? "" : 300 + 100 * Math.sin(i / 4))),
    );
    const { status, stdout } = run([
      "shift",
      "--intensity",
      intensity,
      "--jobs",
      jobs,
      "--policy",
      "semi-weekly",
      "--json",
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ jobs: 2, leftOut: 1, filledSlots: 1 });
  });

  it("refuses what it cannot read in one sentence with file and line", () => {
    for (const [name, content, sentence] of [
      ["negative.csv", hours(30, (i) => (i === 3 ? -4 : 1)), "-4 at 2024-02-01T03:00:00.000Z cannot be an intensity"],
      ["words.csv", hours(30, (i) => (i === 3 ? "many" : 1)), 'words.csv:5: "many" is not an intensity'],
      ["date.csv", "time,DE\n2023-02-29,1\n", 'date.csv:2: "2023-02-29" is not a time'],
      ["empty.csv", "", "the file is empty"],
    ] as const) {
      const intensity = file(name, content);
      const { status, stderr } = run(["shift", "--intensity", intensity, "--jobs", jobs, "--policy", "semi-weekly"]);
      expect([name, status]).toEqual([name, 2]);
      expect(stderr).toContain(sentence);
      expect(stderr.trimEnd()).toMatch(/^homeostat: [^\n]{10,300}$/);
    }
  });
});

describe("homeostat carbon footprint", () => {
  const component = "components: [{name: a, power: {kind: tdp, tdpW: 100}, utilisation: 0.5, durationSeconds: 60}]";

  it("takes a zone's mean of a year for its grid, and says so", () => {
    const { status, stdout } = run(["footprint", "-", "--json"], `name: a\ngrid: {zone: FR}\n${component}\n`);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { grid: { source: string } }).grid.source).toMatch(/^FR, mean of 20\d\d, /);
    const unknown = run(["footprint", "-"], `name: a\ngrid: {zone: ATLANTIS}\n${component}\n`);
    expect([unknown.status, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('no mean of a year is known of "ATLANTIS"'),
    ]);
  });
});

describe("homeostat carbon advice", () => {
  const system = `name: shop
components:
  - { id: shop, kind: service, replicas: 5, serviceTimeMs: 20, loadRps: 30, power: { idleW: 100, peakW: 300 } }
`;

  it("says what a component could run on instead, what that saves, and what it costs", () => {
    const { status, stdout } = run(["advice", "-", "--json"], system);
    expect(status).toBe(0);
    const [shop] = JSON.parse(stdout) as [
      { alternatives: { kind: string; count?: number; savedW: { value: number } }[] },
    ];
    expect(shop.alternatives[0]).toMatchObject({ kind: "scale-in", count: 3 });
    expect(shop.alternatives[0]!.savedW.value).toBeGreaterThan(250);
    const table = run(["advice", "-"], system).stdout;
    expect(table).toMatch(/shop +[\d.]+ +scale-in -3 .* enough/);
    expect(table).toContain("SPECpower");
  });

  it("says what is wrong with a file in one sentence", () => {
    const { status, stderr } = run(["advice", "-"], "name: shop\n");
    expect(status).toBe(2);
    expect(stderr.trimEnd()).toMatch(/^homeostat: [^\n]{10,300}$/);
  });
});
