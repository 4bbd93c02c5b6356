import { type WhatIf, whatIfsOf } from "@homeostat/core/fork";
import type { Verdict } from "@homeostat/core/journal";
import { GitFork } from "lucide-react";
import { useText } from "../../../i18n/index.ts";
import { Button, useAddressField } from "../../../ui/index.ts";
import { ForkPanel } from "./fork-panel.tsx";
import { forkText } from "./text.ts";

/** The other ways in which a decision could have been taken; the chosen one is in the address. */
export function AskWhatIf({ decisionSeq, verdict }: { readonly decisionSeq: number; readonly verdict: Verdict }) {
  const text = useText(forkText);
  const [asked, ask] = useAddressField("fork");
  const valueOf = (whatIf: WhatIf) => `${decisionSeq}-${whatIf}`;
  const chosen = whatIfsOf(verdict).find((whatIf) => valueOf(whatIf) === asked);
  return (
    <div className="mt-1.5">
      <div className="flex flex-wrap items-center gap-1.5" role="group" aria-label={text.question}>
        <GitFork className="size-4 text-ink-soft" aria-hidden="true" />
        <span className="text-ink-soft">{text.question}</span>
        {whatIfsOf(verdict).map((whatIf) => (
          <Button
            key={whatIf}
            pressed={whatIf === chosen}
            testId={`what-if-${whatIf}`}
            onClick={() => ask(whatIf === chosen ? undefined : valueOf(whatIf))}
          >
            {text.ask[whatIf]}
          </Button>
        ))}
      </div>
      {chosen !== undefined && <ForkPanel key={chosen} decisionSeq={decisionSeq} whatIf={chosen} />}
    </div>
  );
}
