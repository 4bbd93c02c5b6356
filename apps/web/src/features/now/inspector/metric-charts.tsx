import { type Component, displayName, isStandardMetric, metricSpecs } from "@homeostat/core/system";
import { useFormat, useText } from "../../../i18n/index.ts";
import { goTo, type SampleView, useLive, useSamples } from "../../../live/index.ts";
import { ChartFrame, type ChartTone, TimeChart } from "../../../ui/charts/index.ts";
import { EmptyState, Skeleton, useWords } from "../../../ui/index.ts";
import { inspectorText } from "./text.ts";

const spanMs = 10 * 60_000;
const chartHeight = 80;

/** What to draw first; metrics that are not named here come after. */
const order = ["latencyMs", "errorRate", "cpu", "requestRate", "memory", "queueLength", "hitRate", "detectionFraction"];
const mostCharts = 8;

/** The component's metrics over the last ten minutes, or around the moment that is looked at. */
export function MetricCharts({ component }: { readonly component: Component }) {
  const text = useText(inspectorText);
  const samples = useSamples(component.id, spanMs);
  if (samples.status === "loading") return <Skeleton lines={5} label={text.loading} />;
  if (samples.status === "failed") return <EmptyState title={text.failed} />;
  const names = Object.keys(samples.values)
    .filter((name) => name !== "latencyP99Ms" && samples.values[name]?.some((value) => value !== null))
    .sort((a, b) => rankOf(a) - rankOf(b) || a.localeCompare(b))
    .slice(0, mostCharts);
  if (names.length === 0) return <EmptyState title={text.noSamples} />;
  return (
    <div className="grid min-w-0 flex-1 grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-x-4 gap-y-1">
      {names.map((metric) => (
        <MetricChart key={metric} component={component} metric={metric} samples={samples} />
      ))}
    </div>
  );
}

function rankOf(metric: string): number {
  const place = order.indexOf(metric);
  return place === -1 ? order.length : place;
}

interface MetricChartProps {
  readonly component: Component;
  readonly metric: string;
  readonly samples: SampleView;
}

function MetricChart({ component, metric, samples }: MetricChartProps) {
  const text = useText(inspectorText);
  const format = useFormat();
  const words = useWords();
  const cursorAt = useLive((s) => s.past?.at);
  const values = samples.values[metric] ?? [];
  const last = values.findLast((value) => value !== null);
  const shown = last === undefined || last === null ? "–" : format.metric(metric, last);
  const p99 = metric === "latencyMs" ? samples.values["latencyP99Ms"] : undefined;
  const series = [
    { label: words.metric(metric), tone: toneFor(metric), values },
    ...(p99 === undefined ? [] : [{ label: words.metric("latencyP99Ms"), tone: "degraded" as const, values: p99 }]),
  ];
  return (
    <figure className="min-w-0">
      <figcaption className="flex justify-between text-xs">
        <span className="text-ink-soft">
          {words.metric(metric)}
          {p99 !== undefined && <span className="text-degraded"> · {words.metric("latencyP99Ms")}</span>}
        </span>
        <span className="font-semibold">{shown}</span>
      </figcaption>
      <ChartFrame label={text.chart(words.metric(metric), displayName(component), shown)} height={chartHeight}>
        <TimeChart
          at={samples.at}
          series={series}
          span={filledSpan(samples)}
          height={chartHeight}
          cursorAt={cursorAt}
          {...highOf(metric)}
          formatValue={(value) => format.metric(metric, value)}
          formatTime={(at) => format.time(at)}
          onPick={goTo}
        />
      </ChartFrame>
    </figure>
  );
}

/** The span without what lies before the first sample, two minutes at the least. */
function filledSpan({ span: [from, to], at }: SampleView): readonly [number, number] {
  return [Math.max(from, Math.min(at[0] ?? from, to - 2 * 60_000)), to];
}

/** A share is drawn up to a sensible top, so that noise near zero does not look like a mountain. */
function highOf(metric: string): { readonly high?: number } {
  if (!isStandardMetric(metric) || metricSpecs[metric].unit !== "share") return {};
  return { high: metric === "errorRate" || metric.startsWith("detection") || metric.startsWith("logical") ? 0.05 : 1 };
}

function toneFor(metric: string): ChartTone {
  if (!isStandardMetric(metric)) return "accent";
  if (metric === "errorRate" || metric === "logicalErrorRate") return "failing";
  return metricSpecs[metric].direction === "neutral" ? "ink-soft" : "accent";
}
