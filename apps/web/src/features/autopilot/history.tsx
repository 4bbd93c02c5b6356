import { isOpen, type ProposalState } from "@homeostat/core/journal";
import { useText } from "../../i18n/index.ts";
import { useSystemParts } from "../../live/index.ts";
import { DecidedBy, MeasuredSaving, UndoOffer, useWords } from "../../ui/index.ts";
import { autopilotText } from "./text.ts";

/** What came of the last proposals, newest first. */
export function History() {
  const text = useText(autopilotText);
  const ended = useSystemParts((s) => Object.values(s.proposals).filter((held) => !isOpen(held)));
  if (ended.length === 0) return <p className="px-4 pb-3 text-ink-soft">{text.noHistory}</p>;
  return (
    <ul className="divide-y divide-line px-3 pb-3">
      {ended.toReversed().map((held) => (
        <Line key={held.proposal.id} held={held} />
      ))}
    </ul>
  );
}

function Line({ held }: { readonly held: ProposalState }) {
  const text = useText(autopilotText);
  const words = useWords();
  const { proposal, status } = held;
  const result =
    status.kind === "ended"
      ? text.results[status.outcome.kind]
      : status.kind === "withdrawn"
        ? text.withdrawn
        : text.refused;
  const worked = status.kind === "ended" && status.outcome.kind === "verified";
  return (
    <li className="py-1.5">
      <p className="flex justify-between gap-2">
        <span>{words.action(proposal.action)}</span>
        <span className={`shrink-0 font-semibold ${worked ? "text-healthy" : "text-ink-soft"}`}>{result}</span>
      </p>
      <MeasuredSaving held={held} />
      <DecidedBy status={status} />
      <UndoOffer held={held} />
    </li>
  );
}
