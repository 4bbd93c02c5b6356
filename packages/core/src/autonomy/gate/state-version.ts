import type { ConsoleState } from "../../journal/index.ts";
import { hashOf } from "../../kernel/index.ts";
import { suspectOf } from "../diagnosis/suspect.ts";

/** The facts that a proposal rests on: its finding, how grave it is, and what is held to be the incident's cause. */
export function stateVersionOf(state: ConsoleState, findingId: string): string {
  const finding = state.findings[findingId];
  if (finding === undefined) return "gone";
  const incident = Object.values(state.incidents).find(
    (i) => i.healedAt === undefined && i.findings.includes(findingId),
  );
  const suspect = incident && suspectOf(state, incident);
  const cause = suspect === undefined ? {} : { cause: suspect.component };
  return hashOf({ finding: finding.id, severity: finding.severity, root: incident?.root ?? null, ...cause });
}
