import type { Incident, ProposalState } from "@homeostat/core/journal";
import { terms, useFormat, useText } from "../../../i18n/index.ts";
import { replayFrom, useLive } from "../../../live/index.ts";
import {
  Button,
  DecidedBy,
  faultsText,
  HealthGlyph,
  MeasuredSaving,
  type Receipt,
  receiptsOf,
  UndoOffer,
  useWords,
} from "../../../ui/index.ts";
import { activityText } from "./text.ts";
import { useMemo } from "react";

const mostLines = 12;

interface JustHealedProps {
  readonly ended: readonly ProposalState[];
  readonly healed: readonly Incident[];
}

export function JustHealed({ ended, healed }: JustHealedProps) {
  const text = useText(activityText);
  const marks = useLive((s) => s.marks);
  const receipts = useMemo(() => receiptsOf(marks), [marks]);
  const words = useWords();
  const format = useFormat();
  if (ended.length + healed.length === 0) return <p className="px-4 pb-3 text-ink-soft">{text.nothingHealed}</p>;
  return (
    <div className="space-y-2 p-2">
      {healed.slice(0, mostLines).map((incident) => (
        <article key={incident.id} data-testid="healed" className="space-y-1 border-l-4 border-healthy px-3 py-2">
          <h3 className="flex items-center gap-1.5 font-semibold">
            <HealthGlyph health="healthy" className="size-3" />
            {text.healedIn(
              words.component(incident.root),
              format.duration((incident.healedAt ?? incident.openedAt) - incident.openedAt),
            )}
          </h3>
          <ReceiptLines receipt={receipts.find((one) => one.incident === incident.id)} />
          <Button onClick={() => replayFrom(incident.openedAt)} testId="replay">
            {text.replay}
          </Button>
        </article>
      ))}
      {ended.slice(0, mostLines).map((held) => (
        <EndedLine key={held.proposal.id} held={held} />
      ))}
    </div>
  );
}

/** The receipt of the fault that caused it: how long each step took, and the reach, predicted and actual. */
function ReceiptLines({ receipt }: { readonly receipt: Receipt | undefined }) {
  const text = useText(activityText);
  const format = useFormat();
  const faults = useText(faultsText);
  const kinds = useText(terms).fault;
  const words = useWords();
  if (receipt === undefined) return null;
  const duration = (ms: number | undefined) => (ms === undefined ? text.notAtAll : format.duration(ms));
  const rows = [
    [text.detected, duration(receipt.detectMs)],
    [text.decided, duration(receipt.decideMs)],
    [text.healed, duration(receipt.healMs)],
    [text.radius, `${format.integer(receipt.predicted.length)} / ${format.integer(receipt.affected.length)}`],
  ];
  return (
    <div data-testid="receipt" className="text-xs">
      <p className="text-ink-soft">
        {text.receipt}: {faults.on(kinds[receipt.fault.kind], words.component(receipt.fault.component))},{" "}
        {faults.by(receipt.by)}
      </p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-3">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="text-right font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function EndedLine({ held }: { readonly held: ProposalState }) {
  const text = useText(activityText);
  const words = useWords();
  const withdrawals = useText(terms).withdrawal;
  const { status, proposal } = held;
  const result = () => {
    switch (status.kind) {
      case "ended":
        return text.ended[status.outcome.kind];
      case "refused":
        return text.refused;
      case "withdrawn":
        return text.withdrawn(withdrawals[status.reason]);
      case "waiting":
      case "decided":
      case "executing":
      case "verifying":
      case "undoing":
        return "";
    }
  };
  const worked = status.kind === "ended" && status.outcome.kind === "verified";
  return (
    <article
      data-testid="ended"
      data-proposal={proposal.id}
      data-result={status.kind === "ended" ? status.outcome.kind : status.kind}
      className={`border-l-4 px-3 py-1.5 ${worked ? "border-healthy" : "border-line-strong"}`}
    >
      <h3>{words.action(proposal.action)}</h3>
      <p className={worked ? "text-healthy" : "text-ink-soft"}>{result()}</p>
      <MeasuredSaving held={held} />
      <DecidedBy status={status} />
      <UndoOffer held={held} />
    </article>
  );
}
