import { gPerHourOf } from "@homeostat/core/green";
import type { Outcome, PredictedSaving } from "@homeostat/core/journal";
import { useFormat, useText } from "../../i18n/index.ts";
import { savingText } from "./saving-text.ts";
import { proposalText } from "./text.ts";

/** Watts, and what they are in carbon where the intensity is known. */
function usePowerWords() {
  const text = useText(proposalText);
  const format = useFormat();
  return (watts: number, gPerKwh: number | undefined, deviationW?: number) => {
    const grams = gPerKwh === undefined ? undefined : gPerHourOf(watts, gPerKwh);
    const spread = deviationW === undefined ? "" : ` ± ${format.number(deviationW)}`;
    return `${format.number(watts)}${spread} W${grams === undefined ? "" : ` · ${text.perHour(format.number(grams))}`}`;
  };
}

/** What an action that saves power would save, and what that costs in headroom. */
export function SavingFacts({ saving }: { readonly saving: PredictedSaving }) {
  const text = useText(savingText);
  const format = useFormat();
  const power = usePowerWords();
  const { beforeW, savedW, deviationW, gPerKwh, useBefore, useAfter, responseBeforeMs, responseAfterMs } = saving;
  const rows = [
    [text.power, format.metric("powerW", beforeW), format.metric("powerW", beforeW - savedW)],
    [text.use, format.percent(useBefore), format.percent(useAfter)],
    [text.response, format.metric("latencyMs", responseBeforeMs), format.metric("latencyMs", responseAfterMs)],
  ] as const;
  return (
    <div data-testid="saving">
      <p className="font-semibold text-healthy">{power(savedW, gPerKwh, deviationW)}</p>
      <table className="w-full text-xs">
        <tbody>
          {rows.map(([name, before, after]) => (
            <tr key={name}>
              <th scope="row" className="text-left font-normal">
                {name}
              </th>
              <td className="text-right">
                {before} → <strong className="font-semibold">{after}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-xs text-ink-soft">{text.givenBack}</p>
    </div>
  );
}

interface MeasuredFactsProps {
  readonly power: NonNullable<Outcome["power"]>;
  readonly saving: PredictedSaving;
}

/** What was saved by measurement, beside what was predicted. */
export function MeasuredFacts({ power: { withoutW, afterW }, saving }: MeasuredFactsProps) {
  const text = useText(savingText);
  const words = usePowerWords();
  const { gPerKwh } = saving;
  return (
    <p className="text-xs" data-testid="measured-saving">
      {text.measured(words(withoutW - afterW, gPerKwh), words(saving.savedW, gPerKwh, saving.deviationW))}{" "}
      <span className="text-ink-soft">{text.from(words(withoutW, undefined), words(afterW, undefined))}</span>
    </p>
  );
}
