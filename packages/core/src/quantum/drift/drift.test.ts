import { describe, expect, it } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { analyzeErrors } from "../analysis/index.ts";
import { parseCircuit, writeCircuit } from "../circuit/index.ts";
import { generateCircuit, uniformNoise } from "../codes/index.ts";
import { createDecoder } from "../decoders/create-decoder.ts";
import { countMistakes, decodeShots } from "../decoders/decode-shots.ts";
import type { ErrorModel } from "../error-model/index.ts";
import { ShotSampler } from "../simulate/index.ts";
import { ErrorStream } from "../window/error-stream.ts";
import { layeredModel } from "../window/layered-model.ts";
import { AncillaMonitor } from "./ancilla-monitor.ts";
import { predictedGain } from "./predicted-gain.ts";
import { PriorKeeper } from "./prior-keeper.ts";

const p = 0.002;
const ancilla = { qubit: 16, site: "2,4" };

/** A distance-3 memory; with `failing`, the readout of one X ancilla is wrong 15 % of the time. */
function memory(rounds: number, failing: boolean) {
  const text = writeCircuit(generateCircuit({ code: "rotated_memory_x", distance: 3, rounds, noise: uniformNoise(p) }));
  const extra = (0.15 - p) / (1 - 2 * p);
  return parseCircuit(failing ? text.replaceAll(/^( *)MR /gm, `$1X_ERROR(${extra}) ${ancilla.qubit}\n$1MR `) : text);
}

const modelOf = (rounds: number, failing: boolean) => analyzeErrors(memory(rounds, failing), { decomposeErrors: true });

describe("a prior", () => {
  const stale = modelOf(3, false);
  const failing = new ShotSampler(memory(3, true), new Rng(4));
  const healthy = new ShotSampler(memory(3, false), new Rng(5));
  const feed = (keeper: PriorKeeper, sampler: ShotSampler, batches: number) => {
    for (let i = 0; i < batches; i++) keeper.addShots(sampler.detect().detectors);
  };

  it("that has gone stale is estimated again from 2,000 shots, and wins back most of what it cost", () => {
    const keeper = new PriorKeeper(stale);
    feed(keeper, failing, 2);
    const proposal = keeper.propose()!;
    expect(proposal.changes[0]).toMatchObject({ sites: [ancilla.site, ancilla.site], span: 1, isBoundary: false });
    expect(proposal.changes[0]!.now).toBeGreaterThan(0.13);
    const decoders = [stale, modelOf(3, true), proposal.model].map((m) => createDecoder("matching", m));
    const mistakes = [0, 0, 0];
    for (let batch = 0; batch < 60; batch++) {
      const { detectors, observables } = failing.detect();
      decoders.forEach((decoder, i) => {
        mistakes[i]! += countMistakes(decodeShots(decoder, detectors, 1).predictions, observables);
      });
    }
    const [before, best, now] = mistakes as [number, number, number];
    expect(before).toBeGreaterThan(1.5 * best);
    expect((before - now) / (before - best)).toBeGreaterThan(0.9);
    const gain = predictedGain(stale, proposal.model, new Rng(6));
    expect(gain.factor).toBeGreaterThan(1.4);
  });

  it("stays as it is where nothing drifted", () => {
    const keeper = new PriorKeeper(stale);
    feed(keeper, healthy, 10);
    expect(keeper.propose()).toBeUndefined();
  });

  it("that was adopted is confirmed by the next shots, or found worse and undone", () => {
    const keeper = new PriorKeeper(stale);
    feed(keeper, failing, 2);
    keeper.adopt(keeper.propose()!);
    expect(keeper.review()).toBe("waiting");
    feed(keeper, failing, 2);
    expect(keeper.review()).toBe("confirmed");
    keeper.forget();
    // The ancilla is well again: now the new prior is the wrong one.
    feed(keeper, healthy, 2);
    expect(keeper.review()).toBe("worse");
    keeper.undo();
    expect(keeper.model).toBe(stale);
    expect(keeper.review()).toBe("waiting");
  });
});

describe("an ancilla", () => {
  const rounds = 100_000;
  const layered = (failing: boolean) => {
    const model: ErrorModel = analyzeErrors(memory(rounds, failing), { decomposeErrors: true, foldLoops: true });
    return layeredModel(model, 4);
  };
  const slots = new Int32Array(16);

  it("whose readout fails is named within 200 rounds", () => {
    const healthy = layered(false);
    const failing = layered(true);
    for (let seed = 0; seed < 8; seed++) {
      const monitor = new AncillaMonitor(healthy);
      const before = new ErrorStream(healthy, new Rng(seed));
      const after = new ErrorStream(failing, new Rng(seed + 100));
      const named: { site: string; round: number; since: number }[] = [];
      for (let round = 0; round < 300; round++) {
        const isBroken = round >= 100;
        (isBroken ? before : after).nextRound(slots);
        const count = (isBroken ? after : before).nextRound(slots);
        const found = monitor.pushRound(round, slots, count);
        if (found !== undefined) named.push(found);
      }
      expect(named[0]?.site).toBe(ancilla.site);
      expect(named[0]!.round).toBeGreaterThan(100);
      expect(named[0]!.since).toBeGreaterThan(20);
    }
  });

  it("that is well is not named in 100,000 rounds", () => {
    const healthy = layered(false);
    const monitor = new AncillaMonitor(healthy);
    const stream = new ErrorStream(healthy, new Rng(9));
    let alarms = 0;
    for (let round = 0; round < rounds; round++)
      if (monitor.pushRound(round, slots, stream.nextRound(slots)) !== undefined) alarms++;
    expect(alarms).toBe(0);
  });
});
