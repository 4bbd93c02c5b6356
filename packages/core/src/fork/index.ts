export type { Fidelity } from "./fidelity.ts";
export { type Comparison, forkDecision, type ForkOptions } from "./fork-decision.ts";
export type { ForkTask, TwinCheckpoint } from "./fork-task.ts";
export { type Contrast, type Curves, type CurveName, curveNames, type Totals } from "./totals.ts";
export { type WhatIf, whatIfSchema, whatIfsOf } from "./what-if.ts";
