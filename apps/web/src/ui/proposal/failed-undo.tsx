import type { ProposalState } from "@homeostat/core/journal";
import { Hand } from "lucide-react";
import { useState } from "react";
import { useText } from "../../i18n/index.ts";
import { useCanCommand } from "../../live/index.ts";
import { Button } from "../button.tsx";
import { ComponentLink } from "../component-link.tsx";
import { TextField } from "../fields.tsx";
import { MomentLink } from "../moment-link.tsx";
import { useWords } from "../words/use-words.ts";
import { takeOver, useDecisionNotices } from "./decision-notices.ts";
import { DecidedBy } from "./progress-card.tsx";
import { Refusal } from "./refusal.tsx";
import { proposalText } from "./text.ts";

/** What could not be taken back: it stays until somebody says that they look after it, and how. */
export function FailedUndo({ held: { proposal, status } }: { readonly held: ProposalState }) {
  const text = useText(proposalText);
  const words = useWords();
  const canCommand = useCanCommand();
  const isSending = useDecisionNotices((s) => s.sending.has(proposal.id));
  const refused = useDecisionNotices((s) => s.refused[proposal.id]);
  const [reason, setReason] = useState("");
  if (status.kind !== "ended") return null;
  return (
    <article
      data-testid="failed-undo"
      data-proposal={proposal.id}
      aria-label={text.notTakenBack(words.action(proposal.action))}
      className="space-y-2 border-l-4 border-failing bg-raised px-3 py-2.5 shadow-sm"
    >
      <header className="flex items-start gap-2">
        <Hand className="mt-0.5 size-4 shrink-0 text-failing" aria-hidden="true" />
        <h3 className="font-serif text-base leading-snug font-semibold">
          {text.notTakenBack(words.action(proposal.action))}
        </h3>
      </header>
      <p role="alert">
        {text.undoFailedWhy(status.undoFailure?.why ?? "")} <MomentLink at={status.at} />
      </p>
      <p>
        {text.lookAt} <ComponentLink id={proposal.action.component} />
      </p>
      <DecidedBy status={status} />
      <form
        className="space-y-2"
        onSubmit={(event) => {
          event.preventDefault();
          void takeOver(proposal, reason.trim());
        }}
      >
        <TextField
          label={text.takeOverReason}
          hint={text.takeOverHint}
          value={reason}
          onChange={setReason}
          isRequired
          testId="take-over-reason"
        />
        {refused !== undefined && <Refusal words={words.refusal(refused)} />}
        <Button
          type="submit"
          tone="primary"
          disabled={!canCommand || isSending || reason.trim() === ""}
          testId="take-over"
        >
          {text.takeOver}
        </Button>
      </form>
    </article>
  );
}
