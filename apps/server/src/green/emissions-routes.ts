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
import { dayMs, type EpochMs, InputError, ownValue, parseInstant } from "@homeostat/core/kernel";
import type { IntensityRecord } from "@homeostat/core/system";
import { type Request, Router } from "express";
import type { LiveJournal } from "../loop/index.ts";

/** How far ahead a forecast reaches where the asker does not say, and at most. */
const aheadMs = dayMs;
const mostAheadMs = 35 * dayMs;

/** The routes of the Carbon Aware SDK's WebAPI, so that its clients work against this server. */
export function emissionsRoutes(journal: LiveJournal, clock: () => EpochMs): Router {
  const router = Router();
  const zone = (name: string): IntensityRecord => {
    const { intensities } = journal.committed.green;
    const record = ownValue(intensities, name);
    if (record === undefined) {
      const known = Object.keys(intensities).join(", ") || "none yet";
      throw new InputError(`no carbon intensity of "${name}" is known; known are: ${known}`, { field: "location" });
    }
    return record;
  };

  router.get("/locations", (_request, response) => {
    const zones = Object.keys(journal.committed.green.intensities);
    response.json(Object.fromEntries(zones.map((name) => [name, { name }])));
  });

  const entries = (request: Request, names: readonly string[]) => {
    const { from, to } = span(request, "time", "toTime");
    return names.flatMap((name) => emissionsByLocation(seriesOf(zone(name)), from, to));
  };

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
    const { from = now, to } = span(request, "dataStartAt", "dataEndAt");
    const furthest = Math.max(from, to ?? 0);
    if (furthest > now + mostAheadMs)
      throw new InputError("no forecast reaches that far; give a time within 35 days", {
        field: from > now + mostAheadMs ? "dataStartAt" : "dataEndAt",
      });
    const windowSize = minutes(request, "windowSize");
    response.json(
      locations(request).map((name) => {
        const series = continued(zone(name), Math.min(from, now), Math.max(to ?? 0, furthest + aheadMs));
        return emissionsForecast(series, {
          dataStartAt: from,
          dataEndAt: to ?? endOfSeries(series),
          requestedAt: now,
          generatedAt: journal.committed.green.receivedAt[name] ?? now,
          ...(windowSize === undefined ? {} : { windowSize }),
        });
      }),
    );
  });

  router.get("/emissions/average-carbon-intensity", (request, response) => {
    const { from, to } = span(request, "startTime", "endTime");
    if (from === undefined || to === undefined)
      throw new InputError("give startTime and endTime in ISO 8601", {
        field: from === undefined ? "startTime" : "endTime",
      });
    const [name] = locations(request);
    response.json(averageCarbonIntensity(seriesOf(zone(name!)), from, to));
  });

  return router;
}

/** What is known from `from` on, and what is learned from it where that ends. */
function continued(record: IntensityRecord, from: EpochMs, until: EpochMs): IntensitySeries {
  const { stepMs, startMs } = record;
  const start = startMs + Math.max(0, Math.floor((from - startMs) / stepMs)) * stepMs;
  const values = intensityAhead(record, start, stepMs, Math.max(1, Math.ceil((until - start) / stepMs)));
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
  return [...new Set(list)];
}

/** Two moments of a query of which the second, where both are given, lies behind the first. */
function span(request: Request, first: string, second: string): { from?: EpochMs; to?: EpochMs } {
  const from = instant(request, first);
  const to = instant(request, second);
  if (from !== undefined && to !== undefined && to <= from)
    throw new InputError(`this is not behind ${first}; give a later time`, { field: second });
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function instant(request: Request, name: string): EpochMs | undefined {
  const text = request.query[name];
  if (text === undefined) return undefined;
  // A plus sign in a query that was not escaped has become a space.
  const at = typeof text === "string" ? parseInstant(text.replace(/ (\d\d:?\d\d)$/, "+$1")) : Number.NaN;
  if (!(Math.abs(at) <= 8.64e15)) throw new InputError("this is not a time; give ISO 8601", { field: name });
  return at;
}

function minutes(request: Request, name: string): number | undefined {
  const text = request.query[name];
  if (text === undefined) return undefined;
  const value = typeof text === "string" && text !== "" ? Number(text) : Number.NaN;
  if (!(value > 0)) throw new InputError("this is not a length; give minutes above 0", { field: name });
  return value;
}
