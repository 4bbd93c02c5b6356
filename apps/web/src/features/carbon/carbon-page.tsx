import { useFormat, useText } from "../../i18n/index.ts";
import { useSystem } from "../../live/index.ts";
import { EmptyState, Panel } from "../../ui/index.ts";
import { AddJob } from "./add-job.tsx";
import { AdvicePanel } from "./advice-panel.tsx";
import { ComponentTable } from "./component-table.tsx";
import { Gantt } from "./gantt.tsx";
import { IntensityProblems } from "./intensity-problems.tsx";
import { ReportPanel } from "./report-panel.tsx";
import { Summary } from "./summary.tsx";
import { carbonText } from "./text.ts";
import { usePlan } from "./use-plan.ts";

/** What does it emit, and when should work that can wait run? */
export function CarbonPage() {
  const text = useText(carbonText);
  const green = useSystem((s) => s.green);
  const plan = usePlan(green);
  const hasIntensity = Object.keys(green.intensities).length > 0;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto wide:flex-row wide:overflow-hidden">
      <h1 className="sr-only">{text.title}</h1>
      <div className="min-w-0 flex-1 wide:overflow-y-auto">
        <Panel title={text.plan} count={Object.keys(green.jobs).length} testId="carbon-plan">
          <IntensityProblems green={green} />
          {hasIntensity ? (
            <>
              <Summary green={green} plan={plan} />
              <Gantt green={green} plan={plan} />
            </>
          ) : (
            <EmptyState title={text.noIntensity}>{text.noIntensityNext}</EmptyState>
          )}
        </Panel>
        <Panel title={text.add.title}>
          <AddJob />
        </Panel>
        <Panel title={text.advice.title} testId="carbon-advice">
          <AdvicePanel />
        </Panel>
        {green.ended.length > 0 && (
          <Panel title={text.ended}>
            <EndedJobs />
          </Panel>
        )}
      </div>
      <div className="shrink-0 bg-surface max-wide:border-t wide:w-96 wide:overflow-y-auto wide:border-l wide:border-line">
        <Panel title={text.components} testId="carbon-components">
          <ComponentTable />
        </Panel>
        <Panel title={text.report} testId="carbon-report">
          <ReportPanel />
        </Panel>
      </div>
    </div>
  );
}

function EndedJobs() {
  const text = useText(carbonText);
  const format = useFormat();
  const ended = useSystem((s) => s.green.ended);
  return (
    <ul className="px-3 pb-3">
      {[...ended]
        .reverse()
        .slice(0, 12)
        .map(({ job, reason, at }) => (
          <li key={`${job.id}-${at}`} className="flex justify-between gap-2 py-0.5">
            <span>{job.name}</span>
            <span className="text-ink-soft">
              {text.endedKinds[reason]}, {format.moment(at)}
            </span>
          </li>
        ))}
    </ul>
  );
}
