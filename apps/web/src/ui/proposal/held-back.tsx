import type { ProposalState } from "@homeostat/core/journal";
import { useText } from "../../i18n/index.ts";
import { useWords } from "../words/use-words.ts";
import { proposalText } from "./text.ts";

/** Why an action waits, where a guard holds it back for now. */
export function HeldBack({ held: { heldBack } }: { readonly held: ProposalState }) {
  const text = useText(proposalText);
  const words = useWords();
  if (heldBack === undefined) return null;
  return (
    <p data-testid="held-back" className="border-l-2 border-degraded pl-2">
      {text.heldBack(words.guard(heldBack))}
    </p>
  );
}
