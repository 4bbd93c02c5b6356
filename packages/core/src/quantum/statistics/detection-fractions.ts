import { wilsonInterval } from "../../kernel/index.ts";
import { setBits, type ShotBatch } from "../shots/index.ts";

/** How often a stabilizer fires. */
export interface DetectionFraction {
  readonly site: string;
  /** Detection events per shot and detector of this stabilizer, 0..1. */
  readonly fraction: number;
  /** 95 %, by Wilson. Rounds of one shot are not quite independent, so it is a little too narrow. */
  readonly interval: readonly [low: number, high: number];
  readonly events: number;
  /** Shots times detectors. */
  readonly trials: number;
}

/** The fraction of each stabilizer over all its rounds, the hottest first; `sites` names the site of each detector. */
export function detectionFractions(batch: ShotBatch, sites: readonly string[]): DetectionFraction[] {
  const counts = eventsPerDetector(batch);
  const bySite = new Map<string, { events: number; trials: number }>();
  sites.forEach((site, d) => {
    const entry = bySite.get(site) ?? { events: 0, trials: 0 };
    entry.events += counts[d]!;
    entry.trials += batch.shots;
    bySite.set(site, entry);
  });
  return [...bySite]
    .map(([site, { events, trials }]) => ({
      site,
      fraction: trials === 0 ? 0 : events / trials,
      interval: wilsonInterval(events, trials),
      events,
      trials,
    }))
    .sort((a, b) => b.fraction - a.fraction);
}

/** How many shots had an event, for each detector. */
export function eventsPerDetector(batch: ShotBatch): Float64Array {
  const counts = new Float64Array(batch.bitsPerShot);
  const events = new Int32Array(batch.bitsPerShot + 8);
  for (let shot = 0; shot < batch.shots; shot++) {
    const count = setBits(batch, shot, events);
    for (let i = 0; i < count; i++) counts[events[i]!]!++;
  }
  return counts;
}
