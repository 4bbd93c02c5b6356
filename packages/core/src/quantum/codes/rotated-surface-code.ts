import type { MeasuredStabilizer, MemoryLayout } from "./memory-circuit.ts";

/** In which order a stabilizer touches its corners: hooks run along the logical operator that they cannot shorten. */
const orders = {
  X: [
    [1, 1],
    [-1, 1],
    [1, -1],
    [-1, -1],
  ],
  Z: [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ],
} as const;

/**
 * The rotated surface code of distance d ≥ 2 (Bombin & Martin-Delgado, 2007; schedule after Tomita & Svore, 2014): data
 * qubits at odd coordinates 1..2d − 1, ancillas at even ones between them.
 */
export function rotatedSurfaceCode(distance: number, basis: "X" | "Z"): MemoryLayout {
  const size = 2 * distance;
  const indexOf = (x: number, y: number) => x + (y >>> 1) * (size + 1);
  const data: { x: number; y: number }[] = [];
  for (let y = 1; y < size; y += 2) for (let x = 1; x < size; x += 2) data.push({ x, y });

  const ancillas: { x: number; y: number; basis: "X" | "Z" }[] = [];
  for (let x = 0; x <= size; x += 2) {
    for (let y = 0; y <= size; y += 2) {
      const isX = ((x + y) >>> 1) % 2 === 1;
      // Sides carry Z, top and bottom carry X; corners are left out.
      if ((x === 0 || x === size) && isX) continue;
      if ((y === 0 || y === size) && !isX) continue;
      ancillas.push({ x, y, basis: isX ? "X" : "Z" });
    }
  }
  const isData = (x: number, y: number) => x > 0 && x < size && y > 0 && y < size;
  const stabilizers = ancillas.map((a): MeasuredStabilizer => {
    const corners = orders[a.basis].map(([dx, dy]) => [a.x + dx, a.y + dy] as const);
    return {
      basis: a.basis,
      ancilla: indexOf(a.x, a.y),
      data: corners.filter(([x, y]) => isData(x, y)).map(([x, y]) => indexOf(x, y)),
      coordinates: [a.x, a.y],
    };
  });
  const layers = [0, 1, 2, 3].map((step) =>
    (["X", "Z"] as const).flatMap((kind) =>
      ancillas.flatMap((a) => {
        const [dx, dy] = orders[kind][step]!;
        if (a.basis !== kind || !isData(a.x + dx, a.y + dy)) return [];
        const ancilla = indexOf(a.x, a.y);
        const corner = indexOf(a.x + dx, a.y + dy);
        return kind === "X" ? [ancilla, corner] : [corner, ancilla];
      }),
    ),
  );
  return {
    data: data.map(({ x, y }) => indexOf(x, y)),
    stabilizers,
    layers,
    observable: data.filter(({ x, y }) => (basis === "X" ? x : y) === 1).map(({ x, y }) => indexOf(x, y)),
    basis,
    places: [...data, ...ancillas]
      .map(({ x, y }) => ({ qubit: indexOf(x, y), coordinates: [x, y] }))
      .sort((a, b) => a.qubit - b.qubit),
  };
}
