import { confidenceOf, drawFrom, type Posterior } from "../../autonomy/index.ts";
import type { Rng } from "../../kernel/index.ts";
import type { FailureKind } from "./inject-failure.ts";
import { type Repair, repairsFor, worthOfTrying } from "./repair.ts";

/** Chooses the repair of a failure, and hears what became of it. */
export interface RepairPolicy {
  choose(kind: FailureKind): Repair;
  /** How likely the policy takes the repair to work, 0..1; undefined for one that has no opinion. */
  confidence(kind: FailureKind, repair: Repair): number | undefined;
  learn(kind: FailureKind, repair: Repair, worked: boolean): void;
}

/** The exemplar's table: one repair for each kind of failure, whatever comes of it. */
export const fixedTable: RepairPolicy = {
  choose: (kind) => repairsFor[kind][0]!,
  confidence: () => undefined,
  learn: () => {},
};

/** The loop's way: a Beta posterior for each failure kind and repair, and Thompson sampling between the repairs. */
export function learningPolicy(rng: Rng): RepairPolicy {
  const posteriors = new Map<string, Posterior>();
  const posterior = (kind: FailureKind, repair: Repair): Posterior =>
    posteriors.get(`${kind} ${repair}`) ?? { successes: 1, failures: 1 };
  return {
    choose(kind) {
      let best = repairsFor[kind][0]!;
      let bestWorth = Number.NEGATIVE_INFINITY;
      for (const repair of repairsFor[kind]) {
        const worth = worthOfTrying(repair, drawFrom(posterior(kind, repair), rng));
        if (worth > bestWorth) {
          best = repair;
          bestWorth = worth;
        }
      }
      return best;
    },
    confidence: (kind, repair) => confidenceOf(posterior(kind, repair)),
    learn(kind, repair, worked) {
      const { successes, failures } = posterior(kind, repair);
      posteriors.set(`${kind} ${repair}`, {
        successes: successes + (worked ? 1 : 0),
        failures: failures + (worked ? 0 : 1),
      });
    },
  };
}
