import { z } from "zod";
import { InputError } from "../../kernel/index.ts";
import { defensibleFigures, type EnergyFigures } from "./energy-figures.ts";
import { includesMemory, powerAt, powerModelSchema } from "./power-model.ts";
import { type Sourced, sourced } from "./sourced.ts";

const amount = z.number().min(0);

/** One component over a span of time. */
export const footprintComponentSchema = z.strictObject({
  name: z.string().min(1),
  power: powerModelSchema,
  /** Mean utilisation of the machine, 0..1. */
  utilisation: z.number().min(0).max(1),
  durationSeconds: z.number().positive(),
  /** How many such machines. */
  machines: z.number().positive().default(1),
  /** Share of the machine that is the component's, 0..1. */
  share: z.number().min(0).max(1).default(1),
  memoryGb: amount.default(0),
  ssdTb: amount.default(0),
  hddTb: amount.default(0),
  /** How often what is stored is stored. */
  replication: z.number().min(1).default(1),
  /** Sent between data centres in the span. */
  networkGb: amount.default(0),
  /** Known energy of the network in the span, instead of or besides `networkGb`. */
  networkKwh: amount.default(0),
  embodied: z
    .strictObject({
      totalKg: amount.optional(),
      lifeYears: z.number().positive().optional(),
      share: z.number().min(0).max(1).optional(),
    })
    .optional(),
});

/** What `carbon footprint` reads. */
export const footprintFileSchema = z.strictObject({
  name: z.string().min(1),
  grid: z.strictObject({ intensityGPerKwh: amount, source: z.string().optional() }).optional(),
  pue: z.number().min(1).optional(),
  /** What the SCI is per, and how many of it the span saw. */
  functionalUnit: z
    .strictObject({ name: z.string().min(1), count: z.number().positive() })
    .default({ name: "run", count: 1 }),
  start: z.string().optional(),
  components: z.array(footprintComponentSchema).min(1),
});
export type FootprintFile = z.infer<typeof footprintFileSchema>;
export type FootprintComponent = z.infer<typeof footprintComponentSchema>;

export interface ComponentFootprint {
  readonly name: string;
  readonly powerW: Sourced;
  /** By part: compute, memory, storage, network; kWh, before the PUE. */
  readonly energyKwh: Readonly<Record<"compute" | "memory" | "storage" | "network", Sourced>>;
  /** All parts × PUE. */
  readonly totalKwh: number;
  readonly operationalG: Sourced;
  readonly embodiedG: Sourced;
  readonly totalG: number;
  /** Software Carbon Intensity (ISO/IEC 21031:2024): (E · I + M) per functional unit, gCO2e. */
  readonly sci: number;
}

export interface Footprint {
  readonly name: string;
  readonly functionalUnit: { readonly name: string; readonly count: number };
  readonly grid: Sourced;
  readonly pue: Sourced;
  readonly components: readonly ComponentFootprint[];
  readonly energyKwh: number;
  readonly operationalG: number;
  readonly embodiedG: number;
  readonly totalG: number;
  readonly sci: number;
}

const secondsPerYear = 365 * 24 * 3600;

/** Energy and carbon of components over their spans, each figure with its source. */
export function footprintOf(file: FootprintFile, figures: EnergyFigures = defensibleFigures): Footprint {
  const grid =
    file.grid === undefined
      ? figures.gridGPerKwh
      : sourced(file.grid.intensityGPerKwh, "gCO2e/kWh", file.grid.source ?? "given");
  const pue = file.pue === undefined ? figures.pue : sourced(file.pue, "kWh/kWh", "given");
  const components = file.components.map((component) =>
    footprintOfComponent(component, file.functionalUnit.count, grid, pue, figures),
  );
  const sum = (of: (component: ComponentFootprint) => number) =>
    components.reduce((total, component) => total + of(component), 0);
  return {
    name: file.name,
    functionalUnit: file.functionalUnit,
    grid,
    pue,
    components,
    energyKwh: sum(({ totalKwh }) => totalKwh),
    operationalG: sum(({ operationalG }) => operationalG.value),
    embodiedG: sum(({ embodiedG }) => embodiedG.value),
    totalG: sum(({ totalG }) => totalG),
    sci: sum(({ sci }) => sci),
  };
}

function footprintOfComponent(
  component: FootprintComponent,
  units: number,
  grid: Sourced,
  pue: Sourced,
  figures: EnergyFigures,
): ComponentFootprint {
  const { power, utilisation, durationSeconds, machines, share, memoryGb, ssdTb, hddTb, replication } = component;
  const hours = durationSeconds / 3600;
  const powerW = powerAt(power, utilisation);
  const compute = ((powerW.value * durationSeconds) / 3_600_000) * share * machines;
  const isMemoryIn = includesMemory(power);
  const memory = isMemoryIn ? 0 : (memoryGb * figures.memoryWPerGb.value * hours * machines) / 1000;
  const storage = ((ssdTb * figures.ssdWPerTb.value + hddTb * figures.hddWPerTb.value) * replication * hours) / 1000;
  const network = component.networkKwh + component.networkGb * figures.networkKwhPerGb.value;
  const totalKwh = (compute + memory + storage + network) * pue.value;
  const operational = totalKwh * grid.value;
  const embodied = embodiedOf(component, figures);
  const totalG = operational + embodied.value;
  return {
    name: component.name,
    powerW,
    energyKwh: {
      compute: sourced(compute, "kWh", powerW.source),
      memory: sourced(memory, "kWh", isMemoryIn ? "counted with the whole server" : figures.memoryWPerGb.source),
      storage: sourced(storage, "kWh", figures.ssdWPerTb.source),
      network: sourced(network, "kWh", component.networkKwh > 0 ? "given" : figures.networkKwhPerGb.source),
    },
    totalKwh,
    operationalG: sourced(operational, "gCO2e", grid.source),
    embodiedG: embodied,
    totalG,
    sci: totalG / units,
  };
}

/** M = total embodied · time share · share of resources reserved. */
function embodiedOf(
  { embodied, share, machines, durationSeconds }: FootprintComponent,
  figures: EnergyFigures,
): Sourced {
  const totalKg = embodied?.totalKg ?? figures.embodiedKgPerServer.value;
  const years = embodied?.lifeYears ?? figures.serverLifeYears.value;
  const reserved = embodied?.share ?? share;
  const grams = totalKg * 1000 * reserved * machines * (durationSeconds / (years * secondsPerYear));
  return sourced(grams, "gCO2e", embodied?.totalKg === undefined ? figures.embodiedKgPerServer.source : "given");
}

/** Reads the content of a footprint file. */
export function parseFootprintFile(content: unknown): FootprintFile {
  const parsed = footprintFileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = (issue?.path ?? [])
    .map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${String(key)}`))
    .join("");
  throw new InputError(
    `${(issue?.message ?? "this is not a footprint file").split("\n")[0]}; see --help for what the file holds`,
    { field },
  );
}
