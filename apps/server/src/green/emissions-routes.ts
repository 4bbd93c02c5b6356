import {
  averageCarbonIntensity,
  bestEmissions,
  emissionsByLocation,
  emissionsForecast,
  endOfSeries,
  intensityAhead,
  type IntensitySeries,
  seriesOf,
} from "@homeostat/core/green";
import { type EpochMs, hourMs, InputError, parseInstant } from "@homeostat/core/kernel";
import type { IntensityRecord } from "@homeostat/core/system";
import { type Request, Router } from "express";
import type { LiveJournal } from "../loop/index.ts";

/** How far ahead a forecast reaches where the asker does not say. */
const aheadMs = 24 * hourMs;

/** The routes of the Carbon Aware SDK's WebAPI, so that its clients work against this server. */
export function emissionsRoutes(journal: LiveJournal, clock: () => EpochMs): Router {
  const router = Router();
  const zone = (name: string): IntensityRecord => {
    const record = journal.state.green.intensities[name];
    if (record === undefined) {
      const known = Object.keys(journal.state.green.intensities).join(", ") || "none yet";
      throw new InputError(`no carbon intensity of "${name}" is known; known are: ${known}`, { field: "location" });
    }
    return record;
  };

  router.get("/locations", (_request, response) => {
    const zones = Object.keys(journal.state.green.intensities);
    response.json(Object.fromEntries(zones.map((name) => [name, { name }])));
  });

  const entries = (request: Request, names: readonly string[]) =>
    names.flatMap((name) =>
      emissionsByLocation(seriesOf(zone(name)), instant(request, "time"), instant(request, "toTime")),
    );

  router.get("/emissions/bylocation", (request, response) => {
    response.json(entries(request, locations(request).slice(0, 1)));
  });
  router.get("/emissions/bylocations", (request, response) => {
    response.json(entries(request, locations(request)));
  });
  router.get("/emissions/bylocations/best", (request, response) => {
    response.json(bestEmissions(entries(request, locations(request))));
  });

  router.get("/emissions/forecasts/current", (request, response) => {
    const now = clock();
    const from = instant(request, "dataStartAt");
    const to = instant(request, "dataEndAt");
    const size = request.query["windowSize"];
    response.json(
      locations(request).map((name) => {
        const series = continued(zone(name), now, Math.max(to ?? 0, now + aheadMs));
        return emissionsForecast(series, {
          dataStartAt: from ?? now,
          dataEndAt: to ?? endOfSeries(series),
          requestedAt: now,
          generatedAt: now,
          ...(size === undefined ? {} : { windowSize: Number(size) }),
        });
      }),
    );
  });

  router.get("/emissions/average-carbon-intensity", (request, response) => {
    const from = instant(request, "startTime");
    const to = instant(request, "endTime");
    if (from === undefined || to === undefined)
      throw new InputError("give startTime and endTime in ISO 8601", {
        field: from === undefined ? "startTime" : "endTime",
      });
    const [name] = locations(request);
    response.json(averageCarbonIntensity(seriesOf(zone(name!)), from, to));
  });

  return router;
}

/** What is known, and from where that ends what is learned from it. */
function continued(record: IntensityRecord, now: EpochMs, until: EpochMs): IntensitySeries {
  const { stepMs } = record;
  const start = Math.floor(now / stepMs) * stepMs;
  const values = intensityAhead(record, start, stepMs, Math.ceil((until - start) / stepMs));
  if (values === undefined)
    throw new InputError(`the intensity of ${record.zone} ends long before now; send newer readings`, {
      field: "location",
    });
  return { ...seriesOf(record), startMs: start, gPerKwh: values };
}

function locations(request: Request): string[] {
  const given = request.query["location"];
  const list = (Array.isArray(given) ? given : [given]).filter(
    (name): name is string => typeof name === "string" && name !== "",
  );
  if (list.length === 0) throw new InputError("name at least one location", { field: "location" });
  return list;
}

function instant(request: Request, name: string): EpochMs | undefined {
  const text = request.query[name];
  if (text === undefined) return undefined;
  // A plus sign in a query that was not escaped has become a space.
  const at = typeof text === "string" ? parseInstant(text.replace(/ (\d\d:?\d\d)$/, "+$1")) : Number.NaN;
  if (Number.isNaN(at)) throw new InputError("this is not a time; give ISO 8601", { field: name });
  return at;
}
