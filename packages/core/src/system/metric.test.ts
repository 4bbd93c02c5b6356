import { expect, it } from "vitest";
import { isMaterial } from "./metric.ts";

it.each([
  ["errorRate", 0.001, 0, false],
  ["errorRate", 0.04, 0.001, true],
  ["errorRate", 0, 0.04, false],
  ["latencyMs", 35, 30, false],
  ["latencyMs", 120, 30, true],
  ["hitRate", 0.6, 0.9, true],
  ["hitRate", 0.9, 0.6, false],
  ["requestRate", 4_000, 40, false],
  ["errorRate", Number.NaN, 0, false],
  ["of a system's own", 1, 2, true],
])("a change of %s to %d from %d: is it material? %s", (metric, value, expected, isSo) => {
  expect(isMaterial(metric, value, expected)).toBe(isSo);
});
