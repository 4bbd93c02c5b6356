import { pue } from "./pue.ts";

/** What a power emits in an hour, gCO2e: what the site draws for it, at an intensity in gCO2e/kWh. */
export function gPerHourOf(powerW: number, gPerKwh: number): number {
  return (powerW / 1000) * pue.value * gPerKwh;
}
