/** How a person answered an alarm. */
export type Verdict = "confirmed" | "dismissed";

/** What one answered alarm taught: where in the space of views it lay, how far out, and how much that still weighs. */
export interface Antibody {
  /** A unit vector: the signed distance in each view. */
  readonly shape: readonly number[];
  /** The surprise that was answered; a tolerant antibody covers up to a little beyond it. */
  readonly reach: number;
  readonly verdict: Verdict;
  /** 1 when fresh; answers of the same kind add up, age takes away. */
  readonly weight: number;
  /** The sample number at which the weight was right. */
  readonly sample: number;
}

const largestRepertoire = 16;
/** Samples after which an answer has lost half its weight. */
const halfLife = 10_000;
/** The cosine from which two shapes are taken for the same thing. */
const sameShape = 0.9;
const tolerantReach = 1.25;
const toleranceStrength = 1;
const sensitivityStrength = 0.3;

/**
 * What a detector has learned from people: dismissed alarms grow tolerance around their shape, confirmed ones are
 * refined into detectors that fire sooner. Both fade with age, and the least of sixteen is forgotten.
 */
export class Repertoire {
  #antibodies: Antibody[] = [];

  get antibodies(): readonly Antibody[] {
    return this.#antibodies;
  }

  /** What a surprise of this shape is multiplied by: below 1 where tolerated, above 1 where sought, otherwise 1. */
  factor(views: ArrayLike<number>, surprise: number, sample: number): number {
    if (this.#antibodies.length === 0) return 1;
    const shape = unit(views);
    let tolerance = 0;
    let sensitivity = 0;
    for (const antibody of this.#antibodies) {
      const affinity = (cosine(shape, antibody.shape) - sameShape) / (1 - sameShape);
      if (affinity <= 0) continue;
      const pull = affinity * aged(antibody, sample);
      if (antibody.verdict === "confirmed") sensitivity += pull;
      else if (surprise <= tolerantReach * antibody.reach) tolerance += pull;
    }
    return (1 + sensitivityStrength * Math.min(sensitivity, 2)) / (1 + toleranceStrength * tolerance);
  }

  /** Learns from an answer to an alarm of this shape and surprise; gives the antibody that now stands for it. */
  answer(views: ArrayLike<number>, surprise: number, sample: number, verdict: Verdict): Antibody {
    const shape = unit(views);
    const same = this.#antibodies.find((a) => a.verdict === verdict && cosine(a.shape, shape) >= sameShape);
    const weight = 1 + (same === undefined ? 0 : aged(same, sample));
    const reach = Math.max(surprise, same?.reach ?? 0);
    const share = 1 / weight;
    const centre = same === undefined ? shape : unit(shape.map((x, i) => share * x + (1 - share) * same.shape[i]!));
    this.#antibodies = this.#antibodies.filter((a) => a !== same);
    const antibody = { shape: centre, reach, verdict, weight, sample };
    this.#antibodies.push(antibody);
    if (this.#antibodies.length > largestRepertoire) {
      const weakest = this.#antibodies.reduce((a, b) => (aged(b, sample) < aged(a, sample) ? b : a));
      this.#antibodies = this.#antibodies.filter((a) => a !== weakest);
    }
    return antibody;
  }

  load(antibodies: readonly Antibody[]): void {
    this.#antibodies = [...antibodies];
  }
}

function aged(antibody: Antibody, sample: number): number {
  return antibody.weight * 0.5 ** ((sample - antibody.sample) / halfLife);
}

function unit(views: ArrayLike<number>): number[] {
  const raw = Array.from(views);
  const length = Math.hypot(...raw);
  return length > 0 ? raw.map((x) => x / length) : raw;
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
