import { editedSystem } from "@homeostat/core/reliability";
import type { SystemModel } from "@homeostat/core/system";
import { useMemo } from "react";
import { useText } from "../../i18n/index.ts";
import { useLive, useSystem } from "../../live/index.ts";
import { EmptyState, Panel, Skeleton } from "../../ui/index.ts";
import { EntryTable } from "./entry-table.tsx";
import { FaultTreeView } from "./fault-tree-view.tsx";
import { FixList } from "./fix-list.tsx";
import { ImportanceView } from "./importance-view.tsx";
import { RedundancyNow } from "./redundancy-now.tsx";
import { reliabilityText } from "./text.ts";
import { TrialBar } from "./trial-bar.tsx";
import { useTrial } from "./trial-store.ts";
import { useFigures } from "./use-figures.ts";
import { useReliability } from "./use-reliability.ts";
import { WeakPoints } from "./weak-points.tsx";
import { WeaknessGraph } from "./weakness-graph.tsx";
import { WhatIf } from "./what-if.tsx";

/** What would take it down, and which fix wins most? */
export function ReliabilityPage() {
  const text = useText(reliabilityText);
  const phase = useLive((s) => s.phase);
  const model = useSystem((s) => s.model);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">{text.title}</h1>
      {model !== null && <Reliability model={model} />}
      {model === null && phase === "following" && <EmptyState title={text.noSystem}>{text.noSystemNext}</EmptyState>}
      {model === null && phase !== "following" && <Skeleton lines={12} label={text.working} />}
    </div>
  );
}

function Reliability({ model }: { readonly model: SystemModel }) {
  const text = useText(reliabilityText);
  const figures = useFigures();
  const selection = useLive((s) => s.selection);
  const edits = useTrial((s) => s.edits);
  const { report, asItIs, problem } = useReliability(model);
  const edited = useMemo(() => editedSystem(model, edits), [model, edits]);
  const inZone = (zone: string) => model.components.filter((c) => c.zone === zone).map(({ id }) => id);
  const replicasOf = (id: string) => edited.components.find((c) => c.id === id)?.replicas ?? 1;
  const ranked = useMemo(() => rankedComponents(asItIs?.importances ?? []), [asItIs]);
  const whole = (of: typeof report) =>
    of?.entries.reduce((least, { availability }) => Math.min(least, availability), 1);
  const [before, now] = [whole(asItIs), whole(report)];
  return (
    <>
      <TrialBar name={model.name} report={report} />
      {problem !== undefined && (
        <p role="alert" className="border-b border-line px-3 py-2 text-failing">
          {text.problem(problem)}
        </p>
      )}
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto wide:flex-row wide:overflow-hidden">
        <div className="min-w-0 flex-1 wide:overflow-y-auto">
          {report === undefined ? (
            <Skeleton lines={12} label={text.working} />
          ) : (
            <>
              <Panel title={text.entries.title}>
                <EntryTable report={report} asItIs={asItIs} />
              </Panel>
              <Panel title={text.graph.title}>
                <WeaknessGraph model={model} points={report.points} ranked={ranked} />
              </Panel>
              <Panel title={text.importance.title}>
                <ImportanceView importances={report.importances} />
              </Panel>
              <Panel title={text.tree.title}>
                <FaultTreeView report={report} />
              </Panel>
            </>
          )}
        </div>
        <div className="shrink-0 bg-surface max-wide:border-t wide:w-96 wide:overflow-y-auto wide:border-l wide:border-line">
          <Panel title={text.whatIf.title}>
            {before !== undefined && now !== undefined && before !== now && (
              <p className="px-3 pb-2 font-semibold" data-testid="worst-entry">
                {text.whatIf.worst(figures.availability(before), figures.availability(now))}
              </p>
            )}
            <WhatIf model={model} edited={edited} selection={selection} />
          </Panel>
          <Panel title={text.redundancy.title}>
            <RedundancyNow model={model} />
          </Panel>
          {report !== undefined && (
            <>
              <Panel title={text.fixes.title} testId="fixes">
                <FixList fixes={report.fixes} replicasOf={replicasOf} />
              </Panel>
              <Panel title={text.weak.title} count={report.points.length}>
                <WeakPoints
                  points={report.points}
                  cutSets={report.cutSets}
                  cutSetCount={report.cutSetCount}
                  inZone={inZone}
                />
              </Panel>
            </>
          )}
        </div>
      </div>
    </>
  );
}

function rankedComponents(
  importances: NonNullable<ReturnType<typeof useReliability>["report"]>["importances"],
): readonly string[] {
  return importances.flatMap(({ subject }) =>
    subject.kind === "replica" || subject.kind === "replicas" ? [subject.component] : [],
  );
}
