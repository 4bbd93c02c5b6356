import { describe, expect, it } from "vitest";
import { ExpectedBands } from "./expected-bands.ts";

const noisy = (i: number): number => 20 + ((i * 7_919) % 17) / 4;

function samples(from: number, to: number) {
  const at = Array.from({ length: to - from }, (_, i) => (from + i) * 1_000);
  return { at, values: { latencyMs: at.map((_, i) => noisy(from + i)) } };
}

describe("ExpectedBands", () => {
  it("gives a band around what is seen, and a minute ahead of it", () => {
    const band = new ExpectedBands().band(samples(0, 200), "latencyMs", 60_000);
    expect(band.isWarmingUp).toBe(false);
    expect(band.at).toHaveLength(212);
    expect(band.at.at(-1)).toBe(259_000);
    expect(band.seen.at(-1)).toBeNull();
    expect(band.expected.at(-1)).toBeGreaterThan(19);
    expect(band.expected.at(-1)).toBeLessThan(26);
    expect(band.low[150]!).toBeLessThan(band.high[150]!);
  });

  it("takes in each sample once, whatever window is shown, and starts anew for an earlier one", () => {
    const whole = new ExpectedBands();
    const stepwise = new ExpectedBands();
    stepwise.band(samples(0, 150), "latencyMs", 60_000);
    stepwise.band(samples(50, 200), "latencyMs", 60_000);
    const late = stepwise.band(samples(100, 300), "latencyMs", 60_000);
    const all = whole.band(samples(0, 300), "latencyMs", 60_000);
    expect(late.expected).toEqual(all.expected.slice(100));
    const early = stepwise.band(samples(10, 40), "latencyMs", 60_000);
    expect(early.at[0]).toBe(10_000);
    expect(early.expected[0]).toBeNull();
  });

  it("says when the newest sample lies outside", () => {
    const { at, values } = samples(0, 200);
    const spiked = { at, values: { latencyMs: values.latencyMs.with(199, 500) } };
    expect(new ExpectedBands().band(spiked, "latencyMs", 60_000).isOutside).toBe(true);
    expect(new ExpectedBands().band({ at: [], values: {} }, "latencyMs", 60_000)).toMatchObject({
      at: [],
      isWarmingUp: true,
    });
  });
});
