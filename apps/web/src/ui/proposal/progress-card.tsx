import { isSaving, type ProposalState, type ProposalStatus } from "@homeostat/core/journal";
import { terms, useText } from "../../i18n/index.ts";
import { useCanCommand, useNow } from "../../live/index.ts";
import { Button } from "../button.tsx";
import { MomentLink } from "../moment-link.tsx";
import { useWords } from "../words/use-words.ts";
import { undo, useDecisionNotices } from "./decision-notices.ts";
import { HeldBack } from "./held-back.tsx";
import { Refusal } from "./refusal.tsx";
import { MeasuredSaving } from "./saving.tsx";
import { proposalText } from "./text.ts";

/** How long an undo is offered by itself after a decision. */
const undoOfferMs = 10_000;

const steps = ["decided", "executing", "verifying"] as const;

/** An action on its course: who decided, how far it is, and the way back. */
export function ProgressCard({ held }: { readonly held: ProposalState }) {
  const { proposal, status } = held;
  const text = useText(proposalText);
  const words = useWords();
  const refused = useDecisionNotices((s) => s.refused[proposal.id]);
  return (
    <article
      data-testid="progress"
      data-proposal={proposal.id}
      data-status={status.kind}
      aria-label={words.action(proposal.action)}
      className="space-y-1.5 border-l-4 border-healing px-3 py-2"
    >
      <h3 className="font-semibold">{words.action(proposal.action)}</h3>
      <ol aria-label={text.steps} className="flex gap-2 text-xs">
        {steps.map((step) => (
          <li
            key={step}
            aria-current={status.kind === step ? "step" : undefined}
            className="border-b-2 border-line pb-0.5 text-ink-soft aria-[current=step]:border-healing aria-[current=step]:font-semibold aria-[current=step]:text-healing"
          >
            {text.status[step]}
          </li>
        ))}
        {status.kind === "undoing" && <li className="font-semibold text-degraded">{text.status.undoing}</li>}
      </ol>
      <DecidedBy status={status} />
      <HeldBack held={held} />
      <MeasuredSaving held={held} />
      {refused !== undefined && <Refusal words={words.refusal(refused)} />}
      <UndoOffer held={held} />
    </article>
  );
}

/** Who decided, when and why; the loop itself is not named where its verdict says it. */
export function DecidedBy({ status }: { readonly status: ProposalStatus }) {
  const text = useText(proposalText);
  const verdicts = useText(terms).verdict;
  if (!("decision" in status)) return null;
  const { verdict, by, at, reason } = status.decision;
  const isPerson = verdict === "approved" || verdict === "vetoed";
  return (
    <p className="text-xs text-ink-soft">
      {isPerson ? text.by(verdicts[verdict], by) : text.byItself(verdicts[verdict])} · <MomentLink at={at} />
      {reason !== undefined && reason !== "" && <q className="block italic">{reason}</q>}
    </p>
  );
}

/**
 * The way back: offered while the effect is being checked, for ten seconds after the action is over, and as long as it
 * saves power; then how it went.
 */
export function UndoOffer({ held }: { readonly held: ProposalState }) {
  const { proposal, status } = held;
  const text = useText(proposalText);
  const canCommand = useCanCommand();
  const now = useNow();
  if (status.kind === "ended" && status.undone !== "no") {
    const taken = status.undoFailure?.taken;
    return (
      <p className={status.undone === "failed" ? "font-semibold text-failing" : "text-ink-soft"}>
        {text.undone[status.undone]}
        {taken !== undefined && (
          <span className="block font-normal text-ink">
            {text.takenOverBy(taken.by)} <q className="italic">{taken.reason}</q>
          </span>
        )}
      </p>
    );
  }
  if (proposal.undo === null) return null;
  const left = status.kind === "ended" && status.undone === "no" ? undoOfferMs - (now - status.at) : 0;
  const isLasting = status.kind === "verifying" || isSaving(held);
  if (!isLasting && left <= 0) return null;
  return (
    <Button disabled={!canCommand} onClick={() => void undo(proposal)} testId="undo">
      {isLasting ? text.undoWhole : text.undoNow(String(Math.ceil(left / 1000)))}
    </Button>
  );
}
