import { decayed, learningKey, type LearnedRecord, type Solution } from "@homeostat/core/journal";
import { type ComponentKind, actionSpecs } from "@homeostat/core/system";
import { terms, useFormat, useText } from "../../i18n/index.ts";
import { useNow, useSystem } from "../../live/index.ts";
import { PosteriorCurve } from "./posterior-curve.tsx";
import { autopilotText } from "./text.ts";

/** Every solution with its learned record, in the order in which they are tried. */
export function KnowledgeTable() {
  const text = useText(autopilotText);
  const knowledge = useSystem((s) => s.knowledge);
  return (
    <div className="overflow-x-auto px-3 pb-3">
      <p className="pb-2 text-ink-soft">{text.knowledgeHelp}</p>
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line-strong text-left text-xs text-ink-soft">
            {[text.against, text.does, text.on, text.believed, text.seen, text.confidence].map((name) => (
              <th key={name} scope="col" className="py-1 pr-3 font-semibold">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {knowledge?.solutions.map((solution) => (
            <SolutionRow
              key={`${solution.finding}/${solution.action}/${solution.components?.join()}`}
              solution={solution}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SolutionRow({ solution }: { readonly solution: Solution }) {
  const text = useText(autopilotText);
  const names = useText(terms);
  const format = useFormat();
  const learned = useSystem((s) => s.learned);
  const now = useNow(60_000);
  const { finding, action, components, prior, why } = solution;
  const kinds = components ?? actionSpecs[action].fits;
  const seen = sumOf(
    kinds,
    (kind) => learned[learningKey({ findingKind: finding, action: { kind: action, component: "" } }, kind)],
    now,
  );
  const successes = prior.successes + seen.successes;
  const failures = prior.failures + seen.failures;
  const share = format.percent(successes / (successes + failures));
  return (
    <tr className="border-b border-line align-middle">
      <td className="py-1 pr-3 font-semibold">{names.finding[finding]}</td>
      <td className="pr-3" title={why}>
        {names.action[action]}
      </td>
      <td className="max-w-48 pr-3 text-xs text-ink-soft">
        {components === undefined ? text.anyKind : components.map((kind) => names.componentKind[kind]).join(", ")}
      </td>
      <td className="pr-3 whitespace-nowrap">
        {text.counts(format.number(prior.successes), format.number(prior.failures))}
      </td>
      <td className="pr-3 whitespace-nowrap">
        {seen.successes + seen.failures === 0
          ? text.never
          : text.counts(format.number(seen.successes), format.number(seen.failures))}
      </td>
      <td className="pr-3">
        <span className="flex items-center gap-2">
          <PosteriorCurve successes={successes} failures={failures} label={text.curve(names.action[action], share)} />
          <span className="font-semibold">{share}</span>
        </span>
      </td>
    </tr>
  );
}

/** What was seen on all kinds of component together, as it counts now. */
function sumOf(
  kinds: readonly ComponentKind[],
  recordOf: (kind: ComponentKind) => LearnedRecord | undefined,
  now: number,
) {
  let [successes, failures] = [0, 0];
  for (const kind of kinds) {
    const record = recordOf(kind);
    if (record === undefined) continue;
    const counts = decayed(record, Math.max(now, record.at));
    successes += counts.successes;
    failures += counts.failures;
  }
  return { successes, failures };
}
