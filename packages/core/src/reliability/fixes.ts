import type { Probability } from "../kernel/index.ts";
import type { Component, SystemModel } from "../system/index.ts";
import type { ExactAnalysis } from "./analysis.ts";
import { tooFewReplicas } from "./replica-failures.ts";

/** Minutes of a mean year (365.25 days). */
export const minutesPerYear = 525_960;
/** A replica that fails more often than this wants redundancy. */
export const redundancyAdvisedAbove: Probability = 0.1;
/** A recovery that takes longer than this wants to be sped up, to this; seconds. */
export const speedRecoveryAboveSeconds = 300;

/** A change to one component, and what it would win. */
export interface Fix {
  readonly kind: "add-replica" | "speed-recovery";
  readonly component: string;
  /** Whether a rule asks for it: a failure probability above 0.1, or a recovery above 300 s. */
  readonly isAdvised: boolean;
  /** Probability that the component lacks replicas, before and after. */
  readonly before: Probability;
  readonly after: Probability;
  /** What the system's availability (every entry point serves) wins. */
  readonly availabilityGain: Probability;
  /** The same in minutes of a year. */
  readonly minutesWonPerYear: number;
  /** By entry point that has an SLO: the share of its error budget that comes back. */
  readonly budgetGains: readonly { readonly entry: string; readonly slo: string; readonly share: number }[];
}

/** What the ranking asks of a system that is ready to be asked. */
interface Subject {
  replicaDown(component: string): Probability;
  /** The component's events, one for all its replicas or one for each; none where no entry point needs it. */
  eventsOf(component: string): readonly number[];
  readonly whole: ExactAnalysis;
  readonly entries: ReadonlyMap<string, ExactAnalysis>;
}

/**
 * Every change that would win availability, best first. The probability of the top event is linear in that of a
 * component's own failure, so its derivative gives the effect of each change exactly, without another analysis.
 */
export function rankFixes(model: SystemModel, subject: Subject): Fix[] {
  const wholeSlopes = subject.whole.slopes();
  const fixes: Fix[] = [];
  for (const component of model.components) {
    const events = subject.eventsOf(component.id);
    const event = events[0];
    if (event === undefined) continue;
    const { replicas, requiredReplicas: required } = component;
    const q = subject.replicaDown(component.id);
    const before = tooFewReplicas(replicas, required, q);
    // From the derivative by one replica's failure to that by the component's.
    const perReplica = events.length === 1 ? 1 : replicaSlope(replicas, required, q);
    const slopeIn = (by: ArrayLike<number>) => (perReplica === 0 ? 0 : by[event]! / perReplica);
    const consider = (kind: Fix["kind"], isAdvised: boolean, after: Probability) => {
      const drop = before - after;
      const availabilityGain = slopeIn(wholeSlopes) * drop;
      if (!(availabilityGain > 0)) return;
      const budgetGains = model.slos.flatMap(({ name, entry, availability: promised }) => {
        const by = subject.entries.get(entry)?.slopes();
        const gain = by === undefined ? 0 : slopeIn(by) * drop;
        return gain > 0 && promised < 1 ? [{ entry, slo: name, share: gain / (1 - promised) }] : [];
      });
      fixes.push({
        kind,
        component: component.id,
        isAdvised,
        before,
        after,
        availabilityGain,
        minutesWonPerYear: availabilityGain * minutesPerYear,
        budgetGains,
      });
    };
    consider("add-replica", q > redundancyAdvisedAbove, tooFewReplicas(replicas + 1, required, q));
    if (component.recoverySeconds > speedRecoveryAboveSeconds)
      consider("speed-recovery", true, tooFewReplicas(replicas, required, recoveredFaster(component, q)));
  }
  return fixes.sort((a, b) => b.availabilityGain - a.availabilityGain);
}

/** The derivative of "too few replicas work" by the failure probability of one of them. */
function replicaSlope(replicas: number, required: number, q: Probability): number {
  const others = replicas - 1;
  const failed = replicas - required;
  let log = failed === 0 ? 0 : failed * Math.log(q);
  if (others > failed) log += (others - failed) * Math.log1p(-q);
  for (let i = 1; i <= failed; i++) log += Math.log((others - failed + i) / i);
  return Math.exp(log);
}

/** A replica's unavailability once its recovery takes no longer than the rule allows, its time to failure unchanged. */
function recoveredFaster({ recoverySeconds }: Component, q: Probability): Probability {
  if (q >= 1) return 1;
  const mttfSeconds = (recoverySeconds * (1 - q)) / q;
  return speedRecoveryAboveSeconds / (mttfSeconds + speedRecoveryAboveSeconds);
}
