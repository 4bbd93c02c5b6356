import { type DurationMs, type EpochMs, minuteMs } from "../kernel/index.ts";
import { possibleLoans, sparable, type Standing } from "../ecosystem/index.ts";
import { type ConsoleState, isOwed, type ProposalState } from "../journal/index.ts";
import { type Action, actionSpecs, componentOf } from "../system/index.ts";
import { isProtected, maintenanceWindowOf, touchedBy } from "./left-alone.ts";

/** What was lent goes back once the borrower has been well for so long. */
const wellForMs: DurationMs = minuteMs;

/** The lender and the number of replicas that a component in need could borrow now; undefined where nobody can spare any. */
export function loanFor(state: ConsoleState, borrower: string): Pick<Action, "to" | "amount"> | undefined {
  if (state.model === null) return undefined;
  const [loan] = possibleLoans(state.model, borrower, standingsOf(state)).filter(
    ({ lender }) => !isProtected(state.model, state.policy, lender),
  );
  return loan && { to: loan.lender, amount: loan.replicas };
}

/** Whether the lender of a loan can still do without it. */
export function canSpare(state: ConsoleState, { to, amount = actionSpecs["borrow-replicas"].amount!.default }: Action) {
  const lender = to === undefined ? undefined : componentOf(state.model, to);
  const standing = to === undefined ? undefined : standingsOf(state).get(to);
  if (lender === undefined || standing === undefined) return false;
  if (isProtected(state.model, state.policy, lender.id)) return false;
  return sparable(lender, standing) >= amount;
}

/** Loans that are to go back now: those that did not help at once, the others once the borrower has stayed well. */
export function loansDue(state: ConsoleState, now: EpochMs): readonly ProposalState[] {
  return Object.values(state.proposals).filter((held) => {
    if (!isOwed(held) || held.status.kind !== "ended") return false;
    const isUnderWork = touchedBy(held.proposal.action).some((id) => maintenanceWindowOf(state.policy, id, now));
    if (isUnderWork) return false;
    if (held.status.outcome.kind !== "verified") return true;
    const borrower = held.proposal.action.component;
    const isUnwell = Object.values(state.findings).some(({ component }) => component === borrower);
    return !isUnwell && now - held.status.at >= wellForMs;
  });
}

function standingsOf({ components }: ConsoleState): ReadonlyMap<string, Standing> {
  const standings = new Map<string, Standing>();
  for (const [id, { health, metrics }] of Object.entries(components)) {
    const { replicasUp, cpu } = metrics;
    if (replicasUp === undefined || cpu === undefined) continue;
    standings.set(id, { replicasUp, utilisation: cpu, isHealthy: health === "healthy" });
  }
  return standings;
}
