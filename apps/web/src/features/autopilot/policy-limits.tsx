import type { Policy } from "@homeostat/core/journal";
import { useText } from "../../i18n/index.ts";
import { TextField } from "../../ui/index.ts";
import type { PolicyPart } from "./mode-matrix.tsx";
import { autopilotText } from "./text.ts";

/** The numbers of a policy, with how they are shown: seconds for milliseconds, and their bounds. */
const fields = [
  { key: "confidenceThreshold", unit: 1, min: 0, max: 1, step: 0.05 },
  { key: "healthyFloor", unit: 1, min: 0, max: 1, step: 0.01 },
  { key: "approvalTimeoutMs", unit: 1_000, min: 1, max: 86_400, step: 1 },
  { key: "vetoWindowMs", unit: 1_000, min: 1, max: 86_400, step: 1 },
  { key: "coolDownMs", unit: 1_000, min: 0, max: 86_400, step: 1 },
  { key: "actionsPerHour", unit: 1, min: 0, max: 10_000, step: 1 },
  { key: "actionsPerTargetPerHour", unit: 1, min: 0, max: 10_000, step: 1 },
  { key: "surplusAfterMs", unit: 1_000, min: 10, max: 86_400, step: 1 },
  { key: "failuresThatBlock", unit: 1, min: 1, max: 1_000, step: 1 },
] as const satisfies readonly { key: keyof Policy; unit: number; min: number; max: number; step: number }[];

/** The figures of a policy: thresholds, times and budgets. */
export function PolicyLimits({ policy, onChange }: PolicyPart) {
  const text = useText(autopilotText);
  return (
    <fieldset>
      <legend className="eyebrow pb-1">{text.limits}</legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-3">
        {fields.map(({ key, unit, min, max, step }) => (
          <TextField
            key={key}
            label={text.fields[key]}
            type="number"
            min={min}
            max={max}
            step={step}
            isRequired
            value={String(policy[key] / unit)}
            onChange={(value) => {
              const number = Number(value);
              if (value !== "" && number >= min && number <= max) onChange({ ...policy, [key]: number * unit });
            }}
            testId={`policy-${key}`}
          />
        ))}
      </div>
    </fieldset>
  );
}
