import type { SwimObservation, SwimPlant } from "./manager.ts";

/** One scored minute. */
export interface Period {
  /** Requests a second: one over the mean time between them. */
  readonly arrivalRate: number;
  /** Mean over the minute. */
  readonly dimmer: number;
  /** Mean over the minute; one that boots counts. */
  readonly servers: number;
  /** Mean response time of what was answered in the minute, seconds. */
  readonly responseTime: number;
}

/** The figures of a run; `utility` of a `Period` adds up to `utilitySeams2017`. */
export interface SwimScore {
  readonly utilitySeams2017: number;
  readonly revenue: number;
  readonly bonus: number;
  readonly penalty: number;
  readonly latePeriods: number;
  readonly utilityIcac2016: number;
  readonly responses: number;
  readonly percentOptional: number;
  readonly percentLate: number;
  readonly meanServers: number;
  readonly meanDimmer: number;
}

/** Requests a second that one server is taken to be able to serve with all content: one over its mean demand. */
const serverCapacity = 1 / 0.04452713;
const optionalRevenue = 1.5;
const serverBonus = 10;

export interface PeriodUtility {
  readonly revenue: number;
  readonly bonus: number;
  readonly penalty: number;
}

/** The utility of SEAMS 2017: revenue by content, a bonus for servers not used once all content is served, a penalty for being late. */
export function periodUtility({ arrivalRate, dimmer, servers, responseTime }: Period, plant: SwimPlant): PeriodUtility {
  if (responseTime > plant.responseTimeLimit) {
    const penalty = optionalRevenue * Math.min(0, arrivalRate - plant.maxServers * serverCapacity);
    return { revenue: 0, bonus: 0, penalty };
  }
  const revenue = arrivalRate * (1 - dimmer + optionalRevenue * dimmer);
  const isFull = revenue >= optionalRevenue * arrivalRate - 1e-5;
  return { revenue, bonus: isFull ? serverBonus * (plant.maxServers - servers) : 0, penalty: 0 };
}

/** The utility of ICAC 2016, of the sliding windows at the end of a minute. */
export function instantUtility({ arrivalRate, dimmer, responseTime }: SwimObservation, plant: SwimPlant): number {
  if (responseTime > plant.responseTimeLimit) {
    return Math.min(0, optionalRevenue * (arrivalRate - plant.maxServers * serverCapacity));
  }
  const margin = 0.1;
  const steps = plant.dimmerLevels - 1;
  const level = 1 + roundHalfAway(((1 - dimmer - margin) * steps) / (1 - 2 * margin));
  const low = margin + ((1 - 2 * margin) * (level - 1)) / steps;
  return roundHalfAway(arrivalRate * (low + (1 - low) * optionalRevenue));
}

function roundHalfAway(x: number): number {
  return Math.sign(x) * Math.floor(Math.abs(x) + 0.5);
}
