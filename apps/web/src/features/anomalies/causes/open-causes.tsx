import type { Incident } from "@homeostat/core/journal";
import type { MemoryAnswer } from "@homeostat/core/protocol";
import { recognisedFrom } from "@homeostat/core/immune";
import { useFormat, useText } from "../../../i18n/index.ts";
import { useSystemParts } from "../../../live/index.ts";
import { MomentLink, Panel, Ranking, useWords } from "../../../ui/index.ts";
import { anomaliesText } from "../text.ts";

/** For each open incident, what could have caused it; nothing while all is well. */
export function OpenCauses({ memory }: { readonly memory: MemoryAnswer }) {
  const text = useText(anomaliesText).causes;
  const open = useSystemParts((s) =>
    Object.values(s.incidents).filter(({ healedAt, diagnosis }) => healedAt === undefined && diagnosis !== undefined),
  );
  if (open.length === 0) return null;
  return (
    <Panel title={text.title} count={open.length} testId="open-causes">
      <ul className="divide-y divide-line">
        {open.map((incident) => (
          <Cause key={incident.id} incident={incident} memory={memory} />
        ))}
      </ul>
    </Panel>
  );
}

interface CauseProps {
  readonly incident: Incident;
  readonly memory: MemoryAnswer;
}

function Cause({ incident, memory }: CauseProps) {
  const text = useText(anomaliesText).causes;
  const format = useFormat();
  const words = useWords();
  const match = memory.matches.find((one) => one.incident === incident.id && one.similarity >= recognisedFrom);
  const known = memory.cells.find(({ id }) => id === match?.cell);
  return (
    <li className="space-y-1 px-3 py-2">
      <p className="text-xs text-ink-soft">
        {text.since} <MomentLink at={incident.openedAt} />
      </p>
      {match !== undefined && known !== undefined && (
        <p data-testid="recognised" className="font-semibold text-degraded">
          ◆ {text.recognised(format.percent(match.similarity))} <MomentLink at={known.lastSeenAt} />
          {known.lesson.repair !== null && `: ${words.action(known.lesson.repair)}`}
        </p>
      )}
      {incident.diagnosis !== undefined && <Ranking diagnosis={incident.diagnosis} />}
    </li>
  );
}
