import type { FaultTree } from "@homeostat/core/reliability";

/** A gate or event as it is drawn. */
export interface DrawnNode {
  /** The way down to it, so that an event under two gates has two. */
  readonly path: string;
  readonly name: string;
  readonly kind: "gate" | "event" | "again" | "more";
  /** How many arguments a `more` leaves out. */
  readonly count: number;
  readonly isOpen: boolean;
  readonly x: number;
  readonly y: number;
}

export interface DrawnTree {
  readonly nodes: readonly DrawnNode[];
  /** From the lower end of a gate to the upper end of each of its arguments, by index of node. */
  readonly lines: readonly (readonly [above: number, below: number])[];
  readonly width: number;
  readonly height: number;
}

export const boxSize = { width: 148, height: 46 };
const gap = { across: 12, down: 34 };
/** Arguments of one gate that are drawn; a word says how many there are more. */
const mostArguments = 24;

/**
 * Lays the part of a fault tree out that is open: leaves side by side, each gate above the middle of its arguments. A gate
 * that stands under two others is drawn once; elsewhere a mark leads to it.
 *
 * @param isOpen whether the gate at a path shows its arguments
 */
export function drawTree(
  { gates }: FaultTree,
  top: string,
  isOpen: (path: string, depth: number) => boolean,
): DrawnTree {
  const gateOf = new Map(gates.map((gate) => [gate.name, gate]));
  const nodes: DrawnNode[] = [];
  const lines: [number, number][] = [];
  const drawn = new Set<string>();
  let nextX = 0;
  let deepest = 0;

  // What is open is only as deep as somebody has pressed, so this may recurse.
  const place = (name: string, path: string, depth: number): number => {
    deepest = Math.max(deepest, depth);
    const gate = gateOf.get(name);
    const isAgain = gate !== undefined && drawn.has(name);
    drawn.add(name);
    const opens = gate !== undefined && !isAgain && isOpen(path, depth);
    const index = nodes.length;
    const node = {
      path,
      name,
      kind: gate === undefined ? "event" : isAgain ? "again" : "gate",
      count: 0,
      isOpen: opens,
      y: depth * (boxSize.height + gap.down),
    } as const;
    nodes.push({ ...node, x: 0 });
    const below: number[] = [];
    if (opens) {
      for (const arg of gate.args.slice(0, mostArguments)) below.push(place(arg, `${path}/${arg}`, depth + 1));
      const left = gate.args.length - mostArguments;
      if (left > 0) below.push(placeMore(`${path}/…`, left, depth + 1));
    }
    for (const child of below) lines.push([index, child]);
    const first = below[0];
    const last = below.at(-1);
    const x = first === undefined || last === undefined ? takeColumn() : (nodes[first]!.x + nodes[last]!.x) / 2;
    nodes[index] = { ...node, x };
    return index;
  };
  const placeMore = (path: string, count: number, depth: number): number => {
    deepest = Math.max(deepest, depth);
    const y = depth * (boxSize.height + gap.down);
    nodes.push({ path, name: "", kind: "more", count, isOpen: false, x: takeColumn(), y });
    return nodes.length - 1;
  };
  const takeColumn = () => {
    const x = nextX;
    nextX += boxSize.width + gap.across;
    return x;
  };

  place(top, top, 0);
  return {
    nodes,
    lines,
    width: Math.max(boxSize.width, nextX - gap.across),
    height: (deepest + 1) * (boxSize.height + gap.down) - gap.down,
  };
}
