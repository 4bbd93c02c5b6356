import { anomalyLevelMetric } from "@homeostat/core/autonomy";
import { type Component, displayName } from "@homeostat/core/system";
import { useMemo } from "react";
import { useFormat, useText } from "../../../i18n/index.ts";
import { type AcrossView, select, useLive, useSystem } from "../../../live/index.ts";
import { Panel, Select } from "../../../ui/index.ts";
import { anomaliesText } from "../text.ts";
import { byOnset } from "./by-onset.ts";
import { type EventMark, LevelCanvas } from "./level-canvas.tsx";
import { rowHeight } from "./row-height.ts";

const spans = [10, 30, 60] as const;

interface TimelineProps {
  readonly components: readonly Component[];
  readonly across: AcrossView;
  readonly minutes: number;
  readonly onMinutes: (minutes: number) => void;
}

/** How unlike itself each component was, moment by moment; the moment that the page shows is moved over it. */
export function Timeline({ components, across, minutes, onMinutes }: TimelineProps) {
  const text = useText(anomaliesText).timeline;
  const rows = useMemo(() => byOnset(components, across), [components, across]);
  const marks = useLive((s) => s.marks);
  const events = useMemo(
    () =>
      marks.flatMap(({ at, event }): EventMark[] =>
        event.kind === "FindingOpened" && event.finding.kind === "anomaly"
          ? [{ at, component: event.finding.component }]
          : [],
      ),
    [marks],
  );
  return (
    <Panel
      title={text.title}
      testId="anomaly-timeline"
      actions={
        <Select
          label={text.span}
          value={String(minutes)}
          options={spans.map((span) => ({ value: String(span), label: text.minutes(span) }))}
          onChange={(value) => onMinutes(Number(value))}
        />
      }
    >
      <p className="px-3 text-xs text-ink-soft">{across.status === "failed" ? text.failed : text.help}</p>
      <div className="flex max-h-[46vh] overflow-y-auto px-3 py-1">
        <ul className="w-44 shrink-0 max-narrow:w-28">
          {rows.map((component) => (
            <li key={component.id} style={{ height: rowHeight }}>
              <RowName component={component} />
            </li>
          ))}
        </ul>
        <LevelCanvas components={rows} across={across} events={events} />
      </div>
    </Panel>
  );
}

/** A component's name and level, pressed to see its metrics. */
function RowName({ component }: { readonly component: Component }) {
  const text = useText(anomaliesText).timeline;
  const format = useFormat();
  const isSelected = useLive((s) => s.selection === component.id);
  const level = useSystem((s) => {
    const held = s.components[component.id]?.metrics[anomalyLevelMetric];
    return held === undefined ? undefined : Math.round(held * 100) / 100;
  });
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      onClick={() => select(component.id)}
      data-component={component.id}
      data-level={level}
      className="flex size-full items-center gap-2 rounded-sm px-1 text-left hover:bg-sunken aria-pressed:bg-accent-tint"
    >
      <span className="min-w-0 flex-1 truncate">{displayName(component)}</span>
      <span className={level !== undefined && level >= 0.5 ? "font-semibold text-degraded" : "text-ink-soft"}>
        <span className="sr-only">{text.level} </span>
        {level === undefined ? "–" : format.percent(level)}
      </span>
    </button>
  );
}
