/** Where a generated circuit is noisy; each is a probability. */
export interface NoiseKnobs {
  /** Depolarizing after each Clifford gate, on one or two qubits. */
  readonly afterCliffordDepolarization: number;
  /** Depolarizing of each data qubit before each round. */
  readonly beforeRoundDataDepolarization: number;
  /** A flip of each qubit just before it is measured, the data at the end included. */
  readonly beforeMeasureFlipProbability: number;
  /** A flip of each qubit just after it is reset. */
  readonly afterResetFlipProbability: number;
}

/** The same probability everywhere. */
export function uniformNoise(p: number): NoiseKnobs {
  return {
    afterCliffordDepolarization: p,
    beforeRoundDataDepolarization: p,
    beforeMeasureFlipProbability: p,
    afterResetFlipProbability: p,
  };
}
