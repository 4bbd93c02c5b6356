import type { SinglePoint } from "@homeostat/core/reliability";
import { useFormat, useText } from "../../i18n/index.ts";
import { useWords } from "../../ui/index.ts";
import type { ReportedCutSet } from "../../workers/index.ts";
import { reliabilityText } from "./text.ts";
import { toggleHighlight, useTrial } from "./trial-store.ts";
import { useFigures } from "./use-figures.ts";
import { componentsOf, useSubjectWords } from "./use-subject-words.ts";

interface WeakPointsProps {
  readonly points: readonly SinglePoint[];
  readonly cutSets: readonly ReportedCutSet[];
  readonly cutSetCount: string | undefined;
  readonly inZone: (zone: string) => readonly string[];
}

/** What takes the system down alone, and what does together; pressed, it is pointed out on the graph. */
export function WeakPoints({ points, cutSets, cutSetCount, inZone }: WeakPointsProps) {
  const text = useText(reliabilityText).weak;
  const format = useFormat();
  const words = useWords();
  const subjectWords = useSubjectWords();
  return (
    <div className="px-3 pb-3">
      {points.length === 0 && <p className="pb-2 text-ink-soft">{text.none}</p>}
      <ul data-testid="single-points">
        {points.map(({ subject, probability, entries }) => (
          <WeakPoint
            key={`${subject.kind} ${subject.id}`}
            id={`point ${subject.kind} ${subject.id}`}
            components={subject.kind === "zone" ? inZone(subject.id) : [subject.id]}
            probability={probability}
            what={subject.kind === "zone" ? text.zone(subject.id) : words.component(subject.id)}
            detail={text.takes(
              format.list(
                entries.map(({ entry, share }) => {
                  const name = words.component(entry);
                  return share > 0.999 ? name : `${name} (${format.percent(share)})`;
                }),
              ),
            )}
          />
        ))}
      </ul>
      <h3 className="pt-3 pb-1 font-semibold">{text.cutSets}</h3>
      <p className="pb-1 text-xs text-ink-soft">{cutSetCount === undefined ? text.tooMany : text.count(cutSetCount)}</p>
      <ul data-testid="cut-sets">
        {cutSets.map(({ subjects, probability }) => {
          const names = subjects.map(subjectWords.event);
          return (
            <WeakPoint
              key={names.join()}
              id={`set ${names.join()}`}
              components={subjects.flatMap((subject) => componentsOf(subject, inZone))}
              probability={probability}
              what={names.join(" + ")}
            />
          );
        })}
      </ul>
    </div>
  );
}

interface WeakPointProps {
  readonly id: string;
  readonly components: readonly string[];
  readonly probability: number;
  readonly what: string;
  readonly detail?: string;
}

function WeakPoint({ id, components, probability, what, detail }: WeakPointProps) {
  const text = useText(reliabilityText).weak;
  const figures = useFigures();
  const isShown = useTrial((s) => s.highlight?.key === id);
  return (
    <li>
      <button
        type="button"
        title={text.showOnGraph}
        aria-pressed={isShown}
        onClick={() => toggleHighlight({ key: id, components })}
        className="flex min-h-7 w-full items-baseline gap-2 rounded border border-transparent px-1.5 py-0.5 text-left hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-tint"
      >
        <span className="min-w-0 flex-1">
          <span className="font-semibold">{what}</span>
          {detail !== undefined && <span className="text-ink-soft"> {detail}</span>}
        </span>
        <span className="whitespace-nowrap">{figures.probability(probability)}</span>
      </button>
    </li>
  );
}
