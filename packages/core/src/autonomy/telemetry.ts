import type { EventOf } from "../journal/index.ts";
import type { Frame, SystemModel } from "../system/index.ts";

/** Packs the newest frame of each component into one event; samples that are not finite are left out. */
export function telemetryEvent(model: SystemModel, frames: ReadonlyMap<string, Frame>): EventOf<"TelemetryRecorded"> {
  const names = new Set<string>();
  for (const { samples } of frames.values()) for (const name in samples) names.add(name);
  const metrics = [...names].sort();
  const rows: (number | null)[][] = [];
  for (const [index, { id }] of model.components.entries()) {
    const frame = frames.get(id);
    if (frame === undefined) continue;
    const row: (number | null)[] = [index];
    for (const metric of metrics) row.push(rounded(frame.samples[metric]));
    rows.push(row);
  }
  return { kind: "TelemetryRecorded", metrics, rows };
}

/** Five significant digits: finer than anything that is measured, and half the bytes. */
function rounded(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value)) return null;
  if (value === 0 || Number.isInteger(value)) return value + 0;
  const digits = 4 - Math.floor(Math.log10(Math.abs(value)));
  if (digits > 22) return 0;
  const scale = 10 ** Math.abs(digits);
  return digits >= 0 ? Math.round(value * scale) / scale : Math.round(value / scale) * scale;
}
