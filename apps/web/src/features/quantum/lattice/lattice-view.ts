import type { MemoryLattice } from "@homeostat/core/quantum";

/** How the lattice lies on the canvas: CSS pixels a lattice unit, and where the lattice's corner is. */
export interface LatticeView {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const margin = 1;
const least = 3;
const most = 90;

/** The whole lattice in the middle. */
export function fitView(lattice: MemoryLattice, { width, height }: Size): LatticeView {
  const scale = Math.min(
    most,
    Math.max(least, Math.min(width / (lattice.width + 2 * margin), height / (lattice.height + 2 * margin))),
  );
  return { scale, left: (width - lattice.width * scale) / 2, top: (height - lattice.height * scale) / 2 };
}

/** Zooms by `factor` and keeps the place (x, y) of the canvas where it is. */
export function zoomAt(view: LatticeView, factor: number, x: number, y: number): LatticeView {
  const scale = Math.min(most, Math.max(least, view.scale * factor));
  const change = scale / view.scale;
  return { scale, left: x - (x - view.left) * change, top: y - (y - view.top) * change };
}

/** Moves the view just enough that the place of the lattice is on the canvas. */
export function reveal(view: LatticeView, place: { x: number; y: number }, { width, height }: Size): LatticeView {
  const x = view.left + place.x * view.scale;
  const y = view.top + place.y * view.scale;
  const edge = Math.min(40, width / 4);
  const dx = x < edge ? edge - x : x > width - edge ? width - edge - x : 0;
  const dy = y < edge ? edge - y : y > height - edge ? height - edge - y : 0;
  return dx === 0 && dy === 0 ? view : { ...view, left: view.left + dx, top: view.top + dy };
}

/** A qubit that can be pointed at. */
export interface LatticeQubit {
  readonly qubit: number;
  readonly x: number;
  readonly y: number;
  readonly isData: boolean;
  /** The stabilizer's basis for an ancilla, where it is known. */
  readonly basis: "X" | "Z" | undefined;
}

export function qubitsOf(lattice: MemoryLattice): LatticeQubit[] {
  return [
    ...lattice.data.map(({ qubit, x, y }) => ({ qubit, x, y, isData: true, basis: undefined })),
    ...lattice.stabilizers.map(({ ancilla, x, y, basis }) => ({ qubit: ancilla, x, y, isData: false, basis })),
  ];
}

/** The qubit nearest to a place of the canvas, if it is close enough to be meant. */
export function qubitAt(
  qubits: readonly LatticeQubit[],
  view: LatticeView,
  x: number,
  y: number,
): LatticeQubit | undefined {
  const at = { x: (x - view.left) / view.scale, y: (y - view.top) / view.scale };
  let best: LatticeQubit | undefined;
  let nearest = 0.75;
  for (const one of qubits) {
    const distance = Math.hypot(one.x - at.x, one.y - at.y);
    if (distance >= nearest) continue;
    nearest = distance;
    best = one;
  }
  return best;
}

/** The next qubit in a direction: near, and not far off the line. */
export function neighbour(
  qubits: readonly LatticeQubit[],
  from: LatticeQubit,
  dx: number,
  dy: number,
): LatticeQubit | undefined {
  let best: LatticeQubit | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const one of qubits) {
    const along = (one.x - from.x) * dx + (one.y - from.y) * dy;
    const aside = Math.abs((one.x - from.x) * dy) + Math.abs((one.y - from.y) * dx);
    if (along <= 0 || aside > along) continue;
    const cost = along + 2 * aside;
    if (cost >= least) continue;
    least = cost;
    best = one;
  }
  return best;
}
