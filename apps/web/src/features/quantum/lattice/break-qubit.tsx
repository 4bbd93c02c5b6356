import { Zap } from "lucide-react";
import { useFormat, useText } from "../../../i18n/index.ts";
import { newCommandId, sendCommand, useCanCommand, useSystem } from "../../../live/index.ts";
import { Button } from "../../../ui/index.ts";
import { quantumText } from "../text.ts";
import type { LatticeQubit } from "./lattice-view.ts";

/** What is injected: readouts that fail as often as that, data qubits that are depolarized in each round. */
const readoutError = 0.15;
const dataError = 0.03;

/** Breaks one qubit of a processor of the system, to see whether it is noticed and healed. */
export function BreakQubit({
  component,
  qubit: { qubit, isData },
}: {
  readonly component: string;
  readonly qubit: LatticeQubit;
}) {
  const text = useText(quantumText).live;
  const format = useFormat();
  const canCommand = useCanCommand();
  const canBreak = useSystem((s) => s.capabilities.faults.includes("qubit-error"));
  const dose = isData ? dataError : readoutError;
  if (!canBreak) return null;
  return (
    <Button
      icon={Zap}
      disabled={!canCommand}
      testId="break-qubit"
      onClick={() =>
        void sendCommand({
          kind: "injectFault",
          id: newCommandId(),
          fault: { kind: "qubit-error", component, qubit, dose },
        })
      }
    >
      {isData ? text.breakData(format.percent(dose)) : text.breakReadout(format.percent(dose))}
    </Button>
  );
}
