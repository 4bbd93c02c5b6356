import type { Comparison, WhatIf } from "@homeostat/core/fork";
import { useFormat, useText } from "../../../i18n/index.ts";
import { useWords } from "../../../ui/index.ts";
import { ForkCharts } from "./fork-charts.tsx";
import { ForkTable } from "./fork-table.tsx";
import { forkText } from "./text.ts";
import { useFork } from "./use-fork.ts";

/** What happened beside what would have happened, and how far that may be relied on. */
export function ForkPanel({ decisionSeq, whatIf }: { readonly decisionSeq: number; readonly whatIf: WhatIf }) {
  const text = useText(forkText);
  const view = useFork(decisionSeq, whatIf);
  return (
    <section
      aria-label={text.heading}
      aria-busy={view.kind === "working"}
      data-testid="fork"
      className="mt-2 min-h-28 rounded border border-line bg-surface p-3"
    >
      {view.kind === "working" && (
        <label className="block text-ink-soft">
          {text.working}
          <progress className="mt-1.5 block h-2 w-full max-w-xs accent-accent" max={1} value={view.share} />
        </label>
      )}
      {view.kind === "failed" && (
        <p role="alert" className="text-failing">
          {text.failed(view.message.replace(/\.$/, ""))}
        </p>
      )}
      {view.kind === "done" && (
        <>
          <p role="status" data-testid="fork-sentence" className="font-serif text-lg font-semibold text-balance">
            <Sentence comparison={view.comparison} />
          </p>
          <ForkCharts comparison={view.comparison} />
          <ForkTable comparison={view.comparison} />
          <Reliance comparison={view.comparison} />
        </>
      )}
    </section>
  );
}

/** Less than that is no difference. */
const leastMs = 1_000;

function Sentence({ comparison }: { readonly comparison: Comparison }) {
  const text = useText(forkText);
  const format = useFormat();
  const words = useWords();
  const { whatIf, component, contrasts, seeds, otherwise } = comparison;
  const verdict = text.verdict[whatIf];
  const name = words.component(component);
  const { difference = 0, agreeing = seeds } = contrasts.unwellMs ?? {};
  if (Math.abs(difference) < leastMs) return `${text.sameTime(verdict, name)}; ${text.agreeing(agreeing, seeds)}`;
  const span = format.duration(Math.abs(difference));
  const isOpen = (otherwise.unhealthy.at(-1) ?? 0) > 0;
  const say = difference < 0 ? text.shorter : isOpen ? text.longerAtLeast : text.longer;
  return `${say(verdict, name, span)}; ${text.agreeing(agreeing, seeds)}`;
}

function Reliance({ comparison: { fidelity, of, seeds, seedsWanted } }: { readonly comparison: Comparison }) {
  const text = useText(forkText);
  const format = useFormat();
  const { grade, meanError, comparedMs } = fidelity;
  const [error, span] = [format.percent(meanError), format.duration(comparedMs)];
  const isCaution = grade === "poor";
  return (
    <div className="mt-3 space-y-1 text-xs text-ink-soft">
      <p data-testid="fidelity" data-grade={grade} className={isCaution ? "font-semibold text-degraded" : "text-ink"}>
        {comparedMs === 0
          ? text.fidelity.none
          : grade === "exact"
            ? text.fidelity.exact(span)
            : text.fidelity[grade](error, span)}
      </p>
      <p>
        {text.of[of]} {text.rule} {seeds < seedsWanted && text.fewer(seeds, seedsWanted)}
      </p>
    </div>
  );
}
