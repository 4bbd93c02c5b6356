const absent = new Set(["", "nan", "-nan", "null", "na", "n/a", "#n/a", "<na>", "none", "nil", "-"]);
const infinite = /^([+-]?)inf(inity)?$/i;

/**
 * A measured number as files write it; NaN where nothing was measured (an empty cell, `NaN`, `null`, `N/A` and their
 * like), infinite where `inf` or `Infinity` is written. Undefined for what is no number at all.
 */
export function parseSample(cell: string): number | undefined {
  const text = cell.trim();
  if (absent.has(text.toLowerCase())) return Number.NaN;
  const sign = infinite.exec(text)?.[1];
  if (sign !== undefined) return sign === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number;
}
