import type { Probability } from "../kernel/index.ts";
import type { Component } from "../system/index.ts";
import { unavailability } from "./availability.ts";

/** The probability that one replica is down at a random moment; from the mean times where the component gives an MTTF. */
export function failureProbabilityOf({ mttfHours, recoverySeconds, failureProbability }: Component): Probability {
  return mttfHours === undefined ? failureProbability : unavailability(mttfHours, recoverySeconds / 3600);
}

/** The probability that fewer than `required` of `replicas` work, each down with probability `q`, independently. */
export function tooFewReplicas(replicas: number, required: number, q: Probability): Probability {
  if (q <= 0) return 0;
  if (q >= 1) return required > 0 ? 1 : 0;
  const least = replicas - required + 1;
  // Terms of the binomial distribution from `least` failures up, each from the one before, begun in logarithms.
  let logTerm = least * Math.log(q) + (replicas - least) * Math.log1p(-q);
  for (let i = 1; i <= least; i++) logTerm += Math.log((replicas - least + i) / i);
  let term = Math.exp(logTerm);
  let sum = 0;
  for (let k = least; k <= replicas; k++) {
    sum += term;
    term *= ((replicas - k) / (k + 1)) * (q / (1 - q));
  }
  return Math.min(1, sum);
}
