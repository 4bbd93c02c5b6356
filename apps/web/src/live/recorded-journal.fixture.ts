import type { Entry, JournalEvent } from "@homeostat/core/journal";
import { parseSystem } from "@homeostat/core/system";

const model = parseSystem(`name: shop
components:
  - { id: web, kind: gateway, group: edge }
  - { id: shop, kind: service, group: core }
  - { id: db, kind: database, group: core }
dependencies:
  - { from: web, to: shop }
  - { from: shop, to: db, kind: soft }
`);

/** A short journal over three components: described at 1,000 ms, then a sample of each every second. */
export function recordedJournal(samples: number, ...further: readonly JournalEvent[]): Entry[] {
  const events: JournalEvent[] = [
    { kind: "SystemDescribed", model, managed: "twin", faults: ["crash"], actions: ["restart"] },
    ...Array.from({ length: samples }, (_, i): JournalEvent => {
      const rows = model.components.map((_, place) => [place, (i % 10) / 10, 20 + i]);
      return { kind: "TelemetryRecorded", metrics: ["cpu", "latencyMs"], rows };
    }),
    ...further,
  ];
  return events.map((event, i) => ({ seq: i + 1, at: 1_000 * (i + 1), event }));
}
