import type { Mode, Policy } from "@homeostat/core/journal";
import { X } from "lucide-react";
import { terms, useText } from "../../i18n/index.ts";
import { useSystem } from "../../live/index.ts";
import { Button, Select, TextField, useWords } from "../../ui/index.ts";
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
  { key: "failuresThatBlock", unit: 1, min: 1, max: 1_000, step: 1 },
] as const satisfies readonly { key: keyof Policy; unit: number; min: number; max: number; step: number }[];

const modes: readonly Mode[] = ["observe", "suggest", "approve", "veto", "auto"];

export function PolicyLimits({ policy, onChange }: PolicyPart) {
  const text = useText(autopilotText);
  const names = useText(terms).mode;
  const words = useWords();
  const components = useSystem((s) => s.model?.components) ?? [];
  const rest = components.filter(({ id }) => policy.byComponent[id] === undefined);
  const setComponent = (id: string, mode: Mode | undefined) => {
    const { [id]: _, ...others } = policy.byComponent;
    onChange({ ...policy, byComponent: mode === undefined ? others : { ...others, [id]: mode } });
  };
  return (
    <>
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
      <fieldset>
        <legend className="eyebrow pb-1">{text.byComponent}</legend>
        <ul className="flex flex-wrap gap-2">
          {Object.entries(policy.byComponent).map(([id, mode]) => (
            <li key={id} className="flex items-center gap-1 rounded border border-line bg-raised pl-2">
              <span>{words.component(id)}</span>
              <Select
                label={words.component(id)}
                value={mode}
                options={modes.map((value) => ({ value, label: names[value] }))}
                onChange={(value) => setComponent(id, modes.find((one) => one === value) ?? mode)}
              />
              <Button
                icon={X}
                label={`${text.remove}: ${words.component(id)}`}
                onClick={() => setComponent(id, undefined)}
              />
            </li>
          ))}
          <li>
            <Select
              label={text.addComponent}
              value=""
              options={[
                { value: "", label: `${text.addComponent}…` },
                ...rest.map(({ id }) => ({ value: id, label: words.component(id) })),
              ]}
              onChange={(id) => id !== "" && setComponent(id, "approve")}
            />
          </li>
        </ul>
      </fieldset>
      <TextField
        label={text.protectedOnes}
        hint={text.protectedHint}
        value={policy.protectedComponents.join(", ")}
        onChange={(value) =>
          onChange({
            ...policy,
            protectedComponents: value
              .split(/[,，]\s*/)
              .filter((id, i, all) => id !== "" || (i === all.length - 1 && i > 0)),
          })
        }
      />
    </>
  );
}
