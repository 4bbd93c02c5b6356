import type { Comparison, Totals } from "@homeostat/core/fork";
import { useFormat, useText } from "../../../i18n/index.ts";
import { useWords } from "../../../ui/index.ts";
import { useCurveFormat } from "./fork-charts.tsx";
import { forkText } from "./text.ts";

const rows = ["unwellMs", "brokenMs", "errorMinutes", "energyWh"] as const;

/** What both futures came to, and their difference with its spread over the seeds. */
export function ForkTable({ comparison }: { readonly comparison: Comparison }) {
  const text = useText(forkText);
  const head = "px-2 py-1 text-right font-normal text-ink-soft first:pl-0";
  const isRecorded = comparison.recordedTotals !== null;
  return (
    <div className="mt-2 overflow-x-auto">
      <table className="w-full text-xs tabular-nums">
        <thead>
          <tr className="border-b border-line">
            <td />
            <th scope="col" className={head}>
              {isRecorded ? text.happened : text.check}
            </th>
            <th scope="col" className={head}>
              {text.would[comparison.whatIf]}
            </th>
            <th scope="col" className={head}>
              {text.difference}
            </th>
            <th scope="col" className={head}>
              {text.seeds}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((of) => (
            <Row key={of} of={of} comparison={comparison} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ of, comparison }: { readonly of: keyof Totals; readonly comparison: Comparison }) {
  const text = useText(forkText);
  const words = useWords();
  const say = useTotalFormat(of);
  const contrast = comparison.contrasts[of];
  if (contrast === null) return null;
  const name = of === "unwellMs" ? text.rows.unwellMs(words.component(comparison.component)) : text.rows[of];
  const happened = comparison.recordedTotals?.[of] ?? contrast.asItWas;
  const signed = (value: number) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${say(Math.abs(value))}`;
  const cell = "px-2 py-1 text-right whitespace-nowrap";
  return (
    <tr className="border-b border-line last:border-b-0">
      <th scope="row" className="py-1 text-left font-normal">
        {name}
      </th>
      <td className={cell}>{say(happened)}</td>
      <td className={cell}>{say(contrast.whatIf)}</td>
      <td className={`${cell} font-semibold`}>
        {signed(contrast.difference)}
        <span className="block font-normal text-ink-soft">
          {text.range(signed(contrast.least), signed(contrast.most))}
        </span>
      </td>
      <td className={cell}>{`${contrast.agreeing}/${comparison.seeds}`}</td>
    </tr>
  );
}

function useTotalFormat(of: keyof Totals): (value: number) => string {
  const format = useFormat();
  const curve = useCurveFormat(of === "energyWh" ? "energyWh" : "errorMinutes");
  return of === "unwellMs" || of === "brokenMs" ? (ms) => format.duration(ms) : curve;
}
