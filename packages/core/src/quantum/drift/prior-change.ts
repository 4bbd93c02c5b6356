import type { ErrorModel } from "../error-model/index.ts";
import { changedModel } from "./changed-model.ts";
import { changedBy, type PriorEstimate } from "./estimate-prior.ts";
import type { EdgeClass, PriorClasses } from "./prior-classes.ts";

/** By how much the edges of some classes of a prior became likelier: what two people need to have the same new prior. */
export interface PriorChange {
  /** Places in the list of all classes of the prior's groups. */
  readonly classes: readonly number[];
  /** For each of them what is added to the probability of its edges, −1..1; three digits. */
  readonly differences: readonly number[];
}

/** Changes below this share of a probability are not worth keeping. */
const leastShare = 0.02;

/** What an estimate changes in the prior that it was made from. */
export function priorChange(prior: PriorClasses, { edgeProbability }: PriorEstimate): PriorChange {
  const classes: number[] = [];
  const differences: number[] = [];
  const before = prior.graph.edgeProbability;
  classesOf(prior).forEach(({ edges }, index) => {
    const was = edges.reduce((sum, e) => sum + before[e]!, 0) / edges.length;
    const difference = edges.reduce((sum, e) => sum + edgeProbability[e]! - before[e]!, 0) / edges.length;
    if (Math.abs(difference) <= leastShare * was) return;
    classes.push(index);
    differences.push(Number(difference.toPrecision(3)));
  });
  return { classes, differences };
}

/** The prior with a change of its classes; unknown classes are left out. */
export function changePrior(prior: PriorClasses, { classes, differences }: PriorChange): ErrorModel {
  const all = classesOf(prior);
  const edgeProbability = prior.graph.edgeProbability.slice();
  classes.forEach((index, i) => {
    for (const e of all[index]?.edges ?? []) edgeProbability[e] = changedBy(edgeProbability[e]!, differences[i] ?? 0);
  });
  return changedModel(prior, edgeProbability);
}

function classesOf({ groups }: PriorClasses): EdgeClass[] {
  return groups.flatMap(({ classes }) => classes);
}
