import type { FaultKind } from "./fault.ts";

export interface FaultSpec {
  /** What the dose counts; undefined where the kind has none. */
  readonly dose: { readonly unit: string; readonly default: number; readonly max: number } | undefined;
  /** Whether clearing it brings back what was before; a crash stays until something repairs it. */
  readonly isReversible: boolean;
}

export const faultSpecs: Record<FaultKind, FaultSpec> = {
  /** Replicas that stop at once. */
  crash: { dose: { unit: "replicas", default: 1, max: 1000 }, isReversible: false },
  /** Accepts requests and never answers. */
  hang: { dose: undefined, isReversible: true },
  /** Milliseconds added to every answer. */
  latency: { dose: { unit: "ms", default: 500, max: 60_000 }, isReversible: true },
  /** Share of requests that fail. */
  errors: { dose: { unit: "share", default: 0.3, max: 1 }, isReversible: true },
  /** Share of the processors taken away. */
  cpu: { dose: { unit: "share", default: 0.7, max: 1 }, isReversible: true },
  /** Share of the memory lost each minute. */
  "memory-leak": { dose: { unit: "share per minute", default: 0.2, max: 10 }, isReversible: false },
  /** Calls between the two ends are lost. */
  partition: { dose: undefined, isReversible: true },
  /** Its frames carry false values: each is multiplied by the dose. */
  tampering: { dose: { unit: "factor", default: 0.5, max: 100 }, isReversible: true },
  /** Its old frames are sent again in place of new ones. */
  replay: { dose: undefined, isReversible: true },
  /** The error rate that a qubit gets: an ancilla's readout, a data qubit's each round, or all noise of a processor. */
  "qubit-error": { dose: { unit: "share", default: 0.03, max: 0.5 }, isReversible: true },
};
