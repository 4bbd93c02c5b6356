import { intensityHere, type Saving } from "../../green/index.ts";
import type { ConsoleState, Finding, PredictedSaving, Rehearsal } from "../../journal/index.ts";
import { componentOf } from "../../system/index.ts";
import { touchedBy } from "../left-alone.ts";

/** What a person is shown of a saving: its rehearsal's figures where there is one, else its model's. */
export function predictedSaving(
  state: ConsoleState,
  finding: Finding,
  { action, savedW, useAfter, responseMs }: Saving,
  rehearsal: Rehearsal | undefined,
): PredictedSaving {
  const { saved } = rehearsal ?? {};
  const gPerKwh = intensityHere(state.green.intensities, componentOf(state.model, action.component)?.zone, state.at);
  return {
    beforeW: touchedBy(action).reduce((sum, id) => sum + (state.components[id]?.metrics["powerW"] ?? 0), 0),
    savedW: saved?.meanW ?? savedW,
    ...(saved === undefined ? {} : { deviationW: saved.deviationW }),
    ...(gPerKwh === undefined ? {} : { gPerKwh }),
    useBefore: finding.evidence.find((one) => one.kind === "surplus")?.highUse ?? 0,
    useAfter,
    responseBeforeMs: responseMs.before,
    responseAfterMs: responseMs.after,
  };
}
