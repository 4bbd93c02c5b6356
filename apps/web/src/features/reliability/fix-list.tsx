import type { Fix } from "@homeostat/core/reliability";
import { useFormat, useText } from "../../i18n/index.ts";
import { select } from "../../live/index.ts";
import { Button, useWords } from "../../ui/index.ts";
import { reliabilityText } from "./text.ts";
import { tryFailureProbability, tryReplicas } from "./trial-store.ts";
import { useFigures } from "./use-figures.ts";

/** Fixes that are shown at once; of the rest only those that a rule asks for. */
const mostShown = 6;
const mostInAll = 50;
/** A fix that wins less in a year is not shown at once, unless a rule asks for it. */
const worthwhileMinutesPerYear = 1;

interface FixListProps {
  readonly fixes: readonly Fix[];
  /** How many replicas a component has with what is tried. */
  readonly replicasOf: (component: string) => number;
}

/** What would help, by what it wins; a press tries it. */
export function FixList({ fixes, replicasOf }: FixListProps) {
  const text = useText(reliabilityText).fixes;
  const format = useFormat();
  if (fixes.length === 0) return <p className="px-4 pb-3 text-ink-soft">{text.none}</p>;
  const attempt = ({ kind, component, after }: Fix) => {
    select(component);
    if (kind === "add-replica") tryReplicas(component, replicasOf(component) + 1);
    else tryFailureProbability(component, after);
  };
  const ranked = fixes.slice(0, mostInAll);
  const isFirst = (fix: Fix, place: number) =>
    place === 0 || fix.isAdvised || (place < mostShown && fix.minutesWonPerYear >= worthwhileMinutesPerYear);
  const rest = ranked.filter((fix, place) => !isFirst(fix, place));
  const list = (shown: readonly Fix[]) => (
    <ol className="space-y-2">
      {shown.map((fix) => (
        <FixCard key={`${fix.kind} ${fix.component}`} fix={fix} onTry={() => attempt(fix)} />
      ))}
    </ol>
  );
  return (
    <div className="space-y-2 px-3 pb-3">
      {list(ranked.filter(isFirst))}
      {rest.length > 0 && (
        <details>
          <summary className="min-h-6 cursor-pointer text-ink-soft">{text.more(format.integer(rest.length))}</summary>
          <div className="pt-2">{list(rest)}</div>
        </details>
      )}
    </div>
  );
}

function FixCard({ fix, onTry }: { readonly fix: Fix; readonly onTry: () => void }) {
  const text = useText(reliabilityText).fixes;
  const format = useFormat();
  const figures = useFigures();
  const words = useWords();
  const { kind, component, isAdvised, minutesWonPerYear, availabilityGain, budgetGains } = fix;
  const name = words.component(component);
  return (
    <li className="rounded border border-line bg-raised p-2" data-fix={component}>
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1 font-semibold">
          {kind === "add-replica" ? text.addReplica(name) : text.speedRecovery(name)}
        </p>
        <Button onClick={onTry} label={`${text.tryIt}: ${name}`}>
          {text.tryIt}
        </Button>
      </div>
      <p>{text.wins(figures.minutes(minutesWonPerYear), format.percent(availabilityGain))}</p>
      {budgetGains.map(({ slo, share }) => (
        <p key={slo}>{text.budget(slo, format.percent(share))}</p>
      ))}
      {isAdvised && <p className="text-xs text-degraded">▲ {text.advised[kind]}</p>}
    </li>
  );
}
