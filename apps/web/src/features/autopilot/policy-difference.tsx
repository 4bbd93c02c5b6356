import { type Course, type Difference, previewPolicy } from "@homeostat/core/autonomy";
import type { Policy } from "@homeostat/core/journal";
import { useMemo } from "react";
import { terms, useFormat, useText } from "../../i18n/index.ts";
import { useSystem } from "../../live/index.ts";
import { MomentLink, useWords } from "../../ui/index.ts";
import { autopilotText } from "./text.ts";

const mostShown = 6;

/** What a policy that is not saved yet would have meant for the proposals that are on record. */
export function PolicyDifference({ policy }: { readonly policy: Policy }) {
  const text = useText(autopilotText);
  const format = useFormat();
  const model = useSystem((s) => s.model);
  const inForce = useSystem((s) => s.policy);
  const proposals = useSystem((s) => s.proposals);
  const { looked, differences } = useMemo(
    () => previewPolicy({ model, policy: inForce, proposals }, policy),
    [model, inForce, proposals, policy],
  );
  return (
    <section data-testid="policy-difference" className="space-y-1 border-l-4 border-accent bg-sunken px-3 py-2">
      <h3 className="eyebrow">{text.difference}</h3>
      <p>
        {looked === 0 ? text.nothingOnRecord : text.differs(format.integer(differences.length), format.integer(looked))}
      </p>
      {differences.length > 0 && (
        <ul className="text-xs">
          {differences
            .slice(-mostShown)
            .toReversed()
            .map((difference) => (
              <Line key={difference.proposal.id} difference={difference} />
            ))}
        </ul>
      )}
      {looked > 0 && <p className="text-xs text-ink-soft">{text.differenceHelp}</p>}
    </section>
  );
}

function Line({ difference: { proposal, before, after } }: { readonly difference: Difference }) {
  const text = useText(autopilotText);
  const words = useWords();
  const modes = useText(terms).mode;
  const nameOf = (course: Course) => (course === "not-proposed" ? text.notProposed : modes[course]);
  return (
    <li>
      <MomentLink at={proposal.createdAt} /> {words.action(proposal.action)}: <s>{nameOf(before)}</s>{" "}
      <strong className="font-semibold">{nameOf(after)}</strong>
    </li>
  );
}
