import type { SystemModel } from "@homeostat/core/system";
import { Minus, Plus } from "lucide-react";
import { useId } from "react";
import { useText } from "../../i18n/index.ts";
import { Button, useWords } from "../../ui/index.ts";
import { reliabilityText } from "./text.ts";
import { takeBack, toggleEdge, tryFailureProbability, tryReplicas, useTrial } from "./trial-store.ts";
import { useFigures } from "./use-figures.ts";

/** The slider goes from 10⁻⁶ to 1 by powers of ten. */
const lowest = -6;

interface WhatIfProps {
  readonly model: SystemModel;
  /** The system with what is tried. */
  readonly edited: SystemModel;
  readonly selection: string | null;
}

/** Tries other figures for the selected component: every figure of the page follows. */
export function WhatIf({ model, edited, selection }: WhatIfProps) {
  const text = useText(reliabilityText).whatIf;
  const words = useWords();
  const slider = useId();
  const figures = useFigures();
  const edits = useTrial((s) => s.edits);
  const before = model.components.find(({ id }) => id === selection);
  const now = edited.components.find(({ id }) => id === selection);
  if (before === undefined || now === undefined) {
    return <p className="px-4 pb-3 text-ink-soft">{text.choose}</p>;
  }
  const { id, replicas, requiredReplicas, failureProbability } = now;
  const needs = model.dependencies.filter(({ from }) => from === id);
  const isCut = (to: string) => edits.cutEdges.some((edge) => edge.from === id && edge.to === to);
  return (
    <div className="space-y-3 px-3 pb-3" data-testid="what-if">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 font-serif text-base">{words.component(id)}</p>
        <Button onClick={() => takeBack(id)}>{text.takeBack}</Button>
      </div>
      <div>
        <label htmlFor={slider} className="flex justify-between font-semibold">
          {text.probability}
          <output htmlFor={slider}>{figures.probability(failureProbability)}</output>
        </label>
        <input
          id={slider}
          type="range"
          min={lowest}
          max={0}
          step={0.05}
          value={Math.max(lowest, Math.log10(failureProbability))}
          aria-valuetext={figures.probability(failureProbability)}
          data-testid="failure-probability"
          onChange={(event) => tryFailureProbability(id, 10 ** Number(event.target.value))}
          className="h-6 w-full accent-accent"
        />
      </div>
      <div className="flex items-center gap-2">
        <p className="font-semibold">{text.replicas}</p>
        <Button
          icon={Minus}
          label={text.fewer}
          disabled={replicas <= requiredReplicas}
          onClick={() => tryReplicas(id, replicas - 1)}
        />
        <output data-testid="replicas" className="w-6 text-center font-semibold">
          {replicas}
        </output>
        <Button icon={Plus} label={text.more} onClick={() => tryReplicas(id, replicas + 1)} testId="add-replica" />
        <p className="text-xs text-ink-soft">{text.required(requiredReplicas)}</p>
      </div>
      <fieldset>
        <legend className="font-semibold">{text.dependencies}</legend>
        {needs.length === 0 && <p className="text-ink-soft">{text.noDependencies}</p>}
        {needs.map(({ to }) => (
          <label key={to} className="flex min-h-6 items-center gap-2">
            <input type="checkbox" checked={!isCut(to)} onChange={() => toggleEdge(id, to)} />
            <span className={isCut(to) ? "line-through" : ""}>{words.component(to)}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
