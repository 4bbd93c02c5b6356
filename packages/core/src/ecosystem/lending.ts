import { actionSpecs, type Component, componentOf, type SystemModel } from "../system/index.ts";

/** What is known of a component at the moment of lending. */
export interface Standing {
  /** Replicas that serve. */
  readonly replicasUp: number;
  /** Mean utilisation of a serving replica, 0..1. */
  readonly utilisation: number;
  readonly isHealthy: boolean;
}

/** Replicas that one component gives another for a while. */
export interface Loan {
  readonly lender: string;
  readonly borrower: string;
  readonly replicas: number;
  /** What the lender's utilisation becomes, 0..1. */
  readonly lenderUtilisation: number;
}

/** A lender stays below this utilisation, and a borrower wants to come below it. */
const comfortable = 0.6;
/** The most that one loan moves. */
const largestLoan = 2;

/**
 * Which replicas a component in need could borrow, the lender that feels it least first. Nothing is lent by what is
 * critical, protected or unwell, by what the borrower needs itself, or beyond what the lender can spare: it keeps its
 * required replicas and stays comfortable. A loan is as large as the need, and never more than two replicas.
 *
 * @param standings by component id; what is not in it lends nothing
 */
export function possibleLoans(
  model: SystemModel,
  borrower: string,
  standings: ReadonlyMap<string, Standing>,
): readonly Loan[] {
  const target = componentOf(model, borrower);
  const standing = standings.get(borrower);
  if (target === undefined || standing === undefined || !isLendable(target)) return [];
  const wanted = Math.min(largestLoan, replicasWanted(standing));
  const needed = neededBy(model, borrower);
  return model.components
    .filter(({ id }) => id !== borrower && !needed.has(id))
    .flatMap((lender): Loan[] => {
      const held = standings.get(lender.id);
      const replicas = held === undefined ? 0 : Math.min(wanted, sparable(lender, held));
      if (held === undefined || replicas < 1) return [];
      const lenderUtilisation = (held.utilisation * held.replicasUp) / (held.replicasUp - replicas);
      return [{ lender: lender.id, borrower, replicas, lenderUtilisation }];
    })
    .sort((a, b) => b.replicas - a.replicas || a.lenderUtilisation - b.lenderUtilisation);
}

/** How many replicas a component can do without now. */
export function sparable(lender: Component, { replicasUp, utilisation, isHealthy }: Standing): number {
  if (!isHealthy || lender.isCritical || lender.isProtected || !isLendable(lender)) return 0;
  const busy = Math.ceil((replicasUp * Math.max(0, utilisation)) / comfortable);
  const kept = Math.max(1, lender.requiredReplicas, Number.isFinite(busy) ? busy : replicasUp);
  return Math.max(0, Math.floor(replicasUp) - kept);
}

function replicasWanted({ replicasUp, utilisation }: Standing): number {
  const missing = Math.ceil((replicasUp * utilisation) / comfortable) - replicasUp;
  return Number.isFinite(missing) ? Math.max(1, missing) : 1;
}

/** What any replica of one can do, one of another can be made to do. */
function isLendable({ kind }: Component): boolean {
  return actionSpecs["borrow-replicas"].fits.includes(kind);
}

/** What a component needs, directly or through others. */
function neededBy(model: SystemModel, component: string): ReadonlySet<string> {
  const needed = new Set([component]);
  for (const id of needed) for (const { from, to } of model.dependencies) if (from === id) needed.add(to);
  return needed;
}
