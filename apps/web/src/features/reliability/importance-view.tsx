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

interface Sorting {
  readonly by: Measure;
  readonly isDescending: boolean;
}

/**
 * Every failure's importance, by the measure that somebody chooses: the first ones as bars, all in a table. The replicas
 * of a component are alike and share one row.
 */
export function ImportanceView({ importances }: { readonly importances: readonly SubjectImportance[] }) {
  const text = useText(reliabilityText).importance;
  const format = useFormat();
  const figures = useFigures();
  const words = useSubjectWords();
  const [{ by, isDescending }, setSorting] = useState<Sorting>({ by: "criticality", isDescending: true });
  const falling = useMemo(
    () =>
      importances
        .filter(({ subject }) => subject.kind !== "replica" || subject.replica === 1)
        .toSorted((a, b) => compareFalling(a[by], b[by])),
    [importances, by],
  );
  const sorted = useMemo(() => (isDescending ? falling : falling.toReversed()), [falling, isDescending]);
  const bars = falling.filter((row) => Number.isFinite(row[by])).slice(0, mostBars);
  return (
    <div className="px-3 pb-3">
      <ChartFrame label={text.chart(text[by])} height={40 + barHeight * bars.length}>
        <BarsChart
          rows={bars.map((row) => ({ name: words.kindOfEvent(row.subject), [by]: row[by] }))}
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
                <th
                  key={measure}
                  scope="col"
                  aria-sort={measure === by ? (isDescending ? "descending" : "ascending") : "none"}
                  className="pl-3 text-right"
                >
                  <button
                    type="button"
                    title={text.help[measure]}
                    onClick={() => setSorting({ by: measure, isDescending: measure !== by || !isDescending })}
                    className={`min-h-6 font-semibold whitespace-nowrap hover:text-ink ${measure === by ? "text-ink underline underline-offset-4" : "text-ink-soft"}`}
                  >
                    {text[measure]}
                    {measure === by && <span aria-hidden="true">{isDescending ? " ↓" : " ↑"}</span>}
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

/** Larger first, infinity before all; what has no value comes last. */
function compareFalling(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a === b ? 0 : b - a;
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
          words.kindOfEvent(subject)
        ) : (
          <button
            type="button"
            onClick={() => select(component)}
            className="min-h-6 text-left font-semibold text-accent hover:underline"
          >
            {words.kindOfEvent(subject)}
          </button>
        )}
      </td>
      {measures.map((measure) => (
        <td key={measure} className="pl-3 text-right whitespace-nowrap tabular-nums">
          {figures.probability(row[measure])}
        </td>
      ))}
    </tr>
  );
}
