import type { Incident } from "@homeostat/core/journal";
import { Play } from "lucide-react";
import { useMemo } from "react";
import { useText } from "../../i18n/index.ts";
import { replayFrom, useLive, useMarks } from "../../live/index.ts";
import { Button, EmptyState, MomentLink, Skeleton, useWords } from "../../ui/index.ts";
import { type ChainStep, chainOf } from "./chain.ts";
import { StepBody } from "./step-body.tsx";
import { incidentsText } from "./text.ts";

const leadMs = 120_000;

/** One incident as a readable chain; each step leads to its moment. */
export function Explanation({ incident }: { readonly incident: Incident }) {
  const text = useText(incidentsText);
  const words = useWords();
  const { openedAt, healedAt } = incident;
  const { status, entries } = useMarks(openedAt - leadMs, healedAt);
  const pastAt = useLive((s) => s.past?.at);
  const steps = useMemo(() => chainOf(entries, incident), [entries, incident]);
  const seen = steps.findLast(({ at }) => pastAt !== undefined && at <= pastAt);
  return (
    <article aria-label={text.explanation} data-testid="explanation" className="min-w-0 flex-1 overflow-y-auto p-4">
      <header className="mb-4 flex flex-wrap items-center gap-3">
        <h2 className="font-serif text-xl font-semibold">{words.component(incident.root)}</h2>
        <Button onClick={() => replayFrom(steps[0]?.at ?? openedAt)} testId="replay">
          <Play className="size-4" aria-hidden="true" />
          {text.replay}
        </Button>
      </header>
      {status === "loading" && <Skeleton lines={8} label={text.loading} />}
      {status === "failed" && <EmptyState title={text.failed} />}
      <ol className="max-w-3xl">
        {steps.map((step) => (
          <Step key={step.key} step={step} isSeen={step === seen} />
        ))}
      </ol>
    </article>
  );
}

const tones: Record<ChainStep["kind"], string> = {
  fault: "border-fault text-fault",
  finding: "border-degraded text-degraded",
  diagnosis: "border-failing text-failing",
  options: "border-accent text-accent",
  guards: "border-accent text-accent",
  decision: "border-accent text-accent",
  withdrawn: "border-unknown text-unknown",
  action: "border-healing text-healing",
  outcome: "border-healing text-healing",
  "undo-requested": "border-degraded text-degraded",
  "undo-failed": "border-failing text-failing",
  "undo-taken-over": "border-healing text-healing",
  healed: "border-healthy text-healthy",
};

function Step({ step, isSeen }: { readonly step: ChainStep; readonly isSeen: boolean }) {
  const text = useText(incidentsText).steps;
  const name = step.kind === "withdrawn" ? text.decision : text[step.kind];
  return (
    <li
      data-step={step.kind}
      aria-current={isSeen ? "step" : undefined}
      className="grid grid-cols-[4.75rem_1fr] gap-x-4 aria-[current=step]:bg-degraded-tint"
    >
      <div className="pt-0.5 text-right text-xs">
        <MomentLink at={step.at} />
      </div>
      <div className="relative border-l-2 border-line pb-4 pl-5">
        <span
          aria-hidden="true"
          className={`absolute top-1 -left-1.75 size-3 rounded-full border-2 bg-surface ${tones[step.kind]}`}
        />
        <h3 className={`eyebrow ${tones[step.kind]}`}>{name}</h3>
        <StepBody step={step} />
      </div>
    </li>
  );
}
