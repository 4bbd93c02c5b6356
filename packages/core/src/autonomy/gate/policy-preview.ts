import type { ConsoleState, Mode, Policy, Proposal } from "../../journal/index.ts";
import type { SystemModel } from "../../system/index.ts";
import { isProtected, maintenanceWindowOf, touchedBy } from "../left-alone.ts";
import { modeFor } from "./mode-for.ts";

/** What becomes of a proposal: the mode that it is made in, or that it is not made. */
export type Course = Mode | "not-proposed";

/** A proposal of the record that another policy would have treated otherwise. */
export interface Difference {
  readonly proposal: Proposal;
  /** What becomes of it under the policy in force. */
  readonly before: Course;
  readonly after: Course;
}

/** What another policy would have meant for the proposals that are on record. */
export interface PolicyPreview {
  /** How many proposals were looked at. */
  readonly looked: number;
  readonly differences: readonly Difference[];
}

/**
 * Holds another policy against the proposals on record, beside the policy in force. It says nothing of proposals that
 * were never made: a policy that allows more would also have led to those.
 */
export function previewPolicy(
  { model, policy, proposals }: Pick<ConsoleState, "model" | "policy" | "proposals">,
  other: Policy,
): PolicyPreview {
  const all = Object.values(proposals).map(({ proposal }) => proposal);
  const differences = all
    .map((proposal) => ({
      proposal,
      before: courseOf(model, policy, proposal),
      after: courseOf(model, other, proposal),
    }))
    .filter(({ before, after }) => before !== after);
  return { looked: all.length, differences };
}

function courseOf(model: SystemModel | null, policy: Policy, { action, confidence, createdAt }: Proposal): Course {
  const isLeftAlone = touchedBy(action).some(
    (id) => isProtected(model, policy, id) || maintenanceWindowOf(policy, id, createdAt) !== undefined,
  );
  const isHeldBack = isLeftAlone || confidence < policy.confidenceThreshold;
  const mode = modeFor(policy, action);
  return isHeldBack || mode === "observe" ? "not-proposed" : mode;
}
