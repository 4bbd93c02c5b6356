import type { ComponentState } from "@homeostat/core/journal";
import type { AcrossAnswer } from "@homeostat/core/protocol";

/** The greatest value of a metric in each bin of time, by component; −1 where there was none. */
export interface Across {
  /** The number of the first bin: its start is `firstBin · binMs`. */
  readonly firstBin: number;
  readonly binMs: number;
  readonly bins: number;
  readonly rows: Readonly<Record<string, Float32Array>>;
}

/** The bins of `frame` with what the server answered, and what is already in them. */
export function acrossOf(answer: AcrossAnswer, frame: Across): Across {
  const rows: Record<string, Float32Array> = {};
  const names = new Set([...Object.keys(answer.values), ...Object.keys(frame.rows)]);
  for (const name of names) {
    const row = frame.rows[name]?.slice() ?? new Float32Array(frame.bins).fill(-1);
    for (const [i, value] of (answer.values[name] ?? []).entries())
      if (value !== null) raise(row, Math.floor(answer.at[i]! / frame.binMs) - frame.firstBin, value);
    rows[name] = row;
  }
  return { ...frame, rows };
}

/** The same with the samples of one more moment; the bins move on where it lies beyond the last. */
export function withMoment(
  across: Across,
  at: number,
  metric: string,
  components: Readonly<Record<string, Pick<ComponentState, "metrics">>>,
): Across {
  const bin = Math.floor(at / across.binMs);
  const shift = Math.max(0, bin - (across.firstBin + across.bins - 1));
  const firstBin = across.firstBin + shift;
  const rows: Record<string, Float32Array> = {};
  for (const [name, { metrics }] of Object.entries(components)) {
    const before = across.rows[name];
    const value = metrics[metric];
    if (before === undefined && value === undefined) continue;
    const row = new Float32Array(across.bins).fill(-1);
    if (before !== undefined && shift < across.bins) row.set(before.subarray(shift));
    if (value !== undefined) raise(row, bin - firstBin, value);
    rows[name] = row;
  }
  return { ...across, firstBin, rows };
}

function raise(row: Float32Array, bin: number, value: number): void {
  if (bin >= 0 && bin < row.length) row[bin] = Math.max(row[bin]!, value);
}
