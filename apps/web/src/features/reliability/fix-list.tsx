import type { Fix } from "@homeostat/core/reliability";
import { useFormat, useText } from "../../i18n/index.ts";
import { select } from "../../live/index.ts";
import { Button, useWords } from "../../ui/index.ts";
import { reliabilityText } from "./text.ts";
import { tryFailureProbability, tryReplicas } from "./trial-store.ts";
import { useFigures } from "./use-figures.ts";

const mostShown = 12;

interface FixListProps {
  readonly fixes: readonly Fix[];
  /** How many replicas a component has with what is tried. */
  readonly replicasOf: (component: string) => number;
}

/** What would help, by what it wins; a press tries it. */
export function FixList({ fixes, replicasOf }: FixListProps) {
  const text = useText(reliabilityText).fixes;
  const format = useFormat();
  const figures = useFigures();
  const words = useWords();
  if (fixes.length === 0) return <p className="px-4 pb-3 text-ink-soft">{text.none}</p>;
  const attempt = ({ kind, component, after }: Fix) => {
    select(component);
    if (kind === "add-replica") tryReplicas(component, replicasOf(component) + 1);
    else tryFailureProbability(component, after);
  };
  return (
    <ol className="space-y-2 px-3 pb-3">
      {fixes.slice(0, mostShown).map((fix) => {
        const { kind, component, isAdvised, minutesWonPerYear, availabilityGain, budgetGains } = fix;
        const name = words.component(component);
        return (
          <li key={`${kind} ${component}`} className="rounded border border-line bg-raised p-2" data-fix={component}>
            <div className="flex items-start gap-2">
              <p className="min-w-0 flex-1 font-semibold">
                {kind === "add-replica" ? text.addReplica(name) : text.speedRecovery(name)}
              </p>
              <Button onClick={() => attempt(fix)} label={`${text.tryIt}: ${name}`}>
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
      })}
    </ol>
  );
}
