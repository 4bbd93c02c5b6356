import type { EventOf } from "@homeostat/core/journal";

type Telemetry = EventOf<"TelemetryRecorded">;

/** The columns and rows of a telemetry entry without its values; few entries differ in it. */
export interface TelemetryShape {
  readonly metrics: readonly string[];
  /** Places in the model, a row each. */
  readonly places: readonly number[];
}

/**
 * Splits telemetry into its shape and its values: doubles, row by row, little endian, NaN for "not measured".
 * Nothing is lost: `decodeTelemetry` gives back the same entry to the last bit.
 */
export function encodeTelemetry(event: Telemetry): { shape: TelemetryShape; values: Uint8Array } {
  const width = event.metrics.length;
  const values = new DataView(new ArrayBuffer(event.rows.length * width * 8));
  const places: number[] = [];
  for (const [r, row] of event.rows.entries()) {
    places.push(row[0] ?? -1);
    for (let c = 0; c < width; c++) values.setFloat64((r * width + c) * 8, row[c + 1] ?? Number.NaN, true);
  }
  return { shape: { metrics: event.metrics, places }, values: new Uint8Array(values.buffer) };
}

/** `values` null stands for a thinned entry: no columns and no rows. */
export function decodeTelemetry(shape: TelemetryShape, values: Uint8Array | null): Telemetry {
  if (values === null) return { kind: "TelemetryRecorded", metrics: [], rows: [] };
  const width = shape.metrics.length;
  const rows = shape.places.map((place, r) => [place, ...decodeRow(values, r * width, width)]);
  return { kind: "TelemetryRecorded", metrics: [...shape.metrics], rows };
}

/** `width` values from the `start`th on; null where nothing was measured. */
export function decodeRow(values: Uint8Array, start: number, width: number): (number | null)[] {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return Array.from({ length: width }, (_, c) => {
    const value = view.getFloat64((start + c) * 8, true);
    return Number.isNaN(value) ? null : value;
  });
}
