/** One table of a bench: a row for each thing measured. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

/** A figure with so many decimals; a dash for what was not measured. */
export function figure(value: number, decimals = 3): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : "–";
}
