import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { analyzeErrors } from "../analysis/index.ts";
import { generateCircuit, uniformNoise } from "../codes/index.ts";
import { type FlatError, parseErrorModel } from "../error-model/index.ts";
import { edgeCorrelations } from "../matching-graph/edge-correlations.ts";
import { matchingGraph } from "../matching-graph/matching-graph.ts";
import { shotBatch } from "../shots/index.ts";
import { ShotSampler } from "../simulate/index.ts";
import { CorrelatedDecoder } from "./correlated-decoder.ts";
import { createDecoder, type DecoderKind } from "./create-decoder.ts";
import { countMistakes, decodeShots } from "./decode-shots.ts";
import { type Decoder, UnexplainedEvents } from "./decoder.ts";
import { LookupDecoder } from "./lookup-decoder.ts";
import { MatchingDecoder } from "./matching-decoder.ts";
import { UnionFindDecoder } from "./union-find-decoder.ts";

interface Case {
  readonly detectors: number;
  readonly errors: readonly FlatError[];
}

/** A random graph of single-edge errors, with an error model's usual and unusual probabilities. */
function randomCase(seed: number, withBoundary: boolean, probability: (rng: Rng) => number): Case {
  const rng = new Rng(seed);
  const detectors = 4 + rng.int(9);
  const errors: FlatError[] = [];
  const add = (ends: number[]) =>
    errors.push({
      probability: probability(rng),
      components: [{ detectors: ends, observables: rng.bool(0.3) ? [0] : [] }],
    });
  for (let d = 0; d < detectors; d++) {
    if (d > 0 && rng.bool(0.9)) add([rng.int(d), d].sort((a, b) => a - b));
    if (withBoundary && rng.bool(0.3)) add([d]);
  }
  for (let k = 0; k < 2 * detectors; k++) {
    const a = rng.int(detectors);
    const b = rng.int(detectors);
    if (a !== b && !errors.some((e) => e.components[0]!.detectors.join() === [Math.min(a, b), Math.max(a, b)].join()))
      add([Math.min(a, b), Math.max(a, b)]);
  }
  return { detectors, errors };
}

/** The least weight of any set of edges with the given events, by looking at every set of events. */
function leastWeights({ detectors, errors }: Case): Float64Array {
  const least = new Float64Array(1 << detectors).fill(Infinity);
  least[0] = 0;
  for (const { probability, components } of errors) {
    const mask = components[0]!.detectors.reduce((m, d) => m | (1 << d), 0);
    const weight = Math.log((1 - probability) / probability);
    const before = least.slice();
    for (let s = 0; s < least.length; s++) least[s] = Math.min(before[s]!, before[s ^ mask]! + weight);
  }
  return least;
}

function eventsOf(set: number): Int32Array {
  return Int32Array.from({ length: 31 }, (_, d) => d).filter((d) => ((set >>> d) & 1) === 1);
}

function weightOrNothing(decoder: Decoder, events: Int32Array): number {
  try {
    return decoder.decode(events, events.length);
  } catch (error) {
    if (error instanceof UnexplainedEvents) return Infinity;
    throw error;
  }
}

const usual = (rng: Rng) => 0.001 + 0.3 * rng.next();
const oftenEqual = (rng: Rng) => [0.01, 0.1, 0.2][rng.int(3)]!;
const unusual = (rng: Rng) => [0.5, 0.9, 0.01, 0.3, 0.6][rng.int(5)]!;

describe("exact matching finds the least weight there is", () => {
  const cases = [
    ["usual probabilities", true, usual],
    ["many equal weights", true, oftenEqual],
    ["probabilities of a half and more, so weights of zero and below", true, unusual],
    ["no boundary", false, usual],
    ["no boundary and equal weights", false, oftenEqual],
  ] as const;
  it.each(cases)("%s", (_, withBoundary, probability) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const example = randomCase(seed, withBoundary, probability);
        const least = leastWeights(example);
        const graph = matchingGraph(example.errors, example.detectors, 1);
        const table = new MatchingDecoder(graph, "table");
        const flood = new MatchingDecoder(graph, "flood");
        const rng = new Rng(seed);
        for (let k = 0; k < 40; k++) {
          const set = rng.int(1 << example.detectors);
          const events = eventsOf(set);
          const expected = least[set]!;
          for (const decoder of [table, flood]) {
            const weight = weightOrNothing(decoder, events);
            // Both infinite where nothing explains the events.
            expect(weight === expected ? 0 : Math.abs(weight - expected)).toBeLessThan(1e-5);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("and never less than union-find does, which explains the events too", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const { detectors, errors } = randomCase(seed, true, oftenEqual);
        const graph = matchingGraph(errors, detectors, 1);
        const exact = new MatchingDecoder(graph);
        const quick = new UnionFindDecoder(graph, "table");
        const flood = new UnionFindDecoder(graph, "flood");
        for (let set = 0; set < 1 << detectors; set += 7) {
          const events = eventsOf(set);
          const weight = weightOrNothing(exact, events) - 1e-5;
          expect(weightOrNothing(quick, events)).toBeGreaterThanOrEqual(weight);
          expect(weightOrNothing(flood, events)).toBeGreaterThanOrEqual(weight);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** A strip of `length` detectors with a boundary at both ends; every second error flips an observable of its own. */
function strip(length: number, observables: number): FlatError[] {
  return Array.from({ length: length + 1 }, (_, i) => ({
    probability: 0.01 + 0.001 * (i % 7),
    components: [
      { detectors: [i - 1, i].filter((d) => d >= 0 && d < length), observables: i < observables ? [i] : [] },
    ],
  }));
}

describe("observables beyond the 64th", () => {
  const observables = 70;
  const errors = strip(120, observables);
  const graph = matchingGraph(errors, 120, observables);
  const decoders: readonly (readonly [string, Decoder])[] = [
    ["matching", new MatchingDecoder(graph)],
    ["union-find", new UnionFindDecoder(graph)],
    ["correlated", new CorrelatedDecoder(graph, edgeCorrelations(errors, graph))],
  ];
  it.each(decoders)("%s", (_, decoder) => {
    for (let o = 0; o < observables; o++) {
      // One error flips its two detectors and its observable alone.
      const events = Int32Array.from(errors[o]!.components[0]!.detectors);
      decoder.decode(events, events.length);
      const flipped = Array.from({ length: 32 * decoder.prediction.length }, (_, i) => i).filter(
        (i) => ((decoder.prediction[i >>> 5]! >>> (i & 31)) & 1) === 1,
      );
      expect(flipped).toEqual([o]);
    }
  });
});

describe("union-find", () => {
  it("gives the same answer for the same shot, whatever came before", () => {
    const { detectors, errors } = randomCase(11, true, oftenEqual);
    const graph = matchingGraph(errors, detectors, 1);
    const answers = (order: readonly number[]) => {
      const decoder = new UnionFindDecoder(graph);
      const found = new Map<number, string>();
      for (const set of order) {
        const events = eventsOf(set);
        found.set(set, `${weightOrNothing(decoder, events)} ${decoder.prediction[0]}`);
      }
      return [...found].sort(([a], [b]) => a - b);
    };
    const sets = Array.from({ length: 500 }, (_, i) => (i * 37) % (1 << detectors));
    expect(answers(sets.toReversed())).toEqual(answers(sets));
    expect(answers(new Rng(5).shuffle([...sets]))).toEqual(answers(sets));
  });

  it("errs hardly more often than exact matching: a distance-7 memory at p = 0.005", () => {
    const noise = uniformNoise(0.005);
    const circuit = generateCircuit({ code: "rotated_memory_z", distance: 7, rounds: 7, noise });
    const model = analyzeErrors(circuit, { decomposeErrors: true });
    const sampler = new ShotSampler(circuit, new Rng(8));
    const exact = createDecoder("matching", model);
    const quick = createDecoder("union-find", model);
    let mistakes = 0;
    let quickMistakes = 0;
    for (let batch = 0; batch < 120; batch++) {
      const { detectors, observables } = sampler.detect();
      mistakes += countMistakes(decodeShots(exact, detectors, 1).predictions, observables);
      quickMistakes += countMistakes(decodeShots(quick, detectors, 1).predictions, observables);
    }
    expect(quickMistakes).toBeLessThan(1.12 * mistakes);
  });
});

describe("lookup", () => {
  it("gives the likelier of all sets of errors, and the probability of the events with it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const rng = new Rng(seed);
        const errors: FlatError[] = Array.from({ length: 9 }, () => ({
          probability: 0.4 * rng.next(),
          components: [
            { detectors: [0, 1, 2, 3].filter(() => rng.bool(0.6)), observables: [0, 1].filter(() => rng.bool(0.4)) },
          ],
        }));
        const joint = new Map<number, number>();
        for (let set = 0; set < 1 << errors.length; set++) {
          let symptoms = 0;
          let p = 1;
          errors.forEach(({ probability, components }, i) => {
            const happened = ((set >>> i) & 1) === 1;
            p *= happened ? probability : 1 - probability;
            if (!happened) return;
            for (const d of components[0]!.detectors) symptoms ^= 1 << d;
            for (const o of components[0]!.observables) symptoms ^= 16 << o;
          });
          joint.set(symptoms, (joint.get(symptoms) ?? 0) + p);
        }
        const decoder = new LookupDecoder(errors, 4, 2);
        for (let events = 0; events < 16; events++) {
          const best = Math.max(...[0, 1, 2, 3].map((o) => joint.get(events | (o << 4)) ?? 0));
          if (best === 0) continue;
          expect(Math.exp(-decoder.decode(eventsOf(events), eventsOf(events).length))).toBeCloseTo(best, 12);
          expect(joint.get(events | (decoder.prediction[0]! << 4))).toBeCloseTo(best, 12);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("says where a code is too large", () => {
    expect(() => new LookupDecoder([], 24, 1)).toThrow("24 detectors and 1 observables are too many for a table");
  });
});

describe("what cannot be decoded gets a sentence", () => {
  const model = parseErrorModel("error(0.1) D0 D1\nerror(0.1) D1 D2 L0\ndetector D3");

  it("names the shot", () => {
    const shots = shotBatch(4, 2, Uint8Array.of(0b0011, 0b1000));
    for (const kind of ["matching", "union-find", "correlated", "lookup"] as const)
      expect(() => decodeShots(createDecoder(kind, model), shots, 1)).toThrow(
        /^no combination of the model's errors causes the detection events of shot 1; use the model/,
      );
  });

  it("and the next shot is decoded as if nothing had been", () => {
    for (const kind of ["matching", "union-find", "correlated"] as const) {
      const decoder = createDecoder(kind, model);
      expect(() => decoder.decode(Int32Array.of(0, 1, 2), 3)).toThrow(UnexplainedEvents);
      decoder.decode(Int32Array.of(1, 2), 2);
      expect(decoder.prediction[0]).toBe(1);
    }
  });

  it("and so does an error that is not decomposed", () => {
    const broken = parseErrorModel("error(0.1) D0 D1 D2");
    expect(() => createDecoder("matching", broken)).toThrow(
      /^line 1: an error flips D0 D1 D2 at once, .*decompose the model/,
    );
    expect(() => createDecoder("lookup", broken)).not.toThrow();
  });
});

it("the correlated decoder sees in one part of an error what the other part flipped", () => {
  // D1 fires by itself or as a part of the error that also fires D0; the first is likelier where D0 is silent.
  const model = parseErrorModel("error(0.1) D0 ^ D1\nerror(0.15) D1 D2 L0\nerror(0.2) D2");
  const answer = (kind: DecoderKind, events: readonly number[]) => {
    const decoder = createDecoder(kind, model);
    decoder.decode(Int32Array.from(events), events.length);
    return decoder.prediction[0];
  };
  expect([answer("matching", [1]), answer("correlated", [1])]).toEqual([0, 0]);
  expect([answer("matching", [1, 2]), answer("correlated", [1, 2])]).toEqual([1, 1]);
  expect([answer("matching", [0, 1, 2]), answer("correlated", [0, 1, 2]), answer("lookup", [0, 1, 2])]).toEqual([
    1, 0, 0,
  ]);
});
