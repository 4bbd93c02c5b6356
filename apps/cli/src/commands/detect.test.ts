import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Rng } from "@homeostat/core/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const main = join(import.meta.dirname, "../main.ts");
const run = (args: readonly string[], input: string) =>
  spawnSync(process.execPath, [main, ...args], { input, encoding: "utf8" });

const hour = (i: number) => new Date(Date.UTC(2026, 0, 1, i)).toISOString();
const rng = new Rng(1);
const noise = Array.from({ length: 700 }, () => rng.normal(0, 0.3));
const wave = (i: number) => 10 + 4 * Math.sin((2 * Math.PI * i) / 24) + noise[i]!;
const csv = (count: number, value: (i: number) => number | string) =>
  `timestamp,value\n${Array.from({ length: count }, (_, i) => `${hour(i)},${value(i)}\n`).join("")}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "homeostat-detect-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("homeostat detect", () => {
  it("writes a row for each row, with the event where it begins", () => {
    const out = join(folder, "out.csv");
    const { status, stderr } = run(
      ["detect", "-", "--out", out],
      csv(500, (i) => (i === 100 ? "" : i >= 400 && i < 404 ? 90 : wave(i))),
    );
    expect(status).toBe(0);
    expect(stderr).toContain("500 rows");
    expect(stderr).toContain("1 missing");
    const [head, ...rows] = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(head).toBe("timestamp,value,anomaly_score,level");
    expect(rows).toHaveLength(500);
    const scores = rows.map((row) => Number(row.split(",")[2]));
    expect(scores.findLastIndex((score) => score > 0)).toBe(400);
    expect(Number(rows[402]!.split(",")[3])).toBeGreaterThan(0.7);
  });

  it("gives every row its row, whatever is in it: infinite, repeated, reversed, without a line of names", () => {
    const rows = ["1700000000,1", "1700000060,inf", "1700000060,2", "1690000000,3", "2026-01-01 00:00 UTC,NaN"];
    const { status, stdout, stderr } = run(["detect", "-"], rows.join("\n"));
    expect(status).toBe(0);
    expect(stdout.trimEnd().split("\n").slice(1)).toEqual(rows.map((row) => `${row},0,0.000000`));
    expect(stderr).toContain("not learned: 2 missing");
  });

  it("says in one sentence what is wrong with a file", () => {
    const bad = run(["detect", "-"], "timestamp,value\n2026-01-01,1\nyesterday,2\n");
    expect(bad.status).toBe(2);
    expect(bad.stderr).toBe(
      'homeostat: -:3: timestamp: "yesterday" is not a time; give ISO 8601 or seconds since 1970\n',
    );
    const word = run(["detect", "-"], "timestamp,value\n2026-01-01,many\n");
    expect(word.stderr).toContain('-:2: value: "many" is not a number');
    expect(run(["detect", join(folder, "nowhere.csv")], "").status).toBe(2);
  });
});

describe("homeostat forecast", () => {
  it("predicts the next rows, each with its interval and the model that was best", () => {
    const { status, stdout } = run(["forecast", "-", "--horizon", "24", "--json"], csv(600, wave));
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as {
      at: string[];
      series: { model: string; expected: number[]; low: number[]; high: number[] }[];
    };
    expect(report.at[0]).toBe(hour(600));
    const [{ expected, low, high }] = report.series as [(typeof report.series)[0]];
    for (let h = 0; h < 24; h++) {
      expect(Math.abs(expected[h]! - wave(600 + h))).toBeLessThan(1.5);
      expect(low[h]!).toBeLessThanOrEqual(high[h]!);
    }
  });

  it("measures one step ahead through a file, missing rows counted", () => {
    const { stdout } = run(
      ["forecast", "-", "--online", "--from", "200", "--json"],
      csv(600, (i) => (i === 300 ? "NaN" : wave(i))),
    );
    const report = JSON.parse(stdout) as { series: Record<string, number>[] };
    const [series] = report.series;
    expect(series!["mse"]).toBeLessThan(0.6 * series!["naiveMse"]!);
    expect(series!["missing"]).toBe(1);
    expect(series!["coverage"]).toBeGreaterThan(0.86);
  });
});
