import type { Gate } from "../circuit/index.ts";
import { parseSmallPauli } from "../pauli/index.ts";

/** A step on the rows x₀, z₀ (, x₁, z₁) of a gate's targets: `into ^= from`, or the two change places. */
export interface RowOperation {
  readonly kind: "xor" | "swap";
  readonly into: number;
  readonly from: number;
}

const cache = new Map<string, readonly RowOperation[]>();

/**
 * What a Clifford gate does to Pauli frames, signs aside, as steps in place: Gaussian elimination of its matrix over
 * GF(2), so that no gate needs a kernel of its own.
 */
export function gateRowOperations(gate: Gate): readonly RowOperation[] {
  let steps = cache.get(gate.name);
  if (steps === undefined) {
    steps = eliminate(gate.images.map((image) => parseSmallPauli(image).bits));
    cache.set(gate.name, steps);
  }
  return steps;
}

function eliminate(images: readonly number[]): RowOperation[] {
  const n = images.length;
  // Row j of the matrix: which old rows make up new row j.
  const rows = Array.from({ length: n }, (_, j) =>
    images.reduce((row, image, i) => row | (((image >>> j) & 1) << i), 0),
  );
  const done: RowOperation[] = [];
  for (let column = 0; column < n; column++) {
    const bit = 1 << column;
    const pivot = rows.findIndex((row, j) => j >= column && (row & bit) !== 0);
    if (pivot !== column) {
      [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
      done.push({ kind: "swap", into: column, from: pivot });
    }
    for (let j = 0; j < n; j++) {
      if (j === column || (rows[j]! & bit) === 0) continue;
      rows[j]! ^= rows[column]!;
      done.push({ kind: "xor", into: j, from: column });
    }
  }
  return done.reverse();
}
