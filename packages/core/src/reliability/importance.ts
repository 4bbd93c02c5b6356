import type { Evaluator } from "./evaluator.ts";

/** What an event contributes to the probability of the top event, in the field's measures. */
export interface Importance {
  /** The event's index. */
  readonly event: number;
  readonly probability: number;
  /** P(top | event) − P(top | no event); negative where the event helps. */
  readonly birnbaum: number;
  /** The share of the top event's probability that goes when the event cannot happen: birnbaum · q / P. */
  readonly criticality: number;
  /** The probability that the event has happened, the top event having happened (the diagnostic form of Fussell–Vesely). */
  readonly fussellVesely: number;
  /** Risk achievement worth: P(top | event) / P(top). */
  readonly raw: number;
  /** Risk reduction worth: P(top) / P(top | no event); Infinity where the top event cannot happen without the event. */
  readonly rrw: number;
}

/**
 * Every event's importance, by index, at the evaluator's last probabilities. A measure without a value is NaN.
 * @param slopes the derivative by each event, as the evaluator gives it
 */
export function importances(
  evaluator: Evaluator,
  probabilities: ArrayLike<number>,
  slopes: ArrayLike<number>,
  p: number,
): Importance[] {
  const list: Importance[] = [];
  for (let event = 0; event < evaluator.events; event++) {
    const birnbaum = slopes[event]!;
    const probability = probabilities[event]!;
    const { whenTrue, whenFalse } = evaluator.conditional(event, birnbaum);
    list.push({
      event,
      probability,
      birnbaum,
      criticality: (probability * birnbaum) / p,
      fussellVesely: (probability * whenTrue) / p,
      raw: whenTrue / p,
      rrw: p / whenFalse,
    });
  }
  return list;
}
