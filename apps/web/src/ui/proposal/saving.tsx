import type { PredictedSaving, ProposalState } from "@homeostat/core/journal";
import { lazy, Suspense } from "react";

// What few cards have is fetched with the first one that has it.
const SavingFacts = lazy(async () => ({ default: (await import("./saving-facts.tsx")).SavingFacts }));
const MeasuredFacts = lazy(async () => ({ default: (await import("./saving-facts.tsx")).MeasuredFacts }));

/** What an action that saves power would save, and what that costs in headroom. */
export function PredictedFacts({ saving }: { readonly saving: PredictedSaving }) {
  return (
    <Suspense fallback={null}>
      <SavingFacts saving={saving} />
    </Suspense>
  );
}

/** What was saved by measurement, beside what was predicted; nothing where neither is known. */
export function MeasuredSaving({ held: { proposal, status } }: { readonly held: ProposalState }) {
  const power = "outcome" in status ? status.outcome.power : undefined;
  const { saving } = proposal;
  if (power === undefined || saving === undefined) return null;
  return (
    <Suspense fallback={null}>
      <MeasuredFacts power={power} saving={saving} />
    </Suspense>
  );
}
