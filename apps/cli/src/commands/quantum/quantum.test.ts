import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, describe, expect, it, test, vi } from "vitest";
import { quantum } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "homeostat-quantum-"));
const file = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command in this process; `@name` stands for a file of the test's folder. Gives the sentence of an error. */
async function run(args: string): Promise<string | undefined> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  quantum(program);
  for (const command of program.commands[0]!.commands)
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  const words = args.split(" ").map((word) => (word.startsWith("@") ? file(word.slice(1)) : word));
  const quiet = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    await program.parseAsync(["quantum", ...words], { from: "user" });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    quiet.mockRestore();
  }
}

test("from a code to shots, and from results to the same detection events", async () => {
  await run("gen --code rotated_memory_z --distance 3 --rounds 4 --p 0.01 --out @c.stim");
  await run("sample --circuit @c.stim --shots 128 --seed 5 --out @m.b8 --out_format b8");
  await run("detect --circuit @c.stim --shots 128 --seed 5 --out @d.b8 --out_format b8 --obs_out @o.01");
  await run("m2d --circuit @c.stim --in @m.b8 --in_format b8 --out @e.b8 --out_format b8 --obs_out @p.01");
  expect(readFileSync(file("d.b8"))).toHaveLength(128 * 4);
  expect(readFileSync(file("e.b8"))).toEqual(readFileSync(file("d.b8")));
  expect(readFileSync(file("p.01"))).toEqual(readFileSync(file("o.01")));
});

test("a circuit becomes a folded model, and shots change their format", async () => {
  await run("gen --code repetition --distance 3 --rounds 1000 --p 0.01 --out @long.stim");
  await run("analyze_errors --circuit @long.stim --decompose_errors --fold_loops --out @long.dem");
  expect(readFileSync(file("long.dem"), "utf8")).toMatch(/^error\([^]*repeat 99\d \{/);
  writeFileSync(file("s.01"), "0100\n1001\n");
  await run("convert --in @s.01 --in_format 01 --out @s.hits --out_format hits --bits_per_shot 4");
  expect(readFileSync(file("s.hits"), "utf8")).toBe("1\n0,3\n");
  await run("convert --in @s.hits --in_format hits --out @s.dets --out_format dets --bits_per_shot 4");
  expect(readFileSync(file("s.dets"), "utf8")).toBe("shot M1\nshot M0 M3\n");
});

describe("wrong input gets one sentence, and leaves no file", () => {
  it.each([
    ["gen --code surface", /"surface" is no code that can be generated/],
    ["gen --code shor --distance 5", /the shor code has distance 3/],
    ["gen --code steane --p 2", /Give a probability from 0 to 1/],
    ["detect --circuit @bad.stim --shots 64 --out @never", /bad\.stim:2: HX is no gate/],
    ["detect --circuit @good.stim --shots 65 --out @never --out_format ptb64", /groups of 64 shots, but --shots is 65/],
    ["analyze_errors --circuit @gauge.stim --out @never", /gauge\.stim:1: RX on qubit 0 makes D0 random/],
    ["convert --in @short.01 --in_format 01 --out @never --out_format b8 --bits_per_shot 4", /short\.01:2: 3 bits/],
    ["convert --in @short.01 --in_format 02 --out @never --out_format b8 --bits_per_shot 4", /"02" is no format/],
    ["convert --in @short.01 --in_format 01 --out @never --out_format b8", /give one of --bits_per_shot/],
    ["m2d --circuit @good.stim --in @absent --out @never", /no such file/],
  ])("%s", async (args, message) => {
    writeFileSync(file("bad.stim"), "H 0\nHX 0\n");
    writeFileSync(file("good.stim"), "M 0\nDETECTOR rec[-1]\n");
    writeFileSync(file("gauge.stim"), "RX 0\nM 0\nDETECTOR rec[-1]\n");
    writeFileSync(file("short.01"), "0110\n011\n");
    const sentence = await run(args);
    expect(sentence).toMatch(message);
    expect(sentence?.split("\n")).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.startsWith("never"))).toEqual([]);
  });
});
