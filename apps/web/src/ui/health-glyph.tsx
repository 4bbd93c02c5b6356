import type { Health } from "@homeostat/core/system";

export const healthTone: Record<Health, string> = {
  healthy: "text-healthy",
  healing: "text-healing",
  degraded: "text-degraded",
  failing: "text-failing",
  isolated: "text-isolated",
  unknown: "text-unknown",
};

export const healthTint: Record<Health, string> = {
  healthy: "bg-healthy-tint",
  healing: "bg-healing-tint",
  degraded: "bg-degraded-tint",
  failing: "bg-failing-tint",
  isolated: "bg-isolated-tint",
  unknown: "bg-unknown-tint",
};

const outline: Record<Health, string> = {
  healthy: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z",
  healing: "M8 1 15 8 8 15 1 8Z",
  degraded: "M8 1.5 15.2 14.2H.8Z",
  failing: "M2 2h12v12H2Z",
  isolated: "M4.4 1.8h7.2L15.2 8l-3.6 6.2H4.4L.8 8Z",
  unknown: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z",
};

const isHollow: Partial<Record<Health, boolean>> = { isolated: true, unknown: true };

/** The shape of a health: it reads without colour. ● ◆ ▲ ■ ⬡ ○ */
export function HealthGlyph({
  health,
  className = "size-3.5",
}: {
  readonly health: Health;
  readonly className?: string;
}) {
  return (
    <svg viewBox="0 0 16 16" className={`shrink-0 ${healthTone[health]} ${className}`} aria-hidden="true">
      <path
        d={outline[health]}
        fill={isHollow[health] ? "none" : "currentColor"}
        stroke="currentColor"
        strokeWidth={isHollow[health] ? 2 : 0}
        strokeLinejoin="round"
      />
    </svg>
  );
}
