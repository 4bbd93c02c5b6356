import type { Incident } from "@homeostat/core/journal";
import { useFormat, useText } from "../../i18n/index.ts";
import { useNow } from "../../live/index.ts";
import { HealthGlyph, useWords } from "../../ui/index.ts";
import { incidentsText } from "./text.ts";

interface IncidentListProps {
  readonly incidents: readonly Incident[];
  readonly shown: string;
  readonly onChoose: (id: string) => void;
}

export function IncidentList({ incidents, shown, onChoose }: IncidentListProps) {
  const text = useText(incidentsText);
  return (
    <nav
      aria-label={text.list}
      className="shrink-0 overflow-y-auto border-line bg-surface max-wide:max-h-64 max-wide:border-b wide:w-80 wide:border-r"
    >
      <ul>
        {incidents.map((incident) => (
          <li key={incident.id}>
            <button
              type="button"
              aria-current={incident.id === shown ? "true" : undefined}
              data-testid="incident"
              onClick={() => onChoose(incident.id)}
              className="flex w-full items-start gap-2 border-b border-line px-3 py-2 text-left hover:bg-sunken aria-[current=true]:bg-accent-tint"
            >
              <IncidentLine incident={incident} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function IncidentLine({ incident }: { readonly incident: Incident }) {
  const text = useText(incidentsText);
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  const { root, affected, openedAt, healedAt, mergedInto } = incident;
  return (
    <>
      <HealthGlyph
        health={healedAt === undefined ? "failing" : mergedInto === undefined ? "healthy" : "unknown"}
        className="mt-1 size-3"
      />
      <span className="min-w-0 flex-1">
        <strong className="block truncate font-semibold">{words.component(root)}</strong>
        <span className="block text-xs text-ink-soft">
          {format.moment(openedAt)} · {text.affected(affected.length)}
        </span>
      </span>
      <span className={`text-xs ${healedAt === undefined ? "font-semibold text-failing" : "text-ink-soft"}`}>
        {healedAt === undefined
          ? `${text.open} ${format.clock(now - openedAt)}`
          : mergedInto === undefined
            ? text.healed(format.duration(healedAt - openedAt))
            : text.partOfAnother}
      </span>
    </>
  );
}
