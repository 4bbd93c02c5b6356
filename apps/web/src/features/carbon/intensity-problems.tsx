import type { GreenState } from "@homeostat/core/journal";
import { useFormat, useText } from "../../i18n/index.ts";
import { useNow } from "../../live/index.ts";
import { carbonText } from "./text.ts";

/** Which providers are silent and why, and of which zones the readings have run out: what was known is kept. */
export function IntensityProblems({ green }: { readonly green: GreenState }) {
  const text = useText(carbonText);
  const format = useFormat();
  const now = useNow(30_000);
  const silent = Object.entries(green.silentFeeds);
  const stale = Object.values(green.intensities).filter(
    ({ startMs, stepMs, gPerKwh }) => startMs + gPerKwh.length * stepMs <= now,
  );
  if (silent.length + stale.length === 0) return null;
  return (
    <ul role="status" className="px-3 pb-2 text-sm text-degraded" data-testid="intensity-problems">
      {silent.map(([feed, { problem, since }]) => (
        <li key={feed}>{text.silent(problem, format.moment(since))}</li>
      ))}
      {stale.map(({ zone, startMs }) => (
        <li key={zone}>{text.stale(zone, format.moment(green.receivedAt[zone] ?? startMs))}</li>
      ))}
    </ul>
  );
}
