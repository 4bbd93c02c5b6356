import { pue } from "./pue.ts";
import { type Sourced, sourced } from "./sourced.ts";

/** The coefficients that a footprint needs besides a machine's own figures. */
export interface EnergyFigures {
  readonly cpuIdleWPerCore: Sourced;
  readonly cpuPeakWPerCore: Sourced;
  readonly memoryWPerGb: Sourced;
  readonly ssdWPerTb: Sourced;
  readonly hddWPerTb: Sourced;
  readonly networkKwhPerGb: Sourced;
  readonly gridGPerKwh: Sourced;
  readonly pue: Sourced;
  readonly embodiedKgPerServer: Sourced;
  readonly serverLifeYears: Sourced;
}

const specPower = "SPECpower_ssj2008, published results from 2018 on; whole server with its memory";
const cloudCarbonFootprint = "Cloud Carbon Footprint, methodology";

/** What measurements and published assessments bear out. */
export const defensibleFigures: EnergyFigures = {
  cpuIdleWPerCore: sourced(1.2, "W/core", specPower),
  cpuPeakWPerCore: sourced(6.2, "W/core", `${specPower}; middle of 4.6 to 7.7`),
  memoryWPerGb: sourced(0.392, "W/GB", cloudCarbonFootprint),
  ssdWPerTb: sourced(1.2, "W/TB", cloudCarbonFootprint),
  hddWPerTb: sourced(0.65, "W/TB", cloudCarbonFootprint),
  networkKwhPerGb: sourced(0.001, "kWh/GB", `${cloudCarbonFootprint}; between data centres`),
  gridGPerKwh: sourced(473, "gCO2e/kWh", "world mean of a year; give a zone's hourly series for more"),
  pue,
  embodiedKgPerServer: sourced(1215, "kgCO2e", "median of 48 vendors' life-cycle assessments, Boavizta"),
  serverLifeYears: sourced(4, "years", "Boavizta"),
};

const sourceDocument = "the source document; for comparison only";

/** The source document's own coefficients, for comparison: they overstate a server two- to threefold. */
export const sourceDocumentFigures: EnergyFigures = {
  cpuIdleWPerCore: sourced(0, "W/core", sourceDocument),
  cpuPeakWPerCore: sourced(15, "W/core", sourceDocument),
  memoryWPerGb: sourced(0.5, "W/GB", sourceDocument),
  ssdWPerTb: sourced(5, "W/TB", sourceDocument),
  hddWPerTb: sourced(5, "W/TB", sourceDocument),
  networkKwhPerGb: sourced(0.01 / 3600 / 1000 / (1 / 8000), "kWh/GB", `${sourceDocument}; 0.01 W/Mbps`),
  gridGPerKwh: sourced(500, "gCO2e/kWh", sourceDocument),
  pue: sourced(1, "kWh/kWh", `${sourceDocument}; it has none`),
  embodiedKgPerServer: sourced(0, "kgCO2e", `${sourceDocument}; it has none`),
  serverLifeYears: sourced(4, "years", `${sourceDocument}; it has none`),
};

/** Power usage effectiveness by provider, as they publish it. */
export const providerPue: Readonly<Record<"gcp" | "aws" | "azure", Sourced>> = {
  gcp: sourced(1.1, "kWh/kWh", "Google Cloud, as published"),
  aws: pue,
  azure: sourced(1.185, "kWh/kWh", "Microsoft Azure, as published"),
};
