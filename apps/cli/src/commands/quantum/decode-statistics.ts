import { setBits, type ShotBatch } from "@homeostat/core/quantum";

/** What `predict --stats` writes. */
export interface DecodeStatistics {
  readonly decoder: string;
  readonly shots: number;
  readonly detectors: number;
  readonly observables: number;
  readonly secondsCpu: number;
  readonly microsecondsPerShot: number;
  readonly meanDetectionEvents: number;
  /** Detection events per detector and shot, over all detectors. */
  readonly detectionFraction: number;
  /** The same for each detector. */
  readonly detectionFractions: readonly number[];
  /** How often each observable was predicted flipped. */
  readonly predictedFlips: readonly number[];
}

export function decodeStatistics(
  decoder: string,
  events: ShotBatch,
  predictions: ShotBatch,
  secondsCpu: number,
): DecodeStatistics {
  const { shots, bitsPerShot: detectors } = events;
  const perDetector = countBits(events);
  const total = perDetector.reduce((a, b) => a + b, 0);
  return {
    decoder,
    shots,
    detectors,
    observables: predictions.bitsPerShot,
    secondsCpu,
    microsecondsPerShot: shots === 0 ? 0 : (1e6 * secondsCpu) / shots,
    meanDetectionEvents: shots === 0 ? 0 : total / shots,
    detectionFraction: shots * detectors === 0 ? 0 : total / shots / detectors,
    detectionFractions: perDetector.map((n) => (shots === 0 ? 0 : n / shots)),
    predictedFlips: countBits(predictions),
  };
}

function countBits(batch: ShotBatch): number[] {
  const counts = Array.from({ length: batch.bitsPerShot }, () => 0);
  const bits = new Int32Array(batch.bitsPerShot + 8);
  for (let shot = 0; shot < batch.shots; shot++) {
    const n = setBits(batch, shot, bits);
    for (let i = 0; i < n; i++) counts[bits[i]!]!++;
  }
  return counts;
}
