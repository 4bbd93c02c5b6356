import { type IntensitySeries, joined, readIntensity, recordOf, resample, seriesOf } from "@homeostat/core/green";
import type { EpochMs } from "@homeostat/core/kernel";
import { Router, text } from "express";
import type { LiveJournal } from "../loop/index.ts";

/** `/api/carbon/intensity`: takes in any provider's answer as it is, JSON or CSV. */
export function intensityRoutes(journal: LiveJournal, clock: () => EpochMs): Router {
  const router = Router();
  router.post("/carbon/intensity", text({ type: () => true, limit: "5mb" }), async (request, response) => {
    const series = readIntensity(typeof request.body === "string" ? request.body : "");
    const record = await takeIntensity(journal, series, clock());
    response
      .status(201)
      .json({ zone: record.zone, signal: record.signal, from: record.startMs, steps: record.gPerKwh.length });
  });
  return router;
}

/** Puts a series behind what is known of its zone, where the kinds agree, and records it. */
export async function takeIntensity(journal: LiveJournal, series: IntensitySeries, now: EpochMs) {
  const known = journal.state.green.intensities[series.zone];
  const before = known === undefined ? undefined : seriesOf(known);
  const isFit = before !== undefined && before.signal === series.signal && before.startMs <= series.startMs;
  const whole = isFit ? joined(before, resample(series, before.stepMs)) : series;
  const record = recordOf(whole);
  await journal.record([{ kind: "IntensityReceived", intensity: record }], now);
  return record;
}
