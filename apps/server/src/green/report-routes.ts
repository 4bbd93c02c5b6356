import {
  type IntensitySeries,
  periodReport,
  type PowerSamples,
  reportCsv,
  seriesOf,
  yearlyIntensity,
} from "@homeostat/core/green";
import { dayMs, type EpochMs, hourMs, InputError } from "@homeostat/core/kernel";
import type { MetricsAnswer } from "@homeostat/core/protocol";
import { type Request, Router } from "express";
import type { LiveJournal } from "../loop/index.ts";
import { yearlyAverage } from "./yearly-average.ts";

const mostRows = 3_000;
const mostMs = 400 * dayMs;

/**
 * `/api/carbon/report?from=MS&to=MS&zone=Z`: the report of a period as JSON, or as CSV with `format=csv`. A zone without
 * readings counts by its mean of a year.
 */
export function reportRoutes(journal: LiveJournal, clock: () => EpochMs): Router {
  const router = Router();
  router.get("/carbon/report", async (request, response) => {
    const to = moment(request, "to", clock());
    const from = moment(request, "from", to - hourMs);
    if (!(to > from) || to - from > mostMs)
      throw new InputError("give a period of at most 400 days, from before to", { field: "from" });
    const { model, green } = journal.committed;
    const components = model?.components ?? [];
    const series = Object.values(green.intensities).map(seriesOf);
    const { zone, format = "json" } = request.query;
    if (format !== "json" && format !== "csv") throw new InputError("give json or csv", { field: "format" });
    const known = series.find((one) => one.zone === zone) ?? (await yearlySeries(zone, from, to));
    if (zone !== undefined && known === undefined)
      throw new InputError(
        `this zone is not known; give one of ${[...series.map((one) => one.zone), "Electricity Maps' zones"].join(", ")}`,
        {
          field: "zone",
        },
      );
    const samples: PowerSamples[] = [];
    let requests = 0;
    for (const { id, replicas, concurrency, loadRps } of components) {
      const rows = await journal.store.samples(id, from, to, mostRows);
      const powerW = column(rows, "powerW");
      if (powerW !== undefined)
        samples.push({ component: id, at: rows.at, powerW, servers: (replicas * concurrency) / 8 / 16 });
      if (loadRps > 0) requests += served(rows, from, to);
    }
    const report = periodReport({
      from,
      to,
      samples,
      intensity: known ?? series[0],
      requests,
      jobs: green.ended.filter(({ reason, at }) => reason === "completed" && at >= from && at <= to),
      intensities: series,
    });
    response.setHeader("Cache-Control", "no-store");
    if (format === "json") {
      response.json(report);
      return;
    }
    response
      .attachment(`carbon-${new Date(to).toISOString().slice(0, 10)}.csv`)
      .type("text/csv")
      .send(reportCsv(report));
  });
  return router;
}

/** A zone of which nobody reports anything, by its mean of a year. */
async function yearlySeries(zone: unknown, from: EpochMs, to: EpochMs): Promise<IntensitySeries | undefined> {
  const average = typeof zone === "string" ? await yearlyAverage(zone) : undefined;
  return average === undefined ? undefined : seriesOf(yearlyIntensity(average, from, to));
}

function column({ metrics, values }: MetricsAnswer, name: string): readonly (number | null)[] | undefined {
  const i = metrics.indexOf(name);
  return i < 0 ? undefined : values[i];
}

/** Requests at an entry in a period, from their rate. */
function served(rows: MetricsAnswer, from: EpochMs, to: EpochMs): number {
  const rate = column(rows, "requestRate") ?? [];
  let count = 0;
  for (const [i, at] of rows.at.entries()) {
    const end = Math.min(to, rows.at[i + 1] ?? at);
    count += (rate[i] ?? 0) * (Math.max(0, end - Math.max(from, at)) / 1000);
  }
  return count;
}

function moment(request: Request, name: string, otherwise: number): number {
  const text = request.query[name];
  if (text === undefined) return otherwise;
  const value = typeof text === "string" && text !== "" ? Number(text) : Number.NaN;
  if (!(Math.abs(value) <= 8.64e15)) throw new InputError("give a moment in epoch milliseconds", { field: name });
  return value;
}
