import type { Probability } from "../kernel/index.ts";
import type { Component } from "../system/index.ts";

/** A quantum processor at one instant. */
export interface QuantumCondition {
  readonly code: NonNullable<Component["quantum"]>["code"];
  readonly distance: number;
  /** The error rate of the hardware now. */
  readonly physicalErrorRate: Probability;
  /** The error rate that the decoder believes. */
  readonly priorErrorRate: Probability;
}

export interface QuantumEstimate {
  /** Detection events for each stabilizer and round. */
  readonly detectionFraction: Probability;
  /** Logical errors for each round. */
  readonly logicalErrorRate: Probability;
}

/** Where a quantum engine can take the place of the formula below. */
export type QuantumModel = (condition: QuantumCondition) => QuantumEstimate;

/**
 * Error mechanisms that flip one detector, prefactor and threshold under circuit-level depolarising noise; the usual
 * fits for the rotated surface code (Fowler et al., 2012) and the repetition code.
 */
const codeFigures = {
  rotated_memory_x: { mechanisms: 14, prefactor: 0.03, threshold: 0.0075 },
  rotated_memory_z: { mechanisms: 14, prefactor: 0.03, threshold: 0.0075 },
  repetition: { mechanisms: 8, prefactor: 0.03, threshold: 0.03 },
} as const;

/**
 * Detection fraction ½(1 − (1 − 2·8p/15)^w) for w independent mechanisms, and logical error rate
 * A·(p / p_th)^((d + 1) / 2) for each round. A decoder whose prior is off by a factor f decodes as if the hardware were
 * 1 + 0.12·|ln f| times as noisy.
 */
export const estimateQuantum: QuantumModel = ({ code, distance, physicalErrorRate, priorErrorRate }) => {
  const { mechanisms, prefactor, threshold } = codeFigures[code];
  const mechanism = Math.min(0.5, (8 / 15) * physicalErrorRate);
  const mismatch = physicalErrorRate > 0 && priorErrorRate > 0 ? Math.log(physicalErrorRate / priorErrorRate) : 0;
  const seen = physicalErrorRate * (1 + 0.12 * Math.abs(mismatch));
  return {
    detectionFraction: (1 - (1 - 2 * mechanism) ** mechanisms) / 2,
    logicalErrorRate: Math.min(0.5, prefactor * (seen / threshold) ** ((distance + 1) / 2)),
  };
};
