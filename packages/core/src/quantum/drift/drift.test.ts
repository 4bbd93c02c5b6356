import { describe, expect, it } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { analyzeErrors } from "../analysis/index.ts";
import { type Circuit, parseCircuit, writeCircuit } from "../circuit/index.ts";
import { generateCircuit, uniformNoise } from "../codes/index.ts";
import { createDecoder } from "../decoders/create-decoder.ts";
import { countMistakes, decodeShots } from "../decoders/decode-shots.ts";
import { ShotSampler } from "../simulate/index.ts";
import { ErrorStream } from "../window/error-stream.ts";
import { layeredModel } from "../window/layered-model.ts";
import { AncillaMonitor, type FailingAncilla } from "./ancilla-monitor.ts";
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
    keeper.adopt(keeper.propose()!.change);
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
  const layersOf = (circuit: Circuit) =>
    layeredModel(analyzeErrors(circuit, { decomposeErrors: true, foldLoops: true }), 4);
  const layered = (failing: boolean) => layersOf(memory(rounds, failing));
  const slots = new Int32Array(64);
  /** Pushes rounds of a stream and returns what is named. */
  const watch = (monitor: AncillaMonitor, stream: ErrorStream, most: number) => {
    const named: FailingAncilla[] = [];
    for (let round = 0; round < most; round++) {
      const found = monitor.pushRound(round, slots, stream.nextRound(slots));
      if (found !== undefined) named.push(found);
    }
    return named;
  };

  it("whose readout fails is named within 200 rounds", () => {
    const healthy = layered(false);
    const failing = layered(true);
    for (let seed = 0; seed < 8; seed++) {
      const monitor = new AncillaMonitor(healthy);
      const before = new ErrorStream(healthy, new Rng(seed));
      const after = new ErrorStream(failing, new Rng(seed + 100));
      const named: FailingAncilla[] = [];
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

  it.each(["rotated_memory_x", "rotated_memory_z"] as const)(
    "is named as soon where much else goes wrong: %s, distance 5, p = 0.005",
    (code) => {
      const noise = uniformNoise(0.005);
      const text = writeCircuit(generateCircuit({ code, distance: 5, rounds, noise }));
      const ancillas = /^ *MR (.*)$/m.exec(text)![1]!.split(" ");
      const well = layersOf(parseCircuit(text));
      let soon = 0;
      for (const qubit of [ancillas[0]!, ancillas[9]!, ancillas[12]!, ancillas.at(-1)!]) {
        const broken = text.replaceAll(/^( *)MR /gm, `$1X_ERROR(0.1465) ${qubit}\n$1MR `);
        const failing = layersOf(parseCircuit(broken));
        for (let seed = 0; seed < 25; seed++) {
          const named = watch(new AncillaMonitor(well), new ErrorStream(failing, new Rng(seed)), 200);
          if (named.length > 0) soon++;
        }
      }
      expect(soon).toBeGreaterThanOrEqual(94);
    },
  );

  it("is named in streams of short shots too, which start again and again", () => {
    const shot = (failing: boolean) => layersOf(memory(4, failing));
    const monitor = new AncillaMonitor(shot(false));
    const stream = new ErrorStream(shot(true), new Rng(3));
    let named: FailingAncilla | undefined;
    for (let round = 0; round < 300 && named === undefined; round++) {
      if (stream.isOver) stream.restart();
      named = monitor.pushRound(round % stream.layers, slots, stream.nextRound(slots));
    }
    expect(named?.site).toBe(ancilla.site);
  });

  it("that is well is not named in 100,000 rounds, nor for a data qubit beside it that fails", () => {
    const healthy = layered(false);
    expect(watch(new AncillaMonitor(healthy), new ErrorStream(healthy, new Rng(9)), rounds)).toEqual([]);
    const text = writeCircuit(memory(rounds, false));
    const broken = parseCircuit(text.replaceAll(/^( *)MR /gm, "$1DEPOLARIZE1(0.028) 8\n$1MR "));
    expect(watch(new AncillaMonitor(healthy), new ErrorStream(layersOf(broken), new Rng(9)), rounds)).toEqual([]);
  });
});
