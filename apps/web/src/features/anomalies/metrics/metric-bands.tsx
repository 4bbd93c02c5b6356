import { anomalyLevelMetric } from "@homeostat/core/autonomy";
import { type Component, displayName } from "@homeostat/core/system";
import { useMemo, useState } from "react";
import { useFormat, useText } from "../../../i18n/index.ts";
import { goTo, type SampleView, useLive, useSamples } from "../../../live/index.ts";
import { ChartFrame, TimeChart } from "../../../ui/charts/index.ts";
import { EmptyState, Panel, Skeleton, useWords } from "../../../ui/index.ts";
import { anomaliesText } from "../text.ts";
import { ExpectedBands } from "./expected-bands.ts";

const spanMs = 5 * 60_000;
const aheadMs = 60_000;
const chartHeight = 96;
const mostCharts = 8;

/** Each metric of a component with what was expected of it, and what is expected next. */
export function MetricBands({ component }: { readonly component: Component }) {
  const text = useText(anomaliesText).metrics;
  const samples = useSamples(component.id, spanMs);
  const [bands] = useState(() => new ExpectedBands());
  const names = Object.keys(samples.values)
    .filter((name) => name !== anomalyLevelMetric && samples.values[name]?.some((value) => value !== null))
    .toSorted()
    .slice(0, mostCharts);
  return (
    <div className="min-h-0 flex-1 wide:overflow-y-auto">
      <Panel title={text.title(displayName(component))} testId="metric-bands">
        <p className="px-3 text-xs text-ink-soft">{text.help}</p>
        {samples.status === "loading" ? (
          <Skeleton lines={6} label={text.expected} />
        ) : samples.status === "failed" ? (
          <EmptyState title={text.failed} />
        ) : names.length === 0 ? (
          <EmptyState title={text.none} />
        ) : (
          <div className="grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-x-4 gap-y-2 px-3 py-2">
            {names.map((metric) => (
              <MetricBand key={metric} component={component} metric={metric} samples={samples} bands={bands} />
            ))}
          </div>
        )}
      </Panel>
    </div>
  );
}

interface MetricBandProps {
  readonly component: Component;
  readonly metric: string;
  readonly samples: SampleView;
  readonly bands: ExpectedBands;
}

function MetricBand({ component, metric, samples, bands }: MetricBandProps) {
  const text = useText(anomaliesText).metrics;
  const format = useFormat();
  const words = useWords();
  const pastAt = useLive((s) => s.past?.at);
  const { at, values } = samples;
  const band = useMemo(() => bands.band({ at, values }, metric, aheadMs), [bands, at, values, metric]);
  const lastSeen = band.seen.findLastIndex((value) => value !== null);
  const value = band.seen[lastSeen];
  const [low, high] = [band.low[lastSeen], band.high[lastSeen]];
  const shown = value === null || value === undefined ? "–" : format.metric(metric, value);
  const name = words.metric(metric);
  const isKnown = low !== null && low !== undefined && high !== null && high !== undefined;
  const label = isKnown
    ? text.chart(name, displayName(component), shown, format.metric(metric, low), format.metric(metric, high))
    : text.chartWarming(name, displayName(component), shown);
  return (
    <figure className="min-w-0">
      <figcaption className="flex justify-between gap-2 text-xs">
        <span className="truncate text-ink-soft">
          {name} · {band.isWarmingUp ? text.warming : text.by(text.models[band.model])}
        </span>
        <span className={band.isOutside ? "font-semibold whitespace-nowrap text-degraded" : "font-semibold"}>
          {shown}
          {band.isOutside && ` ▲ ${text.outside}`}
        </span>
      </figcaption>
      <ChartFrame label={label} height={chartHeight}>
        <TimeChart
          at={band.at}
          series={[
            { label: text.expected, tone: "ink-soft", values: band.expected, dashed: true },
            { label: name, tone: "accent", values: band.seen },
          ]}
          band={{ low: band.low, high: band.high, tone: "accent" }}
          span={[samples.span[0], samples.span[1] + aheadMs]}
          height={chartHeight}
          cursorAt={pastAt}
          formatValue={(one) => format.metric(metric, one)}
          formatTime={(one) => format.time(one)}
          onPick={goTo}
        />
      </ChartFrame>
    </figure>
  );
}
