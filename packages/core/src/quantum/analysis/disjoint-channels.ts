/**
 * The probabilities of independent Paulis that together make up a channel of disjoint ones, or undefined where no
 * independent ones do. `disjoint[k]` and the result are indexed by X and Z bits (a qubit's X bit first); case 0 is left
 * out. In the eigenvalues λ of the channel the independent parts multiply, so that their logarithms follow from a
 * Walsh–Hadamard transform (Flammia & Wallman, 2020).
 */
export function independentProbabilities(disjoint: readonly number[]): number[] | undefined {
  const size = disjoint.length;
  const probabilities = disjoint.with(0, 1 - disjoint.reduce((sum, p, k) => (k === 0 ? 0 : sum + p), 0));
  const logs = probabilities.map((_, j) => {
    const eigenvalue = probabilities.reduce((sum, p, k) => sum + (anticommute(j, k) ? -p : p), 0);
    return eigenvalue > 0 ? Math.log(eigenvalue) : Number.NaN;
  });
  if (logs.some(Number.isNaN)) return undefined;
  const independent = probabilities.map((_, k) => {
    if (k === 0) return 0;
    const sum = logs.reduce((total, log, j) => total + (anticommute(j, k) ? -log : log), 0);
    const p = (1 - Math.exp((-2 * sum) / size)) / 2;
    return Math.abs(p) < 1e-12 ? 0 : p;
  });
  return independent.every((p) => p >= 0) ? independent : undefined;
}

function anticommute(a: number, b: number): boolean {
  let parity = 0;
  for (let shift = 0; shift < 4; shift += 2) {
    const x = (a >>> shift) & 3;
    const y = (b >>> shift) & 3;
    if (x !== 0 && y !== 0 && x !== y) parity ^= 1;
  }
  return parity === 1;
}
