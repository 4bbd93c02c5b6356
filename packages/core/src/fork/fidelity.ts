import { type DurationMs, type EpochMs, mean, secondMs } from "../kernel/index.ts";
import type { Reading } from "./reading.ts";
import { curvesOf, totalsOf } from "./totals.ts";

/** How near the fork, told the decision as it was, came to what was recorded. */
export interface Fidelity {
  /** `exact`: it repeats the record; `close`: it may be relied on; `poor`: it may not. */
  readonly grade: "exact" | "close" | "poor";
  /** Of the share served, at each second that both know: mean and greatest difference, 0..1. */
  readonly meanError: number;
  readonly worstError: number;
  /** Of the time that the decision's component was not well. */
  readonly unwellErrorMs: DurationMs;
  /** Over how long they were compared; 0 where nothing was recorded since the decision. */
  readonly comparedMs: DurationMs;
}

/** Recorded samples have five digits, and a reading may be taken one batch sooner or later. */
const exactError = 0.002;
const exactUnwellMs = 2 * secondMs;
const closeError = 0.05;
/** Of the time that the component was unwell, and at least so long. */
const closeUnwellShare = 0.2;
const closeUnwellMs = 15 * secondMs;

export function fidelityOf(recorded: readonly Reading[], simulated: readonly Reading[], from: EpochMs): Fidelity {
  const until = Math.min(recorded.at(-1)?.at ?? from, simulated.at(-1)?.at ?? from);
  const moments: EpochMs[] = [];
  for (let at = from + secondMs; at <= until; at += secondMs) moments.push(at);
  const [was, is] = [curvesOf(recorded, from, moments).served, curvesOf(simulated, from, moments).served];
  const errors = was.flatMap((value, i) => (value === null || is[i] === null ? [] : [Math.abs(value - is[i]!)]));
  if (errors.length === 0) return { grade: "poor", meanError: 0, worstError: 0, unwellErrorMs: 0, comparedMs: 0 };
  const unwellMs = totalsOf(recorded, from, until).unwellMs;
  const found = {
    meanError: mean(errors),
    worstError: Math.max(...errors),
    unwellErrorMs: Math.abs(totalsOf(simulated, from, until).unwellMs - unwellMs),
    comparedMs: until - from,
  };
  const isExact = found.worstError <= exactError && found.unwellErrorMs <= exactUnwellMs;
  const isClose =
    found.meanError <= closeError && found.unwellErrorMs <= Math.max(closeUnwellMs, closeUnwellShare * unwellMs);
  return { grade: isExact ? "exact" : isClose ? "close" : "poor", ...found };
}
