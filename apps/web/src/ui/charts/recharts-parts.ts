/** What every Recharts chart of the console has in common: the theme's colours and quiet axes, no motion. */
export const axisStyle = {
  stroke: "var(--line-strong)",
  tick: { fill: "var(--ink-soft)", fontSize: 11 },
  tickLine: false,
} as const;

export const gridStyle = { stroke: "var(--line)", strokeDasharray: "2 4" } as const;

export const tooltipStyle = {
  contentStyle: {
    background: "var(--raised)",
    border: "1px solid var(--line-strong)",
    borderRadius: 5,
    color: "var(--ink)",
    fontSize: 12,
  },
  itemStyle: { color: "var(--ink)" },
  labelStyle: { color: "var(--ink)" },
  cursor: { fill: "var(--sunken)" },
  isAnimationActive: false,
} as const;
