import type { EpochMs, Rng } from "../../kernel/index.ts";
import { type ConsoleState, decayed, type FindingKind, learningKey, type Solution } from "../../journal/index.ts";
import type { ComponentKind } from "../../system/index.ts";

/** The Beta posterior of "this action heals this kind of finding on this kind of component". */
export interface Posterior {
  /** Prior and learned successes together; the Beta distribution's first parameter. */
  readonly successes: number;
  readonly failures: number;
}

/** Joins what people believed beforehand with what was learned since, as it counts now. */
export function posteriorOf(
  state: ConsoleState,
  solution: Solution,
  finding: FindingKind,
  kind: ComponentKind,
  now: EpochMs,
): Posterior {
  const key = learningKey({ findingKind: finding, action: { kind: solution.action, component: "" } }, kind);
  const learned = state.learned[key];
  const record = learned === undefined ? { successes: 0, failures: 0 } : decayed(learned, now);
  return {
    successes: solution.prior.successes + record.successes,
    failures: solution.prior.failures + record.failures,
  };
}

/** The posterior's mean, 0..1: what is shown as confidence. */
export function confidenceOf({ successes, failures }: Posterior): number {
  return successes / (successes + failures);
}

/** One draw from the posterior (Thompson, 1933): what choices are made by, so that the uncertain is tried now and then. */
export function drawFrom({ successes, failures }: Posterior, rng: Rng): number {
  return rng.beta(successes, failures);
}
