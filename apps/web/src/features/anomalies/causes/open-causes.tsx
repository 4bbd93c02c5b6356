import type { Incident } from "@homeostat/core/journal";
import { useText } from "../../../i18n/index.ts";
import { useSystemParts } from "../../../live/index.ts";
import { MomentLink, Panel, Ranking } from "../../../ui/index.ts";
import { anomaliesText } from "../text.ts";

/** For each open incident, what could have caused it; nothing while all is well. */
export function OpenCauses() {
  const text = useText(anomaliesText).causes;
  const open = useSystemParts((s) =>
    Object.values(s.incidents).filter(({ healedAt, diagnosis }) => healedAt === undefined && diagnosis !== undefined),
  );
  if (open.length === 0) return null;
  return (
    <Panel title={text.title} count={open.length} testId="open-causes">
      <ul className="divide-y divide-line">
        {open.map((incident) => (
          <Cause key={incident.id} incident={incident} />
        ))}
      </ul>
    </Panel>
  );
}

function Cause({ incident }: { readonly incident: Incident }) {
  const text = useText(anomaliesText).causes;
  return (
    <li className="space-y-1 px-3 py-2">
      <p className="text-xs text-ink-soft">
        {text.since} <MomentLink at={incident.openedAt} />
      </p>
      {incident.diagnosis !== undefined && <Ranking diagnosis={incident.diagnosis} />}
    </li>
  );
}
