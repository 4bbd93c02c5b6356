import type { FaultState, Incident, ProposalState } from "@homeostat/core/journal";
import { Zap } from "lucide-react";
import { terms, useFormat, useText } from "../../../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand, useNow } from "../../../live/index.ts";
import { Button, ComponentLink, Countdown, ProgressCard, useWords } from "../../../ui/index.ts";
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

function ActiveFault({ fault: { id, fault, by, until } }: { readonly fault: FaultState }) {
  const text = useText(activityText);
  const kinds = useText(terms).fault;
  const words = useWords();
  const canCommand = useCanCommand();
  return (
    <article data-testid="active-fault" className="flex items-start gap-2 border-l-4 border-fault px-3 py-2">
      <Zap className="mt-0.5 size-4 shrink-0 text-fault" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <h3 className="font-semibold">{text.faultOn(kinds[fault.kind], words.component(fault.component))}</h3>
        <p className="text-xs text-ink-soft">
          {text.faultBy(by)} ·{" "}
          {until === undefined ? (
            text.untilStopped
          ) : (
            <>
              <Countdown until={until} /> {text.left}
            </>
          )}
        </p>
      </div>
      <Button
        disabled={!canCommand}
        onClick={() => void sendCommand({ kind: "clearFault", id: newCommandId(), fault: id })}
        testId="stop-fault"
      >
        {text.stop}
      </Button>
    </article>
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
