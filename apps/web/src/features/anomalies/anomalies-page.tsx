import { anomalyLevelMetric } from "@homeostat/core/autonomy";
import type { Incident } from "@homeostat/core/journal";
import { useState } from "react";
import { useText } from "../../i18n/index.ts";
import { useAcross, useLive, useSystem } from "../../live/index.ts";
import { EmptyState, Skeleton } from "../../ui/index.ts";
import { OpenCauses } from "./causes/open-causes.tsx";
import { EventList } from "./events/event-list.tsx";
import { MemoryCells } from "./memory/memory-cells.tsx";
import { useMemory } from "./memory/use-memory.ts";
import { MetricBands } from "./metrics/metric-bands.tsx";
import { anomaliesText } from "./text.ts";
import { Timeline } from "./timeline/timeline.tsx";

const minuteMs = 60_000;

/** What is unlike itself, what comes next, and what the detectors have learned. */
export function AnomaliesPage() {
  const text = useText(anomaliesText);
  const model = useSystem((s) => s.model);
  const phase = useLive((s) => s.phase);
  const selection = useLive((s) => s.selection);
  const [minutes, setMinutes] = useState(10);
  const memory = useMemory();
  const across = useAcross(anomalyLevelMetric, minutes * minuteMs);
  const worst = useSystem((s) => worstOf(s.components));
  const cause = useSystem((s) => oldestRoot(s.incidents));
  const [first, setFirst] = useState<string | undefined>();
  if (first === undefined && worst !== undefined) setFirst(worst);

  if (model === null) {
    return phase === "following" ? (
      <EmptyState title={text.noSystem}>{text.noSystemNext}</EmptyState>
    ) : (
      <Skeleton lines={12} label={text.loading} />
    );
  }
  const shown = model.components.find(({ id }) => id === (selection ?? cause ?? first)) ?? model.components[0];
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto wide:flex-row wide:overflow-hidden">
      <h1 className="sr-only">{text.title}</h1>
      <div className="flex min-h-0 min-w-0 flex-col wide:flex-1 wide:overflow-hidden">
        <Timeline components={model.components} across={across} minutes={minutes} onMinutes={setMinutes} />
        {shown !== undefined && <MetricBands key={shown.id} component={shown} />}
      </div>
      <aside className="shrink-0 bg-surface max-wide:border-t wide:w-96 wide:overflow-y-auto wide:border-l wide:border-line">
        <OpenCauses memory={memory.memory} />
        <EventList />
        <MemoryCells view={memory} />
      </aside>
    </div>
  );
}

/** Where the incident that has been open longest has its root. */
function oldestRoot(incidents: Readonly<Record<string, Incident>>): string | undefined {
  const open = Object.values(incidents).filter(({ healedAt }) => healedAt === undefined);
  return open.toSorted((a, b) => a.openedAt - b.openedAt)[0]?.root;
}

/** The component that is most unlike itself. */
function worstOf(components: Readonly<Record<string, { readonly metrics: Readonly<Record<string, number>> }>>) {
  let worst: string | undefined;
  let level = -1;
  for (const [id, { metrics }] of Object.entries(components)) {
    const here = metrics[anomalyLevelMetric] ?? 0;
    if (here > level) [worst, level] = [id, here];
  }
  return worst;
}
