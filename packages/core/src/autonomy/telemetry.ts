import type { EventOf } from "../journal/index.ts";
import type { Frame, SystemModel } from "../system/index.ts";

/** Packs the newest frame of each component into one event; samples that are not finite are left out. */
export function telemetryEvent(model: SystemModel, frames: ReadonlyMap<string, Frame>): EventOf<"TelemetryRecorded"> {
  const metrics = [...new Set([...frames.values()].flatMap(({ samples }) => Object.keys(samples)))].sort();
  const rows: (number | null)[][] = [];
  for (const [index, { id }] of model.components.entries()) {
    const frame = frames.get(id);
    if (frame === undefined) continue;
    rows.push([index, ...metrics.map((metric) => rounded(frame.samples[metric]))]);
  }
  return { kind: "TelemetryRecorded", metrics, rows };
}

/** Five significant digits: finer than anything that is measured, and half the bytes. */
function rounded(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value)) return null;
  return Number(value.toPrecision(5));
}
