import { popcount32 } from "../../kernel/index.ts";
import type { Circuit, PauliLetter, Target } from "../circuit/index.ts";
import { CircuitBuilder } from "./circuit-builder.ts";
import type { CssCode } from "./css-code.ts";

/** For each pattern of flips (bit q for qubit q): whether the lightest correction with its syndrome is wrong. */
function failures(qubits: number, checks: readonly (readonly number[])[], logical: readonly number[]): Uint8Array {
  const maskOf = (support: readonly number[]) => support.reduce((mask, q) => mask | (1 << q), 0);
  const checkMasks = checks.map(maskOf);
  const logicalMask = maskOf(logical);
  const syndromeOf = (flips: number) =>
    checkMasks.reduce((syndrome, mask, i) => syndrome | ((popcount32(flips & mask) & 1) << i), 0);
  const best = new Int32Array(1 << checks.length).fill(-1);
  for (let flips = 0; flips < 1 << qubits; flips++) {
    const syndrome = syndromeOf(flips);
    const known = best[syndrome]!;
    if (known < 0 || popcount32(flips) < popcount32(known)) best[syndrome] = flips;
  }
  return Uint8Array.from({ length: 1 << qubits }, (_, flips) => {
    return popcount32((flips ^ best[syndromeOf(flips)]!) & logicalMask) & 1;
  });
}

/**
 * How many Paulis of each weight 0..n make a CSS code fail when its X and Z parts are each corrected by the lightest
 * error of their syndrome: the A_w of P_L = Σ A_w (p/3)^w (1 − p)^(n − w). By counting all 4^n; n is at most 12.
 */
export function failureWeights(code: CssCode): number[] {
  const n = code.qubits;
  const failsX = failures(n, code.zStabilizers, code.logicalZ);
  const failsZ = failures(n, code.xStabilizers, code.logicalX);
  const weights = Array.from({ length: n + 1 }, () => 0);
  for (let x = 0; x < 1 << n; x++)
    for (let z = 0; z < 1 << n; z++) if ((failsX[x]! | failsZ[z]!) !== 0) weights[popcount32(x | z)]!++;
  return weights;
}

/** The probability that a CSS code fails under depolarizing with total probability `p` on each qubit. */
export function depolarizingFailure(code: CssCode, p: number): number {
  const n = code.qubits;
  return failureWeights(code).reduce((sum, a, w) => sum + a * (p / 3) ** w * (1 - p) ** (n - w), 0);
}

/** The probability that a CSS code fails when each qubit is flipped (X) or phase-flipped (Z) with probability `p`. */
export function flipFailure(code: CssCode, kind: "X" | "Z", p: number): number {
  const n = code.qubits;
  const fails =
    kind === "X" ? failures(n, code.zStabilizers, code.logicalZ) : failures(n, code.xStabilizers, code.logicalX);
  return fails.reduce((sum, f, flips) => {
    const weight = popcount32(flips);
    return sum + f * p ** weight * (1 - p) ** (n - weight);
  }, 0);
}

/**
 * One round of encode, depolarize, measure: a perfect encoding of half a Bell pair, depolarizing noise of probability
 * `p` on the data, perfect stabilizers. Detectors are the Z stabilizers, then the X stabilizers; observable 0 is
 * flipped by a logical X error, observable 1 by a logical Z error.
 */
export function codeCapacityCircuit(code: CssCode, p: number): Circuit {
  const product = (pauli: PauliLetter, support: readonly number[], withReference: boolean): Target[] =>
    [...support, ...(withReference ? [code.qubits] : [])].flatMap((qubit, i): Target[] => [
      ...(i === 0 ? [] : [{ kind: "combiner" } as const]),
      { kind: "pauli", pauli, qubit, isInverted: false },
    ]);
  const products = [
    ...code.zStabilizers.map((s) => product("Z", s, false)),
    ...code.xStabilizers.map((s) => product("X", s, false)),
    product("Z", code.logicalZ, true),
    product("X", code.logicalX, true),
  ];
  const count = products.length;
  const builder = new CircuitBuilder().add("MPP", products.flat());
  builder.noise(
    "DEPOLARIZE1",
    Array.from({ length: code.qubits }, (_, q) => q),
    p,
  );
  builder.add("MPP", products.flat());
  products.forEach((_, i) => {
    const results = [count - i, 2 * count - i];
    if (i < count - 2) builder.onResults("DETECTOR", results, []);
    else builder.onResults("OBSERVABLE_INCLUDE", results, [i - (count - 2)]);
  });
  return builder.build();
}
