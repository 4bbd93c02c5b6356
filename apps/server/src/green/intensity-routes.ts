import { readIntensity } from "@homeostat/core/green";
import { type EpochMs, ownValue } from "@homeostat/core/kernel";
import { Router, text } from "express";
import type { LiveJournal } from "../loop/index.ts";
import { takeIntensity } from "./take-intensity.ts";

/** `/api/carbon/intensity`: takes in any provider's answer as it is, JSON or CSV, and takes a zone's out again. */
export function intensityRoutes(journal: LiveJournal, clock: () => EpochMs): Router {
  const router = Router();
  router.post("/carbon/intensity", text({ type: () => true, limit: "5mb" }), async (request, response) => {
    const series = readIntensity(typeof request.body === "string" ? request.body : "");
    const record = await takeIntensity(journal, series, clock());
    response
      .status(201)
      .json({ zone: record.zone, signal: record.signal, from: record.startMs, steps: record.gPerKwh.length });
  });
  router.delete("/carbon/intensity/:zone", async (request, response) => {
    const { zone } = request.params;
    if (ownValue(journal.state.green.intensities, zone) === undefined) {
      response.status(404).type("text").send(`no carbon intensity of "${zone}" is known`);
      return;
    }
    await journal.record([{ kind: "IntensityForgotten", zone, by: "machine" }], clock());
    response.status(204).end();
  });
  return router;
}
