import type { ProposalState } from "@homeostat/core/journal";
import { ProposalCard } from "../../../ui/index.ts";

interface OpportunitiesProps {
  readonly opportunities: readonly ProposalState[];
  /** The keys A and V act on the first of them, as nothing more pressing waits. */
  readonly isFirst: boolean;
}

/** What could be saved while nothing is wrong: it asks for nobody, and lapses quietly. */
export function Opportunities({ opportunities, isFirst }: OpportunitiesProps) {
  return (
    <div className="space-y-2 p-2">
      {opportunities.map((held, index) => (
        <ProposalCard key={held.proposal.id} held={held} isFirst={isFirst && index === 0} />
      ))}
    </div>
  );
}
