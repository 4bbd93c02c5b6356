import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, describe, expect, it, vi } from "vitest";
import { quantum } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "homeostat-decode-"));
const file = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command in this process; `@name` stands for a file of the test's folder. Gives what it prints, or its error. */
async function run(args: string): Promise<string> {
  const program = new Command().exitOverride();
  quantum(program);
  const words = args.split(" ").map((word) => (word.startsWith("@") ? file(word.slice(1)) : word));
  let printed = "";
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    await program.parseAsync(["quantum", ...words], { from: "user" });
    return printed;
  } catch (error) {
    return (error as Error).message;
  } finally {
    out.mockRestore();
  }
}

// A repetition code of three: D0 and D1 between three bits, the first of which is the observable.
writeFileSync(file("m.dem"), "error(0.1) D0 L0\nerror(0.1) D0 D1\nerror(0.1) D1\n");
writeFileSync(file("d.01"), "00\n10\n11\n01\n");
writeFileSync(file("o.01"), "0\n1\n1\n0\n");
writeFileSync(file("do.01"), "000\n101\n111\n010\n");

describe("predict", () => {
  it.each(["matching", "correlated", "union-find", "lookup"])("with %s writes a prediction a shot", async (decoder) => {
    await run(`predict --dem @m.dem --in @d.01 --in_format 01 --out @p.01 --out_format 01 --decoder ${decoder}`);
    expect(readFileSync(file("p.01"), "utf8")).toBe("0\n1\n0\n0\n");
  });

  it("writes weights and statistics beside it, and leaves appended observables out", async () => {
    const shots = "--in @do.01 --in_format 01 --in_includes_appended_observables";
    await run(`predict --dem @m.dem ${shots} --out @p.b8 --out_format b8 --weights_out @w.txt --stats @s.json`);
    expect([...readFileSync(file("p.b8"))]).toEqual([0, 1, 0, 0]);
    expect(readFileSync(file("w.txt"), "utf8")).toBe("0.000000\n2.197225\n2.197225\n2.197225\n");
    expect(JSON.parse(readFileSync(file("s.json"), "utf8"))).toMatchObject({
      decoder: "matching",
      shots: 4,
      detectors: 2,
      observables: 1,
      meanDetectionEvents: 1,
      detectionFraction: 0.5,
      detectionFractions: [0.5, 0.5],
      predictedFlips: [1],
    });
  });
});

describe("count_mistakes", () => {
  it.each(["--in @d.01 --obs_in @o.01", "--in @do.01 --in_includes_appended_observables"])("%s", async (shots) => {
    const printed = await run(`count_mistakes --dem @m.dem --in_format 01 ${shots}`);
    expect(JSON.parse(printed)).toMatchObject({ shots: 4, mistakes: 1, rate: 0.25 });
    expect(Object.keys(JSON.parse(printed) as object)).toEqual([
      "shots",
      "mistakes",
      "rate",
      "secondsCpu",
      "microsecondsPerShot",
    ]);
    // Four shots take no time that a clock could tell, unless they are decoded over and over.
    expect((JSON.parse(printed) as { microsecondsPerShot: number }).microsecondsPerShot).toBeGreaterThan(0);
  });
});

describe("what cannot be decoded gets one sentence", () => {
  writeFileSync(file("broken.dem"), "error(0.1) D0\nerror(0.1) D0 D1 D2\n");
  writeFileSync(file("short.01"), "0\n");
  writeFileSync(file("lone.dem"), "error(0.1) D0 D1\n");
  const out = "--out @p.01 --out_format 01";
  const cases: readonly (readonly [string, RegExp])[] = [
    [`predict --dem @broken.dem --in @d.01 --in_format 01 ${out}`, /broken\.dem:2: an error flips D0 D1 D2 at once/],
    [`predict --dem @m.dem --in @short.01 --in_format 01 ${out}`, /short\.01:1: 1 bits; a shot has 2/],
    [`predict --dem @m.dem --in @d.01 --in_format 02 ${out}`, /"02" is no format of shots/],
    [
      `predict --dem @m.dem --in @d.01 --in_format 01 --decoder best ${out}`,
      /"best" is no decoder; it would be one of/,
    ],
    [`predict --dem @lone.dem --in @d.01 --in_format 01 ${out}`, /d\.01: no combination of the .* of shot 1; use/],
    ["count_mistakes --dem @m.dem --in @d.01 --in_format 01", /what was really flipped is not known; give --obs_in/],
    [
      "count_mistakes --dem @m.dem --in @d.01 --in_format 01 --obs_in @short.01",
      /short\.01: 1 shots, but the detection events have 4/,
    ],
  ];
  it("a folder that does not exist", async () => {
    const sentence = await run("predict --dem @m.dem --in @d.01 --out @absent/p.01");
    expect(sentence).toMatch(/absent\/p\.01: the folder .*absent does not exist; make it, or write elsewhere$/);
  });

  it.each(cases)("%s", async (args, sentence) => expect(await run(args)).toMatch(sentence));
});
