import type { FaultState } from "@homeostat/core/journal";
import { Zap } from "lucide-react";
import { terms, useText } from "../../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand } from "../../live/index.ts";
import { Button } from "../button.tsx";
import { Countdown } from "../countdown.tsx";
import { useWords } from "../words/use-words.ts";
import { faultsText } from "./text.ts";

/** An injected fault that is there now: what, by whom, for how much longer, and the way to end it. */
export function ActiveFault({ fault: { id, fault, by, until } }: { readonly fault: FaultState }) {
  const text = useText(faultsText);
  const kinds = useText(terms).fault;
  const words = useWords();
  const canCommand = useCanCommand();
  return (
    <article data-testid="active-fault" className="flex items-start gap-2 border-l-4 border-fault px-3 py-2">
      <Zap className="mt-0.5 size-4 shrink-0 text-fault" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <h3 className="font-semibold">{text.on(kinds[fault.kind], words.component(fault.component))}</h3>
        <p className="text-xs text-ink-soft">
          {text.by(by)} ·{" "}
          {until === undefined ? (
            text.untilStopped
          ) : (
            <>
              <Countdown until={until} /> {text.left}
            </>
          )}
        </p>
      </div>
      <Button
        disabled={!canCommand}
        onClick={() => void sendCommand({ kind: "clearFault", id: newCommandId(), fault: id })}
        testId="stop-fault"
      >
        {text.stop}
      </Button>
    </article>
  );
}
