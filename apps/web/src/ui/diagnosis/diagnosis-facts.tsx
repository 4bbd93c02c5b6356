import type { Diagnosis } from "@homeostat/core/journal";
import { useFormat, useText } from "../../i18n/index.ts";
import { ComponentLink } from "../component-link.tsx";
import { Ranking } from "./ranking.tsx";
import { diagnosisText } from "./text.ts";

/** Cause, critical failure, impact and order of recovery of an incident, kept apart. */
export function DiagnosisFacts({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const text = useText(diagnosisText);
  const format = useFormat();
  const { root, ranking, critical, impact, recovery } = diagnosis;
  return (
    <dl data-testid="diagnosis" className="space-y-2">
      <Fact name={text.cause}>
        {ranking.every(({ component }) => component !== root) && (
          <p className="pb-1">
            <ComponentLink id={root} />
          </p>
        )}
        <Ranking diagnosis={diagnosis} />
      </Fact>
      <Fact name={text.critical}>
        {critical === null ? (
          <p className="text-ink-soft">{text.noCritical}</p>
        ) : (
          <p>
            <ComponentLink id={critical.component} />{" "}
            <span className="text-ink-soft">{text.failing(format.number(critical.failedRps))}</span>
          </p>
        )}
      </Fact>
      <Fact name={text.impact}>
        {impact.length === 0 ? (
          <p className="text-ink-soft">{text.noImpact}</p>
        ) : (
          <ul className="flex flex-wrap gap-x-3">
            {impact.map(({ component, how }) => (
              <li key={component}>
                <ComponentLink id={component} /> <span className="text-ink-soft">{text.how[how]}</span>
              </li>
            ))}
          </ul>
        )}
      </Fact>
      {recovery.length > 1 && (
        <Fact name={text.recovery}>
          <ol className="flex flex-wrap items-baseline gap-x-2">
            {recovery.map((wave, i) => (
              <li key={wave.join()} className="flex flex-wrap items-baseline gap-x-2">
                {i > 0 && <span className="text-ink-soft">→ {text.next}</span>}
                {wave.map((id) => (
                  <ComponentLink key={id} id={id} />
                ))}
                {wave.length > 1 && <span className="text-ink-soft">({text.together})</span>}
              </li>
            ))}
          </ol>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-xs font-semibold text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
