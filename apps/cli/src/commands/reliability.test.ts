import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const main = join(import.meta.dirname, "../main.ts");
const run = (...args: readonly string[]) => spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });

const tree = `<?xml version="1.0"?>
<opsa-mef>
<define-fault-tree name="pump station">
<define-gate name="No water"><or><gate name="Pumps"/><basic-event name="Valve"/><gate name="Unnoticed"/></or></define-gate>
<define-gate name="Pumps"><and><basic-event name="Pump A"/><basic-event name="Pump B"/></and></define-gate>
<define-gate name="Unnoticed"><and><basic-event name="Leak"/><not><basic-event name="Alarm"/></not></and></define-gate>
<define-basic-event name="Pump A"><float value="0.1"/></define-basic-event>
<define-basic-event name="Pump B"><float value="0.1"/></define-basic-event>
<define-basic-event name="Valve"><float value="0.02"/></define-basic-event>
<define-basic-event name="Leak"><float value="0.3"/></define-basic-event>
<define-basic-event name="Alarm"><float value="0.9"/></define-basic-event>
</define-fault-tree>
</opsa-mef>
`;
const probability = 1 - (1 - 0.1 ** 2) * (1 - 0.02) * (1 - 0.3 * 0.1);

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "homeostat-reliability-"));
  file = join(folder, "pumps.xml");
  writeFileSync(file, tree);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("homeostat reliability", () => {
  it("prints one JSON document with every figure that was asked for", () => {
    const { stdout, status } = run("reliability", file, "--json", "--importance", "--top", "2");
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({
      name: "pump station",
      events: 5,
      gates: 3,
      minimalCutSets: "3",
      cutSetOrders: { 1: "2", 2: "1" },
    });
    expect(report["probability"]).toBeCloseTo(probability, 15);
    const rows = report["importance"] as Record<string, number | string | null>[];
    const alarm = rows.find(({ event }) => event === "Alarm")!;
    // The alarm helps: its happening makes the top event less probable.
    expect(alarm["birnbaum"]).toBeCloseTo(-0.3 * 0.99 * 0.98, 14);
    expect(Object.keys(rows[0]!)).toEqual([
      "event",
      "probability",
      "birnbaum",
      "criticality",
      "fussellVesely",
      "raw",
      "rrw",
    ]);
    expect(report["cutSets"]).toEqual([
      { events: ["Leak"], probability: 0.3 },
      { events: ["Valve"], probability: 0.02 },
    ]);
  });

  it("writes null for a reduction worth that is infinite", () => {
    const one = tree.replace(
      '<gate name="Pumps"/><basic-event name="Valve"/><gate name="Unnoticed"/>',
      '<gate name="Pumps"/>',
    );
    const lone = join(folder, "lone.xml");
    writeFileSync(lone, one);
    const { stdout } = run("reliability", lone, "--json", "--importance", "--gate", "Pumps");
    const rows = (JSON.parse(stdout) as { importance: { event: string; rrw: number | null }[] }).importance;
    expect(rows.find(({ event }) => event === "Pump A")!.rrw).toBeNull();
  });

  it("exits with 1 where the required availability is not met, and says by how much", () => {
    expect(run("reliability", file, "--require", "0.9").status).toBe(0);
    const { status, stderr } = run("reliability", file, "--require", "0.999");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^homeostat: the availability is 0\.94\d*, required is 0\.999\n$/);
  });

  it.each([
    ["a folder", ".", "this is a folder; give a file"],
    ["no file", "none.xml", "there is no such file"],
    ["an empty file", "empty.xml", "this is not well-formed XML"],
    ["a probability of 1.2", "wrong.xml", 'wrong.xml:8: the probability of "Pump B" is 1.2'],
  ])("answers %s with one sentence on standard error and exits with 2", (_, name, sentence) => {
    writeFileSync(join(folder, "empty.xml"), "");
    writeFileSync(join(folder, "wrong.xml"), tree.replace('B"><float value="0.1"', 'B"><float value="1.2"'));
    const { status, stdout, stderr } = run("reliability", join(folder, name));
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain(folder);
    expect(stderr.trimEnd()).not.toContain("\n");
  });
});

describe("homeostat import open-psa", () => {
  it("writes a system file that is as available as the tree, and says what it had no words for", () => {
    const system = join(folder, "pumps.yaml");
    const { status, stdout, stderr } = run("import", "open-psa", file, "--out", system);
    expect([status, stdout]).toEqual([0, ""]);
    expect(stderr).toContain('pumps.xml:6: "Unnoticed" became one component with the 2 events below it');
    const report = JSON.parse(run("reliability", system, "--json").stdout) as { probability: number };
    expect(report.probability).toBeCloseTo(probability, 14);
  });

  it("writes nothing where the tree is wrong", () => {
    const half = join(folder, "half.xml");
    writeFileSync(half, tree.slice(0, 400));
    const { status, stdout, stderr } = run("import", "open-psa", half);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("half.xml:");
  });
});
