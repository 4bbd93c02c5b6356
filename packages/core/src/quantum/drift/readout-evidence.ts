import { type MatchingGraph, matchingGraph } from "../matching-graph/matching-graph.ts";
import type { LayeredModel } from "../window/layered-model.ts";
import { logEven, logMeans, mostProbability } from "./parity.ts";

/** How an event makes errors likelier that flip detectors beside it. */
export interface Reach {
  /** For each detector beside it where that is: `[layers ahead, slot]`, −1, 0 or 1 layers ahead. */
  readonly places: Int32Array;
  /** What the event adds to `logEven` there. */
  readonly shifts: Float64Array;
}

/** What a detector says about the readouts of its ancilla, which flip it and the one before or after it. */
export interface DetectorEvidence {
  /** Number of its site. */
  readonly site: number;
  /**
   * ln of the mean of (−1)^(errors other than the ancilla's readouts), as long as no detector of other sites beside it
   * has an event.
   */
  readonly logEven: number;
  readonly reach: Reach;
  /** How likely its own readout is wrong where the ancilla is well, and where it fails. */
  readonly wrong: Readout;
  /** The same of the readout before, for the first detector of a site; undefined for the others. */
  readonly wrongBefore: Readout | undefined;
  /** How often it has an event where the ancilla is well. */
  readonly rate: number;
}

interface Readout {
  readonly ifWell: number;
  readonly ifFailed: number;
}

/**
 * The evidence of each detector of a layered model's template. `failedReadout` is what a failure adds to the
 * probability of a wrong readout. Throws an `InputError` where an error part flips more than two detectors.
 */
export function readoutEvidence(model: LayeredModel, failedReadout: number): readonly DetectorEvidence[] {
  const { errors, layerOf, slotOf, sites, templateLayers, observables } = model;
  const detectors = layerOf.length;
  const graph = matchingGraph(errors, detectors, observables);
  const logMean = logMeans(errors, detectors);
  const siteNumbers = new Map([...new Set(sites)].map((site, i) => [site, i]));
  const lastLayer = templateLayers.length - 1;
  const { earlier, later } = neighboursInTime(model);
  const failed = (p: number) => p + failedReadout - 2 * p * failedReadout;
  return Array.from({ length: detectors }, (_, d): DetectorEvidence => {
    const places: number[] = [];
    const shifts: number[] = [];
    let rest = logMean[d]!;
    let wrong = 0;
    for (const { other, probability } of edgesOf(graph, d)) {
      const ahead = layerOf[other]! - layerOf[d]!;
      if (other === earlier[d] || other === later[d]) {
        rest -= logEven(probability);
        if (other === later[d]) wrong = probability;
      } else if (sites[other] !== sites[d] && Math.abs(ahead) <= 1) {
        const [seldom] = likelihoods(probability, logMean[other]!);
        rest += logEven(seldom) - logEven(probability);
        const [quiet, loud] = likelihoods(probability, logMean[d]!);
        places.push(ahead, slotOf[other]!);
        shifts.push(logEven(loud) - logEven(quiet));
      }
    }
    const isLast = later[d] === -1;
    return {
      site: siteNumbers.get(sites[d]!)!,
      logEven: Math.min(rest, 0),
      reach: { places: Int32Array.from(places), shifts: Float64Array.from(shifts) },
      // The last detector of a site that lasts to the end compares with the data qubits; there is no readout after it.
      wrong:
        isLast && layerOf[d] === lastLayer ? { ifWell: 0, ifFailed: 0 } : { ifWell: wrong, ifFailed: failed(wrong) },
      wrongBefore: earlier[d] === -1 ? { ifWell: 0, ifFailed: layerOf[d] === 0 ? 0 : failedReadout } : undefined,
      rate: (1 - Math.exp(logMean[d]!)) / 2,
    };
  });
}

/** For each detector that of the same site one layer before and after; −1 where there is none. */
function neighboursInTime({ templateLayers, layerOf, sites }: LayeredModel): {
  earlier: Int32Array;
  later: Int32Array;
} {
  const earlier = new Int32Array(layerOf.length).fill(-1);
  const later = new Int32Array(layerOf.length).fill(-1);
  const last = new Map<string, number>();
  for (const layer of templateLayers) {
    for (const d of layer) {
      const before = last.get(sites[d]!);
      if (before !== undefined && layerOf[before] === layerOf[d]! - 1) {
        earlier[d] = before;
        later[before] = d;
      }
      last.set(sites[d]!, d);
    }
  }
  return { earlier, later };
}

function* edgesOf(graph: MatchingGraph, detector: number): Generator<{ other: number; probability: number }, void> {
  const { rowStart, halfEdges, halfEdgeEdge, edgeProbability, detectors } = graph;
  for (let h = rowStart[detector]!; h < rowStart[detector + 1]!; h++) {
    const other = halfEdges[2 * h]!;
    if (other === detectors) continue;
    yield { other, probability: Math.min(edgeProbability[halfEdgeEdge[h]!]!, mostProbability) };
  }
}

/** How likely an error at one end is once that end is known to have had no event, and to have had one. */
function likelihoods(probability: number, logMean: number): readonly [number, number] {
  const rest = (1 - Math.exp(logMean - logEven(probability))) / 2;
  const keep = (p: number) => Math.min(p, mostProbability);
  const quiet = (probability * rest) / (probability * rest + (1 - probability) * (1 - rest));
  const loud = (probability * (1 - rest)) / (probability * (1 - rest) + (1 - probability) * rest);
  return [keep(quiet), keep(loud)];
}
