import type { Proposal } from "@homeostat/core/journal";
import { useFormat, useText } from "../../i18n/index.ts";
import { useWords } from "../words/use-words.ts";
import { proposalText } from "./text.ts";

/** The options that were not taken, and why. */
export function WhyNot({ proposal }: { readonly proposal: Proposal }) {
  const text = useText(proposalText);
  const words = useWords();
  const format = useFormat();
  if (proposal.alternatives.length === 0) return null;
  return (
    <details>
      <summary className="min-h-6 text-xs text-accent">{text.whyNot}</summary>
      <ul className="mt-1 space-y-1 border-l-2 border-line pl-2 text-xs">
        {proposal.alternatives.map(({ action, confidence, whyNot, guard }) => (
          <li key={JSON.stringify(action)}>
            {words.action(action)} <span className="text-ink-soft">({format.percent(confidence)})</span>:{" "}
            {text.notBecause[whyNot]}
            {guard !== undefined && `: ${words.guard(guard)}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
