import { isOpen } from "@homeostat/core/journal";
import { useText } from "../../i18n/index.ts";
import { useSystemParts } from "../../live/index.ts";
import { Panel, ProgressCard, ProposalCard } from "../../ui/index.ts";
import { Calibration } from "./calibration.tsx";
import { History } from "./history.tsx";
import { KnowledgeTable } from "./knowledge-table.tsx";
import { Maintenance } from "./maintenance.tsx";
import { PauseControl } from "./pause-control.tsx";
import { PolicyEditor } from "./policy-editor.tsx";
import { autopilotText } from "./text.ts";

/** What may it do, what has it learned, and was it right? */
export function AutopilotPage() {
  const text = useText(autopilotText);
  const open = useSystemParts((s) => Object.values(s.proposals).filter(isOpen));
  const waiting = open.filter(({ status }) => status.kind === "waiting");
  const running = open.filter(({ status }) => status.kind !== "waiting");
  return (
    <div className="flex min-h-0 flex-1 flex-col wide:flex-row">
      <h1 className="sr-only">{text.title}</h1>
      <div className="min-w-0 flex-1 overflow-y-auto">
        <PauseControl />
        <Panel title={text.maintenance} testId="maintenance">
          <Maintenance />
        </Panel>
        <Panel title={text.policy} testId="policy">
          <PolicyEditor />
        </Panel>
        <Panel title={text.knowledge} testId="knowledge">
          <KnowledgeTable />
        </Panel>
        <Panel title={text.calibration} testId="calibration">
          <Calibration />
        </Panel>
      </div>
      <div className="shrink-0 overflow-y-auto bg-surface max-wide:border-t wide:w-88 wide:border-l wide:border-line">
        <Panel title={text.proposals} count={waiting.length}>
          {open.length === 0 && <p className="px-4 pb-3 text-ink-soft">{text.noProposals}</p>}
          <div className="space-y-2 p-2">
            {waiting.map((held, index) => (
              <ProposalCard key={held.proposal.id} held={held} isFirst={index === 0} />
            ))}
            {running.map((held) => (
              <ProgressCard key={held.proposal.id} held={held} />
            ))}
          </div>
        </Panel>
        <Panel title={text.history} testId="history">
          <History />
        </Panel>
      </div>
    </div>
  );
}
