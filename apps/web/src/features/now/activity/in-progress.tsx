import type { FaultState, Incident, ProposalState } from "@homeostat/core/journal";
import { useFormat, useText } from "../../../i18n/index.ts";
import { useNow } from "../../../live/index.ts";
import { ActiveFault, ComponentLink, ProgressCard } from "../../../ui/index.ts";
import { activityText } from "./text.ts";

interface InProgressProps {
  readonly running: readonly ProposalState[];
  readonly faults: readonly FaultState[];
  readonly quiet: readonly Incident[];
}

export function InProgress({ running, faults, quiet }: InProgressProps) {
  const text = useText(activityText);
  if (running.length + faults.length + quiet.length === 0) {
    return <p className="px-4 pb-3 text-ink-soft">{text.nothingRuns}</p>;
  }
  return (
    <div className="space-y-2 p-2">
      {running.map((held) => (
        <ProgressCard key={held.proposal.id} held={held} />
      ))}
      {quiet.map((incident) => (
        <QuietIncident key={incident.id} incident={incident} />
      ))}
      {faults.map((fault) => (
        <ActiveFault key={fault.id} fault={fault} />
      ))}
    </div>
  );
}

function QuietIncident({ incident }: { readonly incident: Incident }) {
  const text = useText(activityText);
  const format = useFormat();
  const now = useNow();
  return (
    <article data-testid="open-incident" className="border-l-4 border-degraded px-3 py-2">
      <h3 className="font-semibold">
        <ComponentLink id={incident.root} />
      </h3>
      <p className="text-xs text-ink-soft">{text.openSince(format.duration(roundSeconds(now - incident.openedAt)))}</p>
    </article>
  );
}

function roundSeconds(ms: number): number {
  return Math.max(1_000, Math.round(ms / 1_000) * 1_000);
}
