import type { Incident } from "@homeostat/core/journal";
import { useText } from "../../i18n/index.ts";
import { useSystem } from "../../live/index.ts";
import { EmptyState, useAddressField } from "../../ui/index.ts";
import { Explanation } from "./explanation.tsx";
import { IncidentList } from "./incident-list.tsx";
import { incidentsText } from "./text.ts";
import { useMemo } from "react";

/** Why did it do that? Every incident, and for one of them the whole chain from the first sign to the outcome. */
export function IncidentsPage() {
  const text = useText(incidentsText);
  const incidents = useSystem((s) => s.incidents);
  const newestFirst = useMemo(
    () => Object.values(incidents).sort((a: Incident, b: Incident) => b.openedAt - a.openedAt),
    [incidents],
  );
  const [chosen, choose] = useAddressField("incident");
  const shown = newestFirst.find(({ id }) => id === chosen) ?? newestFirst[0];
  return (
    <div className="flex min-h-0 flex-1 flex-col wide:flex-row">
      <h1 className="sr-only">{text.title}</h1>
      {shown === undefined ? (
        <EmptyState title={text.none}>{text.noneNext}</EmptyState>
      ) : (
        <>
          <IncidentList incidents={newestFirst} shown={shown.id} onChoose={choose} />
          <Explanation key={shown.id} incident={shown} />
        </>
      )}
    </div>
  );
}
