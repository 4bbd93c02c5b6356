import { redundancyLeft } from "@homeostat/core/reliability";
import type { SystemModel } from "@homeostat/core/system";
import { useMemo } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { useLive, useSystem } from "../../live/index.ts";
import { ComponentLink, useWords } from "../../ui/index.ts";
import { reliabilityText } from "./text.ts";

/** From what is seen of the components at this moment: what redundancy is left, and which next failure would be fatal. */
export function RedundancyNow({ model }: { readonly model: SystemModel }) {
  const text = useText(reliabilityText).redundancy;
  const format = useFormat();
  const words = useWords();
  const isPast = useLive((s) => s.past !== null);
  const replicasUp = useReplicasUp();
  const left = useMemo(() => redundancyLeft(model, new Map(Object.entries(replicasUp))), [model, replicasUp]);
  return (
    <div className="space-y-3 px-3 pb-3" data-testid="redundancy">
      {isPast && <p className="text-xs text-ink-soft">{text.past}</p>}
      {left.map(({ entry, isServing, lost, failuresLeft, fatalNext, weakened }) => (
        <div key={entry} data-entry={entry} data-serving={isServing} data-failures-left={failuresLeft}>
          <p className={`font-semibold ${isServing ? "text-healthy" : "text-failing"}`}>
            {isServing ? "● " : "■ "}
            {isServing
              ? text.serving(words.component(entry))
              : text.lost(words.component(entry), format.list(lost.map((id) => words.component(id))))}
          </p>
          {isServing && <p>{text.spare(failuresLeft)}</p>}
          {weakened.map(({ component, spare, usual }) => (
            <p key={component} className="text-degraded">
              ▲ {text.weakened(words.component(component), spare, usual)}
            </p>
          ))}
          {fatalNext.length > 0 && (
            <details className="pt-1">
              <summary className="min-h-6">
                {text.fatal} ({fatalNext.length})
              </summary>
              <ul className="columns-2 pl-3">
                {fatalNext.map((id) => (
                  <li key={id} data-fatal={id}>
                    <ComponentLink id={id} />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      ))}
    </div>
  );
}

/** Replicas that answer, by component; one that is failing and does not say how many answer counts as none. */
function useReplicasUp(): Readonly<Record<string, number>> {
  const key = useSystem((s) =>
    JSON.stringify(
      Object.entries(s.components).flatMap(([id, { health, metrics }]) => {
        const up = metrics["replicasUp"] ?? (health === "failing" || health === "isolated" ? 0 : undefined);
        return up === undefined ? [] : [[id, Math.floor(up)]];
      }),
    ),
  );
  return useMemo(() => Object.fromEntries(JSON.parse(key) as [string, number][]), [key]);
}
