import type { Diagnosis } from "@homeostat/core/journal";
import { useFormat, useText } from "../../i18n/index.ts";
import { ComponentLink } from "../component-link.tsx";
import { useWords } from "../words/use-words.ts";
import { diagnosisText } from "./text.ts";

/** Deviations beyond this are all the same to a reader. */
const countless = 1_000;

/** What could have caused an incident, each with the evidence for and against it. */
export function Ranking({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const text = useText(diagnosisText);
  if (diagnosis.ranking.length === 0) return <p className="text-ink-soft">{text.noRanking}</p>;
  return (
    <ol aria-label={text.ranking} data-testid="root-cause-ranking" className="space-y-1.5">
      {diagnosis.ranking.map((ranked) => (
        <Ranked key={ranked.component} ranked={ranked} role={roleOf(ranked.component, diagnosis)} />
      ))}
    </ol>
  );
}

/** What needs the cause is a symptom, however much it moved. */
function roleOf(component: string, { root, impact }: Diagnosis): "held" | "symptom" | "candidate" {
  if (component === root) return "held";
  return impact.some((one) => one.component === component) ? "symptom" : "candidate";
}

interface RankedProps {
  readonly ranked: Diagnosis["ranking"][number];
  readonly role: "held" | "symptom" | "candidate";
}

function Ranked({ ranked, role }: RankedProps) {
  const text = useText(diagnosisText);
  const format = useFormat();
  const words = useWords();
  const { component, score, explained, metrics } = ranked;
  const moved = metrics.map(({ metric, deviation }) => {
    const size = Math.abs(deviation);
    const times = size > countless ? text.beyond(format.integer(countless)) : text.deviations(format.number(size));
    return `${words.metric(metric)} ${deviation < 0 ? "▼" : "▲"} ${times}`;
  });
  const why = explained >= 0.05 ? text.explained(format.percent(explained)) : text.own;
  return (
    <li data-component={component} data-role={role}>
      <p className="flex items-center gap-2">
        <span className="min-w-0 truncate">
          <ComponentLink id={component} />
        </span>
        <span className={role === "held" ? "text-xs font-semibold text-failing" : "text-xs text-ink-soft"}>
          {text[role]}
        </span>
        <span role="img" aria-label={text.score(format.percent(score))} className="ml-auto h-2 w-24 shrink-0 bg-sunken">
          <span
            className={`block h-full ${role === "held" ? "bg-failing" : "bg-line-strong"}`}
            style={{ width: `${Math.round(100 * score)}%` }}
          />
        </span>
      </p>
      <p className="text-xs text-ink-soft">{[...moved, why].join(" · ")}</p>
    </li>
  );
}
