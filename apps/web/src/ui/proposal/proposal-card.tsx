import type { ProposalState } from "@homeostat/core/journal";
import { Hand, Leaf } from "lucide-react";
import { useState } from "react";
import { terms, useFormat, useText } from "../../i18n/index.ts";
import { useCanCommand, useLive } from "../../live/index.ts";
import { Button } from "../button.tsx";
import { Countdown } from "../countdown.tsx";
import { TextField } from "../fields.tsx";
import { useIntent } from "../intent.ts";
import { useWords } from "../words/use-words.ts";
import { approve, extend, useDecisionNotices, veto } from "./decision-notices.ts";
import { HeldBack } from "./held-back.tsx";
import { ProposalFacts } from "./proposal-facts.tsx";
import { Refusal } from "./refusal.tsx";
import { proposalText } from "./text.ts";
import { WhyNot } from "./why-not.tsx";

interface ProposalCardProps {
  readonly held: ProposalState;
  /** The keys A and V act on this card. */
  readonly isFirst?: boolean;
}

/** An action that waits for a person: what, why, what then, and the two buttons. */
export function ProposalCard({ held, isFirst = false }: ProposalCardProps) {
  const { proposal } = held;
  const text = useText(proposalText);
  const words = useWords();
  const format = useFormat();
  const findings = useText(terms).finding;
  const isVeto = proposal.mode === "veto";
  const isOpportunity = proposal.incident === null;
  const Icon = isOpportunity ? Leaf : Hand;
  const deadline = (isVeto ? proposal.actsAt : undefined) ?? proposal.expiresAt;
  return (
    <article
      data-testid="proposal"
      data-proposal={proposal.id}
      aria-label={words.action(proposal.action)}
      className={`space-y-2 border-l-4 bg-raised px-3 py-2.5 shadow-sm ${isOpportunity ? "border-line-strong" : "border-accent"}`}
    >
      <header className="flex items-start gap-2">
        <Icon className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden="true" />
        <div className="min-w-0 flex-1">
          <h3 className="font-serif text-base leading-snug font-semibold">{words.action(proposal.action)}</h3>
          <p className="text-xs text-ink-soft">
            {findings[proposal.findingKind]} ·{" "}
            {text.confidence(
              format.percent(proposal.confidence),
              format.number(proposal.successes),
              format.number(proposal.failures),
            )}
          </p>
        </div>
        <div className="shrink-0 text-right">
          <p className="text-2xs text-ink-soft">{isVeto ? text.actsIn : text.lapsesIn}</p>
          <Countdown until={deadline} className="text-base" />
        </div>
      </header>
      <HeldBack held={held} />
      <ProposalFacts proposal={proposal} />
      <WhyNot proposal={proposal} />
      <Decide held={held} isFirst={isFirst} />
    </article>
  );
}

function Decide({ held, isFirst }: { readonly held: ProposalState; readonly isFirst: boolean }) {
  const { proposal, status } = held;
  const text = useText(proposalText);
  const words = useWords();
  const canCommand = useCanCommand();
  const isSending = useDecisionNotices((s) => s.sending.has(proposal.id));
  const refused = useDecisionNotices((s) => s.refused[proposal.id]);
  const [form, setForm] = useState<"none" | "veto" | "confirm">("none");
  const [typed, setTyped] = useState("");
  const isOff = !canCommand || isSending;
  const needsName = proposal.risk === 2;
  const onlySuggested = proposal.mode === "suggest" || proposal.mode === "observe";
  const isKnown = useLive((s) => s.operator?.isKnown !== false);
  const isBeyondOne = proposal.approvalsNeeded === 2 && !isKnown;
  const cannotApprove = isOff || onlySuggested || isBeyondOne;

  const open = (which: "veto" | "confirm") => {
    setTyped("");
    setForm(which);
  };
  const pressApprove = () => {
    if (cannotApprove) return;
    if (needsName) open("confirm");
    else void approve(proposal);
  };
  useIntent("approve", () => isFirst && form === "none" && pressApprove());
  useIntent("veto", () => isFirst && !isOff && form === "none" && open("veto"));

  if (form !== "none") {
    const isVeto = form === "veto";
    const send = async () => {
      const counted = isVeto ? await veto(proposal, typed.trim()) : await approve(proposal, typed.trim());
      if (counted) setForm("none");
    };
    return (
      // Escape leaves the form wherever the focus is in it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
      <form
        className="space-y-2"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          setForm("none");
        }}
      >
        <TextField
          label={isVeto ? text.vetoReason : text.confirmLabel(proposal.action.component)}
          {...(isVeto ? { hint: text.vetoHint } : {})}
          value={typed}
          onChange={setTyped}
          isRequired
          hasFocus
          testId={isVeto ? "veto-reason" : "confirm-name"}
        />
        {refused !== undefined && <Refusal words={words.refusal(refused)} />}
        <div className="flex gap-2">
          <Button
            type="submit"
            tone={isVeto ? "danger" : "alarm"}
            disabled={isOff || (isVeto ? typed.trim() === "" : typed.trim() !== proposal.action.component)}
          >
            {isVeto ? text.vetoNow : text.confirm}
          </Button>
          <Button onClick={() => setForm("none")}>{text.cancel}</Button>
        </div>
      </form>
    );
  }
  return (
    <div className="space-y-2">
      {status.kind === "waiting" && status.secondedBy !== undefined && <p>{text.secondedBy(status.secondedBy)}</p>}
      {proposal.approvalsNeeded === 2 && isKnown && status.kind === "waiting" && status.secondedBy === undefined && (
        <p>{text.second}</p>
      )}
      {isBeyondOne && <NobodyKnown />}
      {onlySuggested && <p className="text-ink-soft">{text.onlySuggested}</p>}
      {refused !== undefined && <Refusal words={words.refusal(refused)} />}
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" disabled={cannotApprove} onClick={pressApprove} testId="approve">
          {text.approve}
          {isFirst && <Key name="A" />}
        </Button>
        <Button tone="danger" disabled={isOff} onClick={() => open("veto")} testId="veto">
          {text.veto}
          {isFirst && <Key name="V" />}
        </Button>
        <span className="ml-auto">
          <Button disabled={isOff} onClick={() => void extend(proposal)} title={text.extendLong} testId="extend">
            {text.extend}
          </Button>
        </span>
      </div>
    </div>
  );
}

/** Where the console does not know people by name, nobody is a second person; this is how it comes to know them. */
function NobodyKnown() {
  const text = useText(proposalText);
  return (
    <div data-testid="nobody-known" className="border-l-2 border-degraded pl-2">
      <p>{text.nobodyKnown}</p>
      <pre className="overflow-x-auto font-mono text-xs">
        {"homeostat operator NAME --role operator\nhomeostat up --operators operators.yaml"}
      </pre>
    </div>
  );
}

function Key({ name }: { readonly name: string }) {
  return (
    <kbd
      aria-hidden="true"
      className="rounded-sm border border-current px-1 font-mono text-2xs leading-tight opacity-80"
    >
      {name}
    </kbd>
  );
}
