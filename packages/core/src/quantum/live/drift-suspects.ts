import type { ClassChange } from "../drift/index.ts";
import type { MemoryLattice } from "./memory-lattice.ts";

/** A qubit that explains what changed in a prior. */
export interface DriftSuspect {
  readonly qubit: number;
  readonly role: "ancilla" | "data";
  /** Mean probability of the errors by which it shows, before and now. */
  readonly before: number;
  readonly now: number;
}

/** From this share of all qubits on it is not one qubit that drifted, but the processor. */
const everywhere = 0.3;
const mostNamed = 8;
/** Beside the worst qubit, one of less than this share of its change is a neighbour that was dragged along. */
const leastShare = 0.4;

/**
 * Names the qubits behind the classes of edges that became likelier. A stabilizer that differs from itself a round later
 * is its ancilla's readout; two stabilizers that differ in one round are the data qubit that they share.
 *
 * @returns the worst first; none where so many changed that no single qubit is to blame
 */
export function driftSuspects(changes: readonly ClassChange[], lattice: MemoryLattice): DriftSuspect[] {
  const stabilizerAt = new Map(lattice.stabilizers.map((s) => [`${s.x},${s.y}`, s]));
  const seen = new Map<number, { role: DriftSuspect["role"]; before: number; now: number; count: number }>();
  for (const { sites, span, before, now, isBoundary } of changes) {
    if (isBoundary || now <= before) continue;
    const [a, b] = sites.map((site) => stabilizerAt.get(siteName(site)));
    if (a === undefined || b === undefined) continue;
    const shared = a.data.filter((q) => b.data.includes(q));
    const isReadout = a === b && span === 1;
    if (!isReadout && (span !== 0 || a === b || shared.length !== 1)) continue;
    const qubit = isReadout ? a.ancilla : shared[0]!;
    const sum = seen.get(qubit) ?? { role: isReadout ? "ancilla" : "data", before: 0, now: 0, count: 0 };
    seen.set(qubit, { ...sum, before: sum.before + before, now: sum.now + now, count: sum.count + 1 });
  }
  if (seen.size > Math.max(3, everywhere * (lattice.data.length + lattice.stabilizers.length))) return [];
  const suspects = [...seen].map(
    ([qubit, { role, before, now, count }]): DriftSuspect => ({
      qubit,
      role,
      before: before / count,
      now: now / count,
    }),
  );
  suspects.sort((a, b) => b.now - b.before - (a.now - a.before));
  const worst = suspects[0];
  if (worst === undefined) return [];
  return suspects
    .filter(({ before, now }) => now - before >= leastShare * (worst.now - worst.before))
    .slice(0, mostNamed);
}

/** The repetition code's detectors have one coordinate of place; its lattice has two. */
export function siteName(site: string): string {
  return site.includes(",") ? site : `${Number(site) + 1},1`;
}
