import { heldBackJobs } from "@homeostat/core/autonomy";
import type { DeferrableJob, JobRun } from "@homeostat/core/system";
import { Pin, Trash2 } from "lucide-react";
import { useFormat, useLanguage, useText } from "../../i18n/index.ts";
import { useCanCommand, useSystemParts } from "../../live/index.ts";
import { Button, useWords } from "../../ui/index.ts";
import { MovableMark } from "./movable-mark.tsx";
import { carbonText } from "./text.ts";
import type { TimeAxis } from "./time-axis.ts";
import type { ShownPlan } from "./use-plan.ts";

interface JobRowProps {
  readonly job: DeferrableJob;
  readonly plan: ShownPlan;
  readonly axis: TimeAxis;
  readonly now: number;
}

/** A job: its window, its runs, and two marks to move: the deadline, and the run, which moving pins. */
export function JobRow({ job, plan, axis, now }: JobRowProps) {
  const text = useText(carbonText).job;
  const format = useFormat();
  const language = useLanguage((s) => s.language);
  const canCommand = useCanCommand();
  const words = useWords();
  const need = useSystemParts((s) => heldBackJobs(s, s.at).get(job.id));
  const clock = (at: number) =>
    new Intl.DateTimeFormat(language, {
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).format(at);
  const runs: readonly JobRun[] = plan.plan?.runs[job.id] ?? [];
  const leftOut = plan.plan?.kind === "planned" ? plan.plan.leftOut[job.id] : undefined;
  const first = runs[0];
  const last = runs.at(-1);
  const isRunning = runs.some(({ from, to }) => from <= now && now < to);
  const isPinned = job.pinnedAt !== undefined;
  const withPin = (at: number | undefined): DeferrableJob => {
    const { pinnedAt: _pinnedAt, ...rest } = job;
    return at === undefined ? rest : { ...rest, pinnedAt: at };
  };
  const withDeadline = (at: number): DeferrableJob => ({
    ...job,
    deadlineAt: Math.max(at, job.releaseAt + job.durationMs),
  });
  const togglePin = () => plan.keep(withPin(isPinned || first === undefined ? undefined : first.from));
  const facts = [
    format.metric("powerW", job.powerW),
    format.duration(job.durationMs),
    ...(job.isInterruptible ? [text.pauses] : []),
  ].join(", ");
  const place = (from: number, to: number) => ({
    left: `${axis.place(from)}%`,
    width: `${axis.place(to) - axis.place(from)}%`,
  });
  return (
    <li className="flex items-stretch border-b border-line" data-job={job.id}>
      <div className="flex w-44 shrink-0 items-center gap-1 py-1 pr-2 max-narrow:w-28 max-narrow:flex-wrap">
        <div className="min-w-0 flex-1 max-narrow:basis-full">
          <span className="block truncate font-semibold" title={job.name}>
            {job.name}
          </span>
          <span className="block truncate text-xs text-ink-soft" title={facts}>
            {facts}
          </span>
          {need !== undefined && (
            <span className="block text-xs" data-testid="job-held-back">
              {text.heldBack(words.serviceNeed(need))}
            </span>
          )}
        </div>
        <Button
          icon={Pin}
          label={isPinned ? text.pinned : text.pin}
          title={isPinned ? text.unpinTitle : text.pinTitle}
          pressed={isPinned}
          disabled={!canCommand || (first === undefined && !isPinned) || isRunning}
          onClick={togglePin}
        />
        <Button icon={Trash2} label={text.withdraw} disabled={!canCommand} onClick={() => plan.withdraw(job)} />
      </div>
      <div className="relative h-11 min-w-0 flex-1" data-track>
        <div
          className="absolute inset-y-2 rounded-sm bg-sunken"
          style={place(Math.max(axis.from, job.releaseAt), job.deadlineAt)}
          title={text.window(clock(job.releaseAt), clock(job.deadlineAt))}
        />
        {runs.slice(1).map((run) => (
          <div key={run.from} className="absolute inset-y-2.5 rounded-sm bg-accent" style={place(run.from, run.to)} />
        ))}
        {leftOut !== undefined && (
          <p className="pointer-events-none absolute inset-y-0 z-10 flex max-w-full items-center text-xs text-failing">
            <span className="truncate rounded-sm bg-ground px-1">{text.noSlot(leftOut)}</span>
          </p>
        )}
        {first !== undefined && last !== undefined && (
          <MovableMark
            kind="run"
            label={text.run(job.name)}
            valueText={`${text.runs(clock(first.from), clock(last.to))}${isPinned ? `, ${text.pinned}` : isRunning ? `, ${text.running}` : ""}`}
            at={first.from}
            to={first.to}
            min={Math.min(first.from, axis.from + axis.slotMs)}
            max={axis.to - job.durationMs}
            axis={axis}
            isPinned={isPinned}
            isDisabled={!canCommand || isRunning}
            onMove={(at) => plan.preview(withPin(at))}
            onKeep={(at) => plan.keep(withPin(at))}
            onCancel={plan.cancel}
            onPin={togglePin}
          />
        )}
        <MovableMark
          kind="deadline"
          label={text.deadline(job.name)}
          valueText={clock(job.deadlineAt)}
          at={job.deadlineAt}
          min={job.releaseAt + job.durationMs}
          max={axis.to + 24 * 3_600_000}
          axis={axis}
          isDisabled={!canCommand}
          onMove={(at) => plan.preview(withDeadline(at))}
          onKeep={(at) => plan.keep(withDeadline(at))}
          onCancel={plan.cancel}
          onPin={togglePin}
        />
      </div>
    </li>
  );
}
