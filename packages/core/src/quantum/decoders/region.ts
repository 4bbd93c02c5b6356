// How the regions of a flood are laid out: sixteen words each, so that region r starts at r << 4.

/** The radius at time t is Y + SLOPE·t. */
export const Y = 0;
export const SLOPE = 1;
/** The node that was reached last; −1 for none. Only where a flood has nodes between its events. */
export const SHELL = 2;
/** The blossom that the region is a child of; 0 for none. */
export const BLOSSOM = 3;
/** When the queue looks at the region. */
export const QUEUED = 4;
/** The first child of a blossom; 0 where the region is a single detection event. */
export const CHILD = 5;
/** The next child in the cycle of the blossom, and the edge to it: detection event, detection event, half-edge. */
export const NEXT = 6;
export const NEXT_FROM = 7;
export const NEXT_TO = 8;
export const NEXT_HALF = 9;
/** The node of an alternating tree that the region belongs to; 0 for none or for a tree of one region. */
export const TREE = 10;
/** The region that it is matched with; 0 for none, `boundary` for the boundary; and the edge of the match. */
export const MATCH = 11;
export const MATCH_FROM = 12;
export const MATCH_TO = 13;
export const MATCH_HALF = 14;

/** The region that stands for the boundary. */
export const boundary = 1;
/** A time that never comes. */
export const never = 0x7fffffff;

/** Why a flood stopped: nothing can happen any more, two regions met, or a shrinking region came to its end. */
export const floodEnd = 0;
export const regionsMet = 1;
export const blossomShattered = 2;

/** What sparse blossom needs of a flood: regions around detection events that grow, stand still or shrink. */
export interface Flood {
  readonly regions: Int32Array;
  /** Two regions that met and the edge between their events; the same region twice where it shrank onto its event. */
  readonly hit1: number;
  readonly hit2: number;
  readonly hitFrom: number;
  readonly hitTo: number;
  readonly hitHalf: number;
  /**
   * Gives each of the first `count` events a region that grows from time 0, and returns how many still do: a flood may
   * match at once those of which it can tell how they will end.
   */
  start(events: Int32Array, count: number): number;
  /** Lets time pass until something happens, and says what. */
  run(): number;
  freeze(region: number): void;
  grow(region: number): void;
  shrink(region: number): void;
  /** Like `freeze`, for a region that was part of a shrinking blossom. */
  announce(region: number): void;
  /** Makes a growing blossom of a cycle of regions, whose edges to the next are set already. */
  createBlossom(cycle: readonly number[]): number;
  /** Takes a blossom of radius 0 apart; its children are to be shrunk, grown or announced by the caller. */
  dissolveBlossom(blossom: number): void;
  /** The child of `blossom` in which a detection event lies. */
  childWith(blossom: number, event: number): number;
  /** The outermost region in which a detection event lies. */
  topOf(event: number): number;
  /** The half-edge in the other direction. */
  reverse(half: number): number;
}
