import { intensityAt, type Saving, seriesOf } from "../green/index.ts";
import type { ConsoleState, Finding, PredictedSaving, Rehearsal } from "../journal/index.ts";
import { componentOf } from "../system/index.ts";
import { touchedBy } from "./left-alone.ts";

/** What a person is shown of a saving: its rehearsal's figures where there is one, else its model's. */
export function predictedSaving(
  state: ConsoleState,
  finding: Finding,
  { action, savedW, useAfter, responseMs }: Saving,
  rehearsal: Rehearsal | undefined,
): PredictedSaving {
  const { saved } = rehearsal ?? {};
  const gPerKwh = intensityFor(state, action.component);
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

/** Carbon intensity at this moment where a component runs, gCO2e/kWh: of its zone, else of the only grid that is known. */
function intensityFor({ green, model, at }: ConsoleState, component: string): number | undefined {
  const zone = componentOf(model, component)?.zone;
  const record = (zone === undefined ? undefined : green.intensities[zone]) ?? Object.values(green.intensities)[0];
  const gPerKwh = record === undefined ? Number.NaN : intensityAt(seriesOf(record), at);
  return Number.isNaN(gPerKwh) ? undefined : gPerKwh;
}
