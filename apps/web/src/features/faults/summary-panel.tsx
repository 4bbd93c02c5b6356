import { useFormat, useText } from "../../i18n/index.ts";
import type { ReceiptSummary } from "./receipt-summary.ts";
import { faultsPageText } from "./text.ts";

/** How fast faults are seen, decided on and healed, and how right the predicted reach was. */
export function SummaryPanel({ summary }: { readonly summary: ReceiptSummary }) {
  const text = useText(faultsPageText);
  const format = useFormat();
  if (summary.count === 0) return <p className="px-4 pb-3 text-ink-soft">{text.summaryNone}</p>;
  const times = [
    [text.toDetect, summary.detectMs],
    [text.toDecide, summary.decideMs],
    [text.toHeal, summary.healMs],
  ] as const;
  const shares = [
    [text.healedShare, summary.healedShare],
    [text.predictedRight, summary.precision],
    [text.foreseen, summary.recall],
  ] as const;
  return (
    <div className="space-y-3 px-4 pb-3" data-testid="summary">
      <table className="w-full">
        <thead>
          <tr className="text-xs text-ink-soft">
            <td />
            <th className="text-right font-normal">{text.median}</th>
            <th className="text-right font-normal">{text.slowest}</th>
          </tr>
        </thead>
        <tbody>
          {times.map(([name, spread]) => (
            <tr key={name}>
              <th className="text-left font-normal text-ink-soft">{name}</th>
              <td className="text-right font-semibold">
                {spread === undefined ? "–" : format.duration(spread.median)}
              </td>
              <td className="text-right">{spread === undefined ? "–" : format.duration(spread.slowest)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        {shares.map(([name, share]) => (
          <div key={name} className="contents">
            <dd className="text-right font-semibold">{share === undefined ? "–" : format.percent(share)}</dd>
            <dt className="text-ink-soft">{name}</dt>
          </div>
        ))}
      </dl>
    </div>
  );
}
