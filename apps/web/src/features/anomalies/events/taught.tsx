import type { Judgement, TaughtMetric } from "@homeostat/core/journal";
import { useFormat, useText } from "../../../i18n/index.ts";
import { useWords } from "../../../ui/index.ts";
import { anomaliesText } from "../text.ts";

/** What a verdict changed in the detectors, metric by metric: how far self reaches for what looks like it, before and after. */
export function Taught({ judgement: { taught, verdict } }: { readonly judgement: Judgement }) {
  const text = useText(anomaliesText).events;
  if (taught === undefined) return <p className="text-xs text-ink-soft">{text.learning}</p>;
  if (taught.length === 0) return <p className="text-xs text-ink-soft">{text.nothingTaught}</p>;
  const widest = Math.max(...taught.flatMap(({ before, after }) => [1 / before, 1 / after]));
  return (
    <dl className="mt-1 grid grid-cols-[minmax(0,auto)_1fr_auto] items-center gap-x-2 gap-y-1 text-xs">
      {taught.map((one) => (
        <TaughtRow
          key={one.metric}
          taught={one}
          widest={widest}
          tone={verdict === "dismissed" ? "bg-healthy" : "bg-degraded"}
        />
      ))}
    </dl>
  );
}

interface TaughtRowProps {
  readonly taught: TaughtMetric;
  /** The farthest that self reaches in any row, in self radii. */
  readonly widest: number;
  readonly tone: string;
}

function TaughtRow({ taught: { metric, before, after, weight }, widest, tone }: TaughtRowProps) {
  const text = useText(anomaliesText).events;
  const format = useFormat();
  const words = useWords();
  const [was, is] = [1 / before, 1 / after];
  return (
    <>
      <dt className="truncate text-ink-soft">{words.metric(metric)}</dt>
      <dd
        role="img"
        aria-label={text.taught(words.metric(metric), format.number(was), format.number(is), format.number(weight))}
        data-testid="taught"
        data-metric={metric}
        data-before={before}
        data-after={after}
        className="space-y-0.5"
      >
        <span className="block h-1.5 rounded-sm bg-line-strong" style={{ width: `${(100 * was) / widest}%` }} />
        <span className={`block h-1.5 rounded-sm ${tone}`} style={{ width: `${(100 * is) / widest}%` }} />
      </dd>
      <dd aria-hidden="true" className="whitespace-nowrap tabular-nums">
        {text.reach(format.number(was), format.number(is))}
      </dd>
    </>
  );
}
