import type { PeriodReport } from "@homeostat/core/green";
import { useEffect, useState } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { fetchJson, serverNow } from "../../live/index.ts";
import { Select, Skeleton } from "../../ui/index.ts";
import { useAmounts } from "./amounts.ts";
import { carbonText } from "./text.ts";

const spans = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;
type Span = keyof typeof spans;

type Answer =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "ready"; readonly report: PeriodReport; readonly query: string };

/** Energy, carbon, SCI and what waiting saved, of a period; as page, CSV and JSON. */
export function ReportPanel() {
  const text = useText(carbonText);
  const [span, setSpan] = useState<Span>("hour");
  const [answer, setAnswer] = useState<Answer>({ kind: "loading" });
  useEffect(() => {
    const request = new AbortController();
    const to = Math.round(serverNow());
    const query = `from=${to - spans[span]}&to=${to}`;
    setAnswer({ kind: "loading" });
    fetchJson<PeriodReport>(`/api/carbon/report?${query}`, request.signal)
      .then((report) => setAnswer({ kind: "ready", report, query }))
      .catch((error: unknown) => {
        if (!request.signal.aborted) setAnswer({ kind: "failed", why: (error as Error).message });
      });
    return () => request.abort();
  }, [span]);
  return (
    <div className="px-3 pb-3">
      <Select
        label={text.span}
        value={span}
        options={(Object.keys(spans) as Span[]).map((value) => ({ value, label: text.spans[value] }))}
        onChange={(value) => setSpan(value as Span)}
      />
      {answer.kind === "loading" && <Skeleton lines={5} label={text.loading} />}
      {answer.kind === "failed" && (
        <p role="alert" className="text-failing">
          {text.failed(answer.why)}
        </p>
      )}
      {answer.kind === "ready" && <Report report={answer.report} query={answer.query} />}
    </div>
  );
}

function Report({ report, query }: { readonly report: PeriodReport; readonly query: string }) {
  const text = useText(carbonText);
  const format = useFormat();
  const { carbon, energy } = useAmounts();
  const rows: [string, string][] = [
    [text.energy, energy(report.energyKwh)],
    [text.operational, report.operationalG === null ? text.notGiven : carbon(report.operationalG)],
    [text.embodied, carbon(report.embodiedG)],
    [text.sci, report.sciGPerRequest === null ? text.notGiven : carbon(report.sciGPerRequest)],
    [text.renewable, report.renewableShare === null ? text.notGiven : format.percent(report.renewableShare)],
    [text.deferred, `${carbon(report.deferred.savedG)} (${text.deferredJobs(report.deferred.jobs)})`],
  ];
  return (
    <>
      <dl className="mt-2 grid grid-cols-[1fr_auto] gap-x-3" data-testid="report-figures">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="text-right font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 flex gap-4">
        <a className="underline" href={`/api/carbon/report?${query}&format=csv`} download>
          {text.csv}
        </a>
        <a className="underline" href={`/api/carbon/report?${query}`} download="carbon-report.json">
          {text.json}
        </a>
      </p>
      <details className="mt-1 text-xs text-ink-soft">
        <summary className="min-h-6 cursor-pointer">{text.sources}</summary>
        <ul>
          {report.sources.map(({ figure, value, unit, source }) => (
            <li key={figure}>
              {figure}: {format.number(value)} {unit} ({source})
            </li>
          ))}
          <li>
            {text.deferred}: {report.deferred.how}
          </li>
        </ul>
      </details>
    </>
  );
}
