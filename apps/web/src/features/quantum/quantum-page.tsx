import { useEffect } from "react";
import { useText } from "../../i18n/index.ts";
import { Skeleton } from "../../ui/index.ts";
import { BurstsPanel } from "./figures/bursts-panel.tsx";
import { CorrelationsPanel } from "./figures/correlations-panel.tsx";
import { InjectionsPanel } from "./figures/injections-panel.tsx";
import { LivePanel } from "./figures/live-panel.tsx";
import { StreamPanel } from "./figures/stream-panel.tsx";
import { VerdictPanel } from "./figures/verdict-panel.tsx";
import { startLab, useLab } from "./lab/lab-store.ts";
import { LatticeCanvas } from "./lattice/lattice-canvas.tsx";
import { Legend } from "./lattice/legend.tsx";
import { RoundBar } from "./round-bar.tsx";
import { SetupBar } from "./setup-bar.tsx";
import { quantumText } from "./text.ts";

/** Do the logical qubits hold? The lattice, round by round, and what a stream of shots says about it. */
export function QuantumPage() {
  const text = useText(quantumText);
  const phase = useLab((s) => s.phase);
  const problem = useLab((s) => s.problem);
  const isOwn = useLab((s) => s.stream === null);
  useEffect(startLab, []);
  return (
    <div className="flex min-h-0 flex-1 flex-col wide:flex-row" data-testid="quantum" data-phase={phase}>
      <h1 className="sr-only">{text.title}</h1>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <SetupBar />
        {phase === "opening" && <Skeleton lines={12} label={text.lattice.building} />}
        {phase === "failed" && (
          <p role="alert" className="px-3 py-2 text-failing">
            {text.lattice.failed(problem)}
          </p>
        )}
        {phase === "ready" && (
          <>
            <LatticeCanvas />
            <Legend />
          </>
        )}
        <RoundBar />
      </div>
      <aside
        aria-label={text.verdict.title}
        className="shrink-0 overflow-y-auto bg-surface max-wide:border-t wide:w-88 wide:border-l wide:border-line"
      >
        <LivePanel />
        <VerdictPanel />
        {isOwn && <InjectionsPanel />}
        <StreamPanel />
        <CorrelationsPanel />
        <BurstsPanel />
      </aside>
    </div>
  );
}
