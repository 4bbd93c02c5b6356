import {
  type Architecture,
  type ArchitectureComponent,
  isFilter,
  isFilterInterface,
  type RequiredInterface,
  type Tenant,
} from "./architecture.ts";

/** The pipe of item filters in pieces: the first starts at the component that asks it, the others hang loose. */
export interface ItemPipe {
  /** Who asks the pipe; undefined where it is missing. */
  readonly consumer: ArchitectureComponent | undefined;
  /** Pieces of connected filters in their order; one piece where the pipe is whole. */
  readonly pieces: readonly (readonly ArchitectureComponent[])[];
  /** Filters that a cycle keeps out of every piece. */
  readonly inCycles: number;
}

export function itemPipe(architecture: Architecture, { components }: Tenant): ItemPipe {
  const filters = components.filter((component) => isFilter(architecture, component));
  const byProvided = new Map(filters.flatMap((filter) => filter.provided.map(({ uid }) => [uid, filter] as const)));
  const consumer = components.find(
    (component) => !filters.includes(component) && filterEnd(architecture, component) !== undefined,
  );
  const follow = (from: ArchitectureComponent | undefined): ArchitectureComponent[] => {
    const piece: ArchitectureComponent[] = [];
    for (let at = nextOf(architecture, from, byProvided); at !== undefined && !piece.includes(at); ) {
      piece.push(at);
      at = nextOf(architecture, at, byProvided);
    }
    return piece;
  };
  const asked = new Set(
    [...(consumer === undefined ? [] : [consumer]), ...filters].map((from) => nextOf(architecture, from, byProvided)),
  );
  const first = follow(consumer);
  const loose = filters.filter((filter) => !asked.has(filter)).map((head) => [head, ...follow(head)]);
  const pieces = consumer === undefined && first.length === 0 ? loose : [first, ...loose];
  const reached = new Set(pieces.flat());
  return { consumer, pieces, inCycles: filters.length - reached.size };
}

/** Joins the pieces end to end behind the consumer, so that there is one pipe again. */
export function joinItemPipe(architecture: Architecture, tenant: Tenant): void {
  const { consumer, pieces } = itemPipe(architecture, tenant);
  let end = consumer === undefined ? undefined : filterEnd(architecture, consumer);
  for (const piece of pieces) {
    const head = piece[0];
    if (head === undefined) continue;
    if (end !== undefined) end.target = providedEnd(architecture, head);
    end = filterEnd(architecture, piece.at(-1)!);
  }
}

function nextOf(
  architecture: Architecture,
  from: ArchitectureComponent | undefined,
  byProvided: ReadonlyMap<string, ArchitectureComponent>,
): ArchitectureComponent | undefined {
  const target = from === undefined ? undefined : filterEnd(architecture, from)?.target;
  return target === undefined ? undefined : byProvided.get(target);
}

function filterEnd(architecture: Architecture, { required }: ArchitectureComponent): RequiredInterface | undefined {
  return required.find(({ type }) => isFilterInterface(architecture, type));
}

function providedEnd(architecture: Architecture, { provided }: ArchitectureComponent): string | undefined {
  return provided.find(({ type }) => isFilterInterface(architecture, type))?.uid;
}
