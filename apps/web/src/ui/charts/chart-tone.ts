/** The colours that a series may have: tokens of the theme. */
export type ChartTone = "accent" | "healthy" | "degraded" | "failing" | "healing" | "isolated" | "fault" | "ink-soft";

const order: readonly ChartTone[] = [
  "accent",
  "degraded",
  "isolated",
  "healing",
  "fault",
  "healthy",
  "ink-soft",
  "failing",
];

/** The colour of the n-th series where none was chosen; neighbours differ in lightness too. */
export function toneOf(index: number): ChartTone {
  return order[index % order.length] ?? "accent";
}
