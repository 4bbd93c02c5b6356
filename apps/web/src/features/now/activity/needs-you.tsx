import type { ProposalState } from "@homeostat/core/journal";
import { terms, useText } from "../../../i18n/index.ts";
import { EmptyState, FailedUndo, ProposalCard, useWords } from "../../../ui/index.ts";
import { activityText } from "./text.ts";

interface NeedsYouProps {
  readonly waiting: readonly ProposalState[];
  readonly stuck: readonly ProposalState[];
}

export function NeedsYou({ waiting, stuck }: NeedsYouProps) {
  const text = useText(activityText);
  const first = waiting.find(({ status }) => status.kind === "waiting");
  if (waiting.length + stuck.length === 0)
    return <EmptyState title={text.needsNobody}>{text.needsNobodyNext}</EmptyState>;
  return (
    <div className="space-y-2 p-2">
      {stuck.map((held) => (
        <FailedUndo key={held.proposal.id} held={held} />
      ))}
      {waiting.map((held) =>
        held.status.kind === "waiting" ? (
          <ProposalCard key={held.proposal.id} held={held} isFirst={held === first} />
        ) : (
          <TurnedOff key={held.proposal.id} held={held} />
        ),
      )}
    </div>
  );
}

/** A card that is no more: it stays a little, and says why. */
function TurnedOff({ held }: { readonly held: ProposalState }) {
  const text = useText(activityText);
  const reasons = useText(terms).withdrawal;
  const words = useWords();
  if (held.status.kind !== "withdrawn") return null;
  return (
    <article data-testid="turned-off" className="border-l-4 border-unknown bg-sunken px-3 py-2 text-ink-soft">
      <h3 className="font-serif line-through">{words.action(held.proposal.action)}</h3>
      <p>{text.withdrawn(reasons[held.status.reason])}</p>
    </article>
  );
}
