import { intensityAhead, planSlotMs } from "@homeostat/core/green";
import type { DeferrableJob, DeferralPlan, IntensityRecord } from "@homeostat/core/system";

const hourMs = 3_600_000;
const leastSpanMs = 24 * hourMs;

/** The slots that are drawn, and where on them a moment lies. */
export interface TimeAxis {
  readonly slotMs: number;
  readonly from: number;
  readonly to: number;
  readonly slots: number;
  /** Place of a moment, percent of the width, kept within it. */
  readonly place: (at: number) => number;
  /** Moments for the scale. */
  readonly ticks: readonly number[];
}

/** From this slot to the last deadline, a day at least. */
export function timeAxis(jobs: readonly DeferrableJob[], now: number): TimeAxis {
  const slotMs = planSlotMs;
  const from = Math.floor(now / slotMs) * slotMs;
  const last = Math.max(from + leastSpanMs, ...jobs.map(({ deadlineAt }) => deadlineAt + slotMs));
  const slots = Math.ceil((last - from) / slotMs);
  const to = from + slots * slotMs;
  const every =
    [3, 6, 12, 24, 48].map((hours) => hours * hourMs).find((step) => (to - from) / step <= 9) ?? 96 * hourMs;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / every) * every; at < to; at += every) ticks.push(at);
  return {
    slotMs,
    from,
    to,
    slots,
    ticks,
    place: (at) => (100 * Math.min(to - from, Math.max(0, at - from))) / (to - from),
  };
}

/** A zone's intensity in each slot of the axis, and from which slot on it is learned. */
export function curveOf(
  record: IntensityRecord,
  axis: TimeAxis,
): { readonly values: readonly number[]; readonly learnedFrom: number } | undefined {
  const values = intensityAhead(record, axis.from, axis.slotMs, axis.slots);
  const end = record.startMs + record.gPerKwh.length * record.stepMs;
  return values === undefined
    ? undefined
    : { values, learnedFrom: Math.max(0, Math.floor((end - axis.from) / axis.slotMs)) };
}

/** The power of all planned jobs in each slot. */
export function loadOf(plan: DeferralPlan | undefined, axis: TimeAxis): number[] {
  const load = Array.from({ length: axis.slots }, () => 0);
  if (plan === undefined) return load;
  for (const runs of Object.values(plan.runs))
    for (const { from, to, powerW } of runs)
      for (
        let slot = Math.max(0, Math.round((from - axis.from) / axis.slotMs));
        slot < Math.min(axis.slots, (to - axis.from) / axis.slotMs);
        slot++
      )
        load[slot]! += powerW;
  return load;
}
