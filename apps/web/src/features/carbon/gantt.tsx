import type { GreenState } from "@homeostat/core/journal";
import { type KeyboardEvent, type ReactNode, useMemo } from "react";
import { useFormat, useLanguage, useText } from "../../i18n/index.ts";
import { useNow } from "../../live/index.ts";
import { EmptyState } from "../../ui/index.ts";
import { JobRow } from "./job-row.tsx";
import { StepCurve } from "./step-curve.tsx";
import { carbonText } from "./text.ts";
import { curveOf, loadOf, timeAxis } from "./time-axis.ts";
import { UndoChange } from "./undo-change.tsx";
import type { ShownPlan } from "./use-plan.ts";

const minuteMs = 60_000;

/** The plan over the intensity curve: a row a job, its window, its runs, and the power of all of them under the cap. */
export function Gantt({ green, plan }: { readonly green: GreenState; readonly plan: ShownPlan }) {
  const text = useText(carbonText);
  const format = useFormat();
  const language = useLanguage((s) => s.language);
  const now = Math.floor(useNow(30_000) / minuteMs) * minuteMs;
  const jobs = Object.values(green.jobs).map(plan.jobOf);
  const axis = timeAxis(jobs, now);
  const zones = Object.values(green.intensities);
  const { from, slots, slotMs } = axis;
  const curves = useMemo(
    () =>
      zones.flatMap((record) => ({
        zone: record.zone,
        basis: record.basis,
        curve: curveOf(record, timeAxis(jobs, from)),
      })),
    // The curves change with the readings and the slots, not with each render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [green.intensities, from, slots, slotMs],
  );
  const load = loadOf(plan.plan, axis);
  const hour = new Intl.DateTimeFormat(language, {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const undoByKey = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || plan.undoable === undefined) return;
    event.preventDefault();
    plan.undo();
  };
  return (
    // The keys are those of the marks within.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="px-3 pb-3" onKeyDown={undoByKey}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 pb-1">
        <p className="text-xs text-ink-soft">
          {text.planHelp} {zones[0] !== undefined && text.usualHelp[zones[0].basis]}
        </p>
        <UndoChange plan={plan} />
      </div>
      <div className="relative" data-testid="gantt">
        {curves.map(
          ({ zone, basis, curve }) =>
            curve !== undefined && (
              <Line
                key={zone}
                name={`${text.intensity} ${zone}`}
                note={`${format.integer(curve.values[0] ?? 0)} g/kWh${text.usual[basis]}`}
              >
                <StepCurve
                  values={curve.values}
                  top={Math.max(...curve.values) * 1.08}
                  tone="degraded"
                  dashedFrom={curve.learnedFrom}
                  dashedTitle={text.learned}
                  label={text.intensityLabel(
                    zone,
                    format.integer(Math.min(...curve.values)),
                    format.integer(Math.max(...curve.values)),
                  )}
                />
              </Line>
            ),
        )}
        <Line name={text.load} note={format.metric("powerW", Math.max(0, ...load))}>
          <StepCurve
            values={load}
            top={Math.max(green.capW ?? 0, 1, ...load) * 1.15}
            tone="accent"
            limit={green.capW ?? undefined}
            label={text.loadLabel(format.metric("powerW", Math.max(0, ...load)))}
          />
        </Line>
        {jobs.length === 0 && <EmptyState title={text.noJobs}>{text.noJobsNext}</EmptyState>}
        <ul>
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} plan={plan} axis={axis} now={now} />
          ))}
        </ul>
        <div className="flex" aria-hidden="true">
          <div className="w-44 shrink-0 max-narrow:w-28" />
          <div className="relative h-5 flex-1 border-t border-line text-2xs text-ink-soft">
            {axis.ticks.map((at) => (
              <span
                key={at}
                className="absolute top-0.5 -translate-x-1/2 whitespace-nowrap"
                style={{ left: `${axis.place(at)}%` }}
              >
                {hour.format(at)}
              </span>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

function Line({
  name,
  note,
  children,
}: {
  readonly name: string;
  readonly note: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex items-stretch border-b border-line">
      <div className="flex w-44 shrink-0 flex-col justify-center py-1 pr-2 max-narrow:w-28">
        <span className="truncate font-semibold">{name}</span>
        <span className="text-xs text-ink-soft">{note}</span>
      </div>
      <div className="h-16 min-w-0 flex-1">{children}</div>
    </div>
  );
}
