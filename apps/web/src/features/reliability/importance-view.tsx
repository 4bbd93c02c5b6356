import type { SubjectImportance } from "@homeostat/core/reliability";
import { useMemo, useState } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { select } from "../../live/index.ts";
import { BarsChart, ChartFrame } from "../../ui/charts/index.ts";
import { reliabilityText } from "./text.ts";
import { useFigures } from "./use-figures.ts";
import { useSubjectWords } from "./use-subject-words.ts";

const measures = ["probability", "birnbaum", "criticality", "fussellVesely", "raw", "rrw"] as const;
type Measure = (typeof measures)[number];
const mostRows = 200;
const mostBars = 10;
const barHeight = 36;

/** Every failure's importance, by the measure that somebody chooses: the first ones as bars, all in a table. */
export function ImportanceView({ importances }: { readonly importances: readonly SubjectImportance[] }) {
  const text = useText(reliabilityText).importance;
  const format = useFormat();
  const figures = useFigures();
  const words = useSubjectWords();
  const [by, setBy] = useState<Measure>("criticality");
  const sorted = useMemo(() => importances.toSorted((a, b) => b[by] - a[by]), [importances, by]);
  const bars = sorted.filter((row) => Number.isFinite(row[by])).slice(0, mostBars);
  return (
    <div className="px-3 pb-3">
      <ChartFrame label={text.chart(text[by])} height={40 + barHeight * bars.length}>
        <BarsChart
          rows={bars.map((row) => ({ name: words.event(row.subject), [by]: row[by] }))}
          series={[{ key: by, label: text[by], tone: "accent" }]}
          formatValue={(value) => figures.probability(value)}
        />
      </ChartFrame>
      <div className="max-h-96 overflow-auto">
        <table className="w-full border-collapse" data-testid="importance">
          <thead className="sticky top-0 bg-ground">
            <tr className="border-b border-line-strong text-left text-xs">
              <th scope="col" className="py-1 pr-3 font-semibold text-ink-soft">
                {text.cause}
              </th>
              {measures.map((measure) => (
                <th key={measure} scope="col" aria-sort={measure === by ? "descending" : "none"} className="pr-3">
                  <button
                    type="button"
                    title={text.help[measure]}
                    onClick={() => setBy(measure)}
                    className={`min-h-6 font-semibold whitespace-nowrap hover:text-ink ${measure === by ? "text-ink underline underline-offset-4" : "text-ink-soft"}`}
                  >
                    {text[measure]}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, mostRows).map((row) => (
              <ImportanceRow key={row.name} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {sorted.length > mostRows && (
        <p className="pt-1 text-xs text-ink-soft">
          {text.shown(format.integer(mostRows), format.integer(sorted.length))}
        </p>
      )}
    </div>
  );
}

function ImportanceRow({ row }: { readonly row: SubjectImportance }) {
  const figures = useFigures();
  const words = useSubjectWords();
  const { subject } = row;
  const component = subject.kind === "replica" || subject.kind === "replicas" ? subject.component : undefined;
  return (
    <tr className="border-b border-line" data-event={row.name}>
      <td className="py-0.5 pr-3">
        {component === undefined ? (
          words.event(subject)
        ) : (
          <button
            type="button"
            onClick={() => select(component)}
            className="min-h-6 text-left font-semibold text-accent hover:underline"
          >
            {words.event(subject)}
          </button>
        )}
      </td>
      {measures.map((measure) => (
        <td key={measure} className="pr-3 whitespace-nowrap">
          {figures.probability(row[measure])}
        </td>
      ))}
    </tr>
  );
}
