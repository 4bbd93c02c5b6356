import { isMorePermissive, modeFor, mostAtRisk } from "@homeostat/core/autonomy";
import type { Mode, Policy } from "@homeostat/core/journal";
import { type ActionKind, actionSpecs } from "@homeostat/core/system";
import { useId } from "react";
import { terms, useText } from "../../i18n/index.ts";
import { useSystem } from "../../live/index.ts";
import { autopilotText } from "./text.ts";

/** From the one in which the autopilot does the least by itself to the one in which it does the most. */
export const modes: readonly Mode[] = ["observe", "suggest", "approve", "veto", "auto"];

export interface PolicyPart {
  readonly policy: Policy;
  readonly onChange: (policy: Policy) => void;
}

/** One row an action, one column a mode: from "only watch" to "do it alone". */
export function ModeMatrix({ policy, onChange }: PolicyPart) {
  const text = useText(autopilotText);
  const names = useText(terms);
  const actions = useSystem((s) => s.capabilities.actions);
  const setAction = (kind: ActionKind, mode: Mode | undefined) => {
    const { [kind]: _, ...others } = policy.byAction;
    onChange({ ...policy, byAction: mode === undefined ? others : { ...others, [kind]: mode } });
  };
  const setRisk = (risk: number, mode: Mode) => {
    const byRisk = policy.byRisk.map((before, i) => (i === risk ? mode : before)) as Policy["byRisk"];
    onChange({ ...policy, byRisk });
  };
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse" data-testid="mode-matrix">
        <caption className="eyebrow pb-1 text-left">{text.modes}</caption>
        <thead>
          <tr className="border-b border-line-strong text-xs text-ink-soft">
            <th scope="col" className="py-1 text-left font-semibold">
              {text.action}
            </th>
            {modes.map((mode) => (
              <th key={mode} scope="col" className="px-1 text-center font-semibold">
                {names.mode[mode]}
              </th>
            ))}
            <th scope="col" className="px-1 text-left font-semibold">
              {text.risk}
            </th>
            <th scope="col" className="px-1 text-left font-semibold">
              {text.effective}
            </th>
          </tr>
        </thead>
        <tbody>
          <ModeRow
            name={text.standard}
            value={policy.defaultMode}
            isOwn
            onChange={(mode) => onChange({ ...policy, defaultMode: mode })}
          />
          {actions.map((kind) => (
            <ModeRow
              key={kind}
              name={names.action[kind]}
              value={policy.byAction[kind] ?? policy.defaultMode}
              isOwn={policy.byAction[kind] !== undefined}
              risk={text.riskNames[actionSpecs[kind].risk]}
              effective={names.mode[modeFor(policy, { kind, component: "" })]}
              onChange={(mode) => setAction(kind, mode)}
              onClear={() => setAction(kind, undefined)}
            />
          ))}
        </tbody>
        <tbody>
          <tr>
            <th scope="rowgroup" colSpan={8} className="eyebrow pt-4 pb-1 text-left">
              {text.byRisk}
            </th>
          </tr>
          {([0, 1, 2] as const).map((risk) => (
            <ModeRow
              key={risk}
              name={text.riskNames[risk]}
              value={policy.byRisk[risk]}
              isOwn
              most={mostAtRisk[risk]}
              onChange={(mode) => setRisk(risk, mode)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ModeRowProps {
  readonly name: string;
  readonly value: Mode;
  /** Set for this row itself, not taken over. */
  readonly isOwn: boolean;
  /** The most that can be chosen. */
  readonly most?: Mode;
  readonly risk?: string;
  readonly effective?: string;
  readonly onChange: (mode: Mode) => void;
  readonly onClear?: () => void;
}

function ModeRow({ name, value, isOwn, most = "auto", risk, effective, onChange, onClear }: ModeRowProps) {
  const text = useText(autopilotText);
  const names = useText(terms).mode;
  const group = useId();
  return (
    <tr className="border-b border-line hover:bg-sunken">
      <th scope="row" className="py-0.5 text-left font-normal">
        {name}
        {isOwn && onClear !== undefined && (
          <button type="button" onClick={onClear} className="ml-2 min-h-6 text-xs text-accent underline">
            {text.inherits}
          </button>
        )}
      </th>
      {modes.map((mode) => (
        <td key={mode} className="text-center">
          <label className="inline-flex min-h-7 min-w-7 items-center justify-center">
            <span className="sr-only">{`${name}: ${names[mode]}`}</span>
            <input
              type="radio"
              name={group}
              checked={value === mode}
              disabled={isMorePermissive(mode, most)}
              onChange={() => onChange(mode)}
              className={`size-4 accent-accent ${isOwn ? "" : "opacity-50"}`}
            />
          </label>
        </td>
      ))}
      <td className="px-1 text-ink-soft">{risk}</td>
      <td className="px-1 font-semibold">{effective}</td>
    </tr>
  );
}
