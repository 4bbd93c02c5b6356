import { type EpochMs, hourMs, minuteMs } from "../../kernel/index.ts";
import type { IntensitySeries } from "../carbon/intensity-series.ts";
import type { DeferrableJob, IntensityRecord, JobRun } from "../../system/index.ts";
import { defensibleFigures } from "../energy/energy-figures.ts";
import { type Sourced, sourced } from "../energy/sourced.ts";

/** What a component drew, as it was measured. */
export interface PowerSamples {
  readonly component: string;
  readonly at: readonly EpochMs[];
  readonly powerW: readonly (number | null)[];
  /** How much of a server is its own, for the embodied share. */
  readonly servers: number;
}

export interface PeriodRequest {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly samples: readonly PowerSamples[];
  /** Of the zone in which the components run; without it there is energy but no carbon. */
  readonly intensity: IntensitySeries | undefined;
  readonly pue?: Sourced;
  /** Requests that were served in the period, for the SCI. */
  readonly requests: number;
  /** Deferrable jobs that ran to their end in the period. */
  readonly jobs: readonly { readonly job: DeferrableJob; readonly runs: readonly JobRun[] }[];
  readonly intensities: readonly IntensitySeries[];
}

export interface PeriodReport {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly components: readonly {
    readonly component: string;
    readonly energyKwh: number;
    readonly operationalG: number | null;
    readonly embodiedG: number;
    /** Share of the period for which there were samples, 0..1. */
    readonly coverage: number;
  }[];
  readonly energyKwh: number;
  readonly operationalG: number | null;
  readonly embodiedG: number;
  /** (E · I + M) per request, gCO2e. */
  readonly sciGPerRequest: number | null;
  /** Of the energy for which the provider gives it, 0..1; null where it gives none. */
  readonly renewableShare: number | null;
  readonly deferred: {
    readonly jobs: number;
    readonly emittedG: number;
    readonly atOnceG: number;
    readonly savedG: number;
    readonly how: string;
  };
  readonly sources: readonly {
    readonly figure: string;
    readonly value: number;
    readonly unit: string;
    readonly source: string;
  }[];
}

/** Longer than that without a sample counts as unknown, not as the last value. */
const longestHoldMs = 5 * minuteMs;

/** Energy, carbon and SCI of a period from what was measured, and what waiting has saved. */
export function periodReport(request: PeriodRequest): PeriodReport {
  const { from, to, samples, intensity, requests } = request;
  const pue = request.pue ?? defensibleFigures.pue;
  const { embodiedKgPerServer, serverLifeYears } = defensibleFigures;
  const embodiedGPerHour = (embodiedKgPerServer.value * 1000) / (serverLifeYears.value * 365 * 24);
  // Energy for which there is a reading, for which the renewable share is told, and what of that is renewable.
  const kwhOf = { read: 0, told: 0, renewable: 0 };
  const components = samples.map(({ component, at, powerW, servers }) => {
    let energy = 0;
    let grams = 0;
    let covered = 0;
    for (let i = 0; i < at.length; i++) {
      const power = powerW[i];
      const start = Math.max(from, at[i]!);
      const end = Math.min(to, at[i + 1] ?? at[i]! + minuteMs, at[i]! + longestHoldMs);
      if (power === null || power === undefined || end <= start) continue;
      const kwh = (power / 1000) * ((end - start) / hourMs) * pue.value;
      energy += kwh;
      covered += end - start;
      if (intensity === undefined) continue;
      grams += kwh * intensityAt(intensity, start);
      const { gPerKwh, renewableShare } = readingAt(intensity, start);
      if (!Number.isNaN(gPerKwh)) kwhOf.read += kwh;
      if (Number.isNaN(renewableShare)) continue;
      kwhOf.told += kwh;
      kwhOf.renewable += kwh * renewableShare;
    }
    return {
      component,
      energyKwh: energy,
      operationalG: intensity === undefined ? null : grams,
      embodiedG: (embodiedGPerHour * servers * covered) / hourMs,
      coverage: to > from ? covered / (to - from) : 0,
    };
  });
  const energyKwh = components.reduce((sum, own) => sum + own.energyKwh, 0);
  const operationalG =
    intensity === undefined ? null : components.reduce((sum, own) => sum + (own.operationalG ?? 0), 0);
  const embodiedG = components.reduce((sum, own) => sum + own.embodiedG, 0);
  return {
    from,
    to,
    components,
    energyKwh,
    operationalG,
    embodiedG,
    sciGPerRequest: operationalG === null || requests <= 0 ? null : (operationalG + embodiedG) / requests,
    renewableShare: kwhOf.told > 0 ? kwhOf.renewable / kwhOf.told : null,
    deferred: deferredSaving(request),
    sources: [
      { figure: "PUE", ...pue },
      { figure: "embodied carbon of a server", ...embodiedKgPerServer },
      { figure: "life of a server", ...serverLifeYears },
      ...(intensity === undefined ? [] : intensitySources(request, intensity, energyKwh, kwhOf)),
    ],
  };
}

/** Where the intensity and the renewable share are from, and for how much of the energy they were read. */
function intensitySources(
  { to }: PeriodRequest,
  intensity: IntensitySeries,
  energyKwh: number,
  kwhOf: { readonly read: number; readonly told: number; readonly renewable: number },
): PeriodReport["sources"] {
  const { zone, source, signal } = intensity;
  const part = (kwh: number) => (energyKwh > 0 ? `${Math.round((100 * kwh) / energyKwh)} %` : "none");
  const read = `read for ${part(kwhOf.read)} of the energy, the nearest reading for the rest`;
  return [
    {
      figure: `carbon intensity of ${zone}`,
      ...sourced(intensityAt(intensity, to), "gCO2e/kWh", `${source}, ${signal}, newest of the period; ${read}`),
    },
    ...(kwhOf.told > 0
      ? [
          {
            figure: `renewable share of ${zone}`,
            ...sourced(
              (100 * kwhOf.renewable) / kwhOf.told,
              "%",
              `${source}, weighted by ${part(kwhOf.told)} of the energy`,
            ),
          },
        ]
      : []),
  ];
}

function deferredSaving({ jobs, intensities }: PeriodRequest): PeriodReport["deferred"] {
  const byZone = new Map(intensities.map((series) => [series.zone, series]));
  let emittedG = 0;
  let atOnceG = 0;
  let counted = 0;
  for (const { job, runs } of jobs) {
    const home = byZone.get(job.zones[0] ?? runs[0]?.zone ?? "");
    if (home === undefined || runs.some(({ zone }) => !byZone.has(zone))) continue;
    counted++;
    for (const run of runs) emittedG += emissions(byZone.get(run.zone), run.from, run.to, run.powerW);
    atOnceG += emissions(home, job.releaseAt, job.releaseAt + job.durationMs, job.powerW);
  }
  return {
    jobs: counted,
    emittedG,
    atOnceG,
    savedG: atOnceG - emittedG,
    how: "the planned runs against the same jobs started at their release, both by the intensity that was received for those hours; jobs in zones without any are not counted",
  };
}

function emissions(series: IntensitySeries | undefined, from: EpochMs, to: EpochMs, powerW: number): number {
  if (series === undefined) return 0;
  let grams = 0;
  for (let at = from; at < to; ) {
    const next = Math.min(to, (Math.floor((at - series.startMs) / series.stepMs) + 1) * series.stepMs + series.startMs);
    grams += (powerW / 1000) * ((next - at) / hourMs) * intensityAt(series, at);
    at = next;
  }
  return grams;
}

/** What is given for a moment itself; NaN where nothing is. */
function readingAt({ gPerKwh, renewableShare, startMs, stepMs }: IntensitySeries, at: EpochMs) {
  const step = Math.floor((at - startMs) / stepMs);
  return { gPerKwh: gPerKwh[step] ?? Number.NaN, renewableShare: renewableShare?.[step] ?? Number.NaN };
}

/** The reading that holds at a moment; the nearest one where there is none. */
export function intensityAt(series: IntensitySeries | IntensityRecord, at: EpochMs): number {
  const { gPerKwh, startMs, stepMs } = series;
  const wanted = Math.min(gPerKwh.length - 1, Math.max(0, Math.floor((at - startMs) / stepMs)));
  for (let d = 0; d < gPerKwh.length; d++) {
    const before = gPerKwh[wanted - d];
    if (typeof before === "number" && !Number.isNaN(before)) return before;
    const after = gPerKwh[wanted + d];
    if (typeof after === "number" && !Number.isNaN(after)) return after;
  }
  return Number.NaN;
}

/** A report as CSV: one line a component and the total; behind a blank line its other figures with their sources. */
export function reportCsv(report: PeriodReport): string {
  const line = (cells: readonly (string | number | null)[]) => cells.map((cell) => cell ?? "").join(",");
  const { deferred, sources } = report;
  const iso = (at: EpochMs) => new Date(at).toISOString();
  const renewable = sources.find(({ figure }) => figure.startsWith("renewable share"));
  const figures: (string | number | null)[][] = [
    ["from", iso(report.from), "", ""],
    ["to", iso(report.to), "", ""],
    ["SCI", report.sciGPerRequest, "gCO2e/request", "(energy · intensity + embodied) / requests"],
    ["renewable share", report.renewableShare, "share", renewable?.source ?? "not given by the provider"],
    ["saved by waiting", deferred.savedG, "gCO2e", deferred.how],
    ...sources.map(({ figure, value, unit, source }) => [figure, value, unit, source]),
  ];
  return `${[
    "component,energy_kwh,operational_g,embodied_g,coverage",
    ...report.components.map((own) =>
      line([quoted(own.component), own.energyKwh, own.operationalG, own.embodiedG, own.coverage]),
    ),
    line(["total", report.energyKwh, report.operationalG, report.embodiedG, ""]),
    "",
    "figure,value,unit,source",
    ...figures.map((cells) => line(cells.map((cell) => (typeof cell === "string" ? quoted(cell) : cell)))),
  ].join("\n")}\n`;
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
