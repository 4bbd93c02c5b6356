import { type Circuit, type Instruction } from "../circuit/index.ts";
import { countErrorModel, detectorCoordinates, type ErrorModel } from "../error-model/index.ts";
import { siteName } from "./drift-suspects.ts";
import type { LatticePlace } from "./memory-lab.ts";
import type { MemoryLattice } from "./memory-lattice.ts";

/** Where the detection events of a stream are: the lattice that they are drawn on, and each detector's place there. */
export interface StreamLayout {
  readonly lattice: MemoryLattice;
  /** By detector. */
  readonly places: readonly LatticePlace[];
  /** Layers of detectors of a shot; one more than its rounds where the data are read out at the end. */
  readonly layers: number;
}

/** Places on a known lattice. */
export function placesOn(lattice: MemoryLattice, model: ErrorModel): StreamLayout {
  const index = new Map(lattice.stabilizers.map(({ x, y }, i) => [`${x},${y}`, i]));
  const places: LatticePlace[] = [];
  let layers = 1;
  for (const [detector, coordinates] of detectorCoordinates(model)) {
    const layer = coordinates.at(-1) ?? 0;
    layers = Math.max(layers, layer + 1);
    places[detector] = { stabilizer: index.get(siteName(coordinates.slice(0, -1).join(","))) ?? 0, layer };
  }
  return { lattice, places, layers };
}

/**
 * A lattice from what a model, and the circuit where there is one, say of coordinates: a stabilizer wherever detectors
 * are at one place, time last; data qubits where the circuit has others. Detectors without coordinates stand in rows.
 */
export function layoutOfModel(model: ErrorModel, circuit?: Circuit): StreamLayout {
  const { detectors } = countErrorModel(model);
  const coordinates = detectorCoordinates(model);
  const width = Math.ceil(Math.sqrt(detectors));
  const spots = Array.from({ length: detectors }, (_, d) => {
    const known = coordinates.get(d) ?? [];
    if (known.length < 2) return { x: 2 * (d % width), y: 2 * Math.floor(d / width), time: 0 };
    return { x: known[0]!, y: known.length === 2 ? 0 : known[1]!, time: known.at(-1)! };
  });
  const qubits = circuit === undefined ? [] : qubitPlaces(circuit);
  const all = [...spots, ...qubits];
  const least = (pick: (p: { x: number; y: number }) => number) => all.reduce((m, p) => Math.min(m, pick(p)), Infinity);
  const most = (pick: (p: { x: number; y: number }) => number) => all.reduce((m, p) => Math.max(m, pick(p)), -Infinity);
  const [left, top] = [least((p) => p.x) - 1, least((p) => p.y) - 1];
  const times = [...new Set(spots.map(({ time }) => time))].sort((a, b) => a - b);
  const layerOf = new Map(times.map((time, layer) => [time, layer]));
  const sites = new Map<string, number>();
  for (const { x, y } of spots) if (!sites.has(`${x},${y}`)) sites.set(`${x},${y}`, sites.size);
  const ancillaAt = new Map(qubits.map(({ qubit, x, y }) => [`${x},${y}`, qubit]));
  const data = qubits
    .filter(({ x, y }) => !sites.has(`${x},${y}`))
    .map(({ qubit, x, y }) => ({ qubit, x: x - left, y: y - top }));
  const stabilizers = [...sites.keys()].map((site, i) => {
    const [x = 0, y = 0] = site.split(",").map(Number);
    return {
      basis: undefined,
      // A number that no qubit has, where nobody says which one measures here.
      ancilla: ancillaAt.get(site) ?? 100_000 + i,
      x: x - left,
      y: y - top,
      data: neighbours(data, x - left, y - top),
    };
  });
  return {
    lattice: {
      data,
      stabilizers,
      observable: [],
      width: most((p) => p.x) - left + 1,
      height: Math.max(2, most((p) => p.y) - top + 1),
    },
    places: spots.map(({ x, y, time }) => ({ stabilizer: sites.get(`${x},${y}`)!, layer: layerOf.get(time)! })),
    layers: times.length,
  };
}

/** The data qubits beside a stabilizer: straight ones where there are any, else those across the corners. */
function neighbours(data: MemoryLattice["data"], x: number, y: number): number[] {
  const near = (reach: number) => data.filter((q) => Math.hypot(q.x - x, q.y - y) <= reach).map(({ qubit }) => qubit);
  const straight = near(1);
  return straight.length > 0 ? straight : near(1.5);
}

function qubitPlaces({ instructions }: Circuit): { qubit: number; x: number; y: number }[] {
  return instructions.flatMap((item: Instruction) =>
    item.kind === "gate" && item.gate.name === "QUBIT_COORDS"
      ? item.targets.flatMap((t) =>
          t.kind === "qubit" ? [{ qubit: t.qubit, x: item.args[0] ?? 0, y: item.args[1] ?? 0 }] : [],
        )
      : [],
  );
}
