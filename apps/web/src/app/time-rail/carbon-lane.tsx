import type { IntensityRecord } from "@homeostat/core/system";
import { useFormat, useText } from "../../i18n/index.ts";
import { appText } from "../text.ts";

interface CarbonLaneProps {
  readonly intensity: IntensityRecord;
  readonly start: number;
  readonly end: number;
}

/** The carbon intensity along the rail: the dirtier the power, the darker; nothing is drawn where none is known. */
export function CarbonLane({ intensity, start, end }: CarbonLaneProps) {
  const text = useText(appText).rail;
  const format = useFormat();
  const { zone, startMs, stepMs, gPerKwh } = intensity;
  const known = gPerKwh.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const first = Math.max(0, Math.floor((start - startMs) / stepMs));
  const last = Math.min(gPerKwh.length - 1, Math.floor((end - startMs) / stepMs));
  const place = (at: number) => (100 * (Math.min(end, Math.max(start, at)) - start)) / (end - start);
  return (
    <ul className="absolute inset-x-0 h-4 border-b border-line" style={{ top: `${0.25 + 3 * 1.0625}rem` }}>
      {gPerKwh.slice(first, last + 1).map((value, i) => {
        if (value === null) return null;
        const at = startMs + (first + i) * stepMs;
        const share = most > least ? (value - least) / (most - least) : 0.5;
        const name = text.intensity(zone, format.number(value), format.time(at));
        return (
          <li
            key={at}
            title={name}
            className="absolute inset-y-1 bg-degraded"
            style={{
              left: `${place(at)}%`,
              width: `${place(at + stepMs) - place(at)}%`,
              opacity: 0.15 + 0.75 * share,
            }}
          >
            <span className="sr-only">{name}</span>
          </li>
        );
      })}
    </ul>
  );
}
