export { AncillaMonitor, type AncillaMonitorOptions, type FailingAncilla } from "./ancilla-monitor.ts";
export { type ClassChange, type EstimateOptions, estimatePrior, type PriorEstimate } from "./estimate-prior.ts";
export { EventCounts } from "./event-counts.ts";
export { type PredictedGain, predictedGain, sampledMistakes } from "./predicted-gain.ts";
export { changePrior, type PriorChange } from "./prior-change.ts";
export { type DetectorPlace, type EdgeClass, type PriorClasses, priorClasses } from "./prior-classes.ts";
export { PriorKeeper, type PriorKeeperOptions, type PriorProposal, type PriorVerdict } from "./prior-keeper.ts";
