import { ConnectionState } from "./connection-state.tsx";
import { KillSwitch } from "./kill-switch.tsx";
import { Settings } from "./settings.tsx";
import { StopAll } from "./stop-all.tsx";
import { Wordmark } from "./wordmark.tsx";
import { VerdictSentence } from "./verdict-sentence.tsx";

export function Header() {
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-3 py-2 group-data-past/shell:border-b-2 group-data-past/shell:border-degraded">
      <Wordmark />
      <div className="order-last min-w-0 basis-full wide:order-none wide:flex-1 wide:basis-0">
        <VerdictSentence />
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-2">
        <ConnectionState />
        <StopAll />
        <Settings />
        <KillSwitch />
      </div>
    </header>
  );
}
