import { type IntensitySeries, joined, recordOf, resample, seriesOf, endOfSeries } from "@homeostat/core/green";
import { dayMs, type EpochMs, hourMs, InputError, minuteMs, ownValue } from "@homeostat/core/kernel";
import { type IntensityRecord, intensityRecordSchema } from "@homeostat/core/system";
import type { LiveJournal } from "../loop/index.ts";

const quarterMs = 15 * minuteMs;
/** A hole longer than that is not bridged: the newer series stands alone. */
const longestGapMs = 30 * dayMs;
/** How far from now readings make sense. */
const furthestMs = 366 * dayMs;

/**
 * Puts a series together with what is known of its zone, where the kinds agree, and records it. Steps below a quarter of
 * an hour are averaged to that, which is as fine as plans are.
 *
 * @throws {InputError} for steps that do not fit an hour, a series of another age, and one kind where others are kept
 */
export async function takeIntensity(
  journal: LiveJournal,
  given: IntensitySeries,
  now: EpochMs,
): Promise<IntensityRecord> {
  const { intensities } = journal.state.green;
  const other = Object.values(intensities).find(
    ({ zone, signal, basis }) => basis === "reported" && zone !== given.zone && signal !== given.signal,
  );
  if (other !== undefined)
    throw new InputError(
      `${given.source} gives ${given.signal} intensity for ${given.zone}, and that of ${other.zone} is ${other.signal}; they count different things, so take the zones of one kind out first (DELETE /api/carbon/intensity/ZONE)`,
    );
  const series = inUsableSteps(given);
  if (series.gPerKwh.length === 0)
    throw new InputError(`${given.source} gives less than a step of intensity for ${given.zone}; give more readings`);
  const end = endOfSeries(series);
  if (end < now - furthestMs || series.startMs > now + furthestMs)
    throw new InputError(
      `the readings of ${given.zone} end at ${new Date(end).toISOString()}, more than a year from now; give newer ones`,
    );
  const before = ownValue(intensities, given.zone);
  const known = before?.basis === "reported" ? before : undefined;
  const parsed = intensityRecordSchema.safeParse(
    recordOf(known === undefined ? series : together(seriesOf(known), series)),
  );
  if (!parsed.success)
    throw new InputError(`"${given.zone}" is not a zone; give a name of 1 to 64 characters`, { field: "zone" });
  const record = parsed.data;
  await journal.record([{ kind: "IntensityReceived", intensity: record }], now);
  return record;
}

function inUsableSteps(series: IntensitySeries): IntensitySeries {
  const { stepMs } = series;
  if (quarterMs % stepMs === 0) return resample(series, quarterMs);
  if (stepMs === 2 * quarterMs || stepMs % hourMs === 0) return series;
  throw new InputError(
    `steps of ${stepMs / minuteMs} minutes do not fit a plan; give steps that divide a quarter of an hour, or half or whole hours`,
  );
}

/** The newer readings over the older ones, in the finer of both steps. */
function together(known: IntensitySeries, series: IntensitySeries): IntensitySeries {
  const gap = Math.max(series.startMs - endOfSeries(known), known.startMs - endOfSeries(series));
  if (known.signal !== series.signal || gap > longestGapMs) return series;
  const stepMs = Math.min(known.stepMs, series.stepMs);
  return joined(resample(known, stepMs), resample(series, stepMs));
}
