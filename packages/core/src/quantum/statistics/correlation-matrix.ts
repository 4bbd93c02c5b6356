import { setBits, type ShotBatch } from "../shots/index.ts";
import { eventsPerDetector } from "./detection-fractions.ts";

/** The p_ij matrix: how likely an error is that flips two detectors together. */
export interface CorrelationMatrix {
  readonly detectors: number;
  /** Row by row, `detectors`²; symmetric, 0 on the diagonal. Noise can make entries slightly negative. */
  readonly values: Float64Array;
  /** The standard deviation of each entry where there is no such error. */
  readonly deviations: Float64Array;
}

/**
 * p_ij = ½ − ½ √(1 − 4 (⟨xᵢxⱼ⟩ − ⟨xᵢ⟩⟨xⱼ⟩) / (1 − 2⟨xᵢ⟩ − 2⟨xⱼ⟩ + 4⟨xᵢxⱼ⟩)) (Google Quantum AI, "Exponential suppression of
 * bit or phase errors with cyclic error correction", 2021). Entries between far stabilizers speak of crosstalk, those at
 * long lags in time of leakage.
 */
export function correlationMatrix(batch: ShotBatch): CorrelationMatrix {
  const { shots, bitsPerShot: n } = batch;
  const single = eventsPerDetector(batch);
  const both = new Float64Array(n * n);
  const events = new Int32Array(n + 8);
  for (let shot = 0; shot < shots; shot++) {
    const count = setBits(batch, shot, events);
    for (let i = 1; i < count; i++) {
      const row = events[i]! * n;
      for (let j = 0; j < i; j++) both[row + events[j]!]!++;
    }
  }
  const values = new Float64Array(n * n);
  const deviations = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const a = single[i]! / shots;
      const b = single[j]! / shots;
      const ab = both[i * n + j]! / shots;
      const even = Math.max(1 - 2 * a - 2 * b + 4 * ab, 1e-6);
      const p = 0.5 - 0.5 * Math.sqrt(Math.max(1 - (4 * (ab - a * b)) / even, 0));
      const deviation = Math.sqrt((a * (1 - a) * b * (1 - b)) / shots) / even;
      values[i * n + j] = p;
      values[j * n + i] = p;
      deviations[i * n + j] = deviation;
      deviations[j * n + i] = deviation;
    }
  }
  return { detectors: n, values, deviations };
}
