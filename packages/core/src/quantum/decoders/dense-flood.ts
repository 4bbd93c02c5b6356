import {
  BLOSSOM,
  blossomShattered,
  boundary,
  CHILD,
  type Flood,
  floodEnd,
  MATCH,
  MATCH_FROM,
  MATCH_HALF,
  MATCH_TO,
  never,
  NEXT,
  QUEUED,
  regionsMet,
  SLOPE,
  TREE,
  Y,
} from "./region.ts";

/** No ball grows for longer than this; what would happen later never happens. */
const latest = 0x10000000;

/** How far the events of a part are from one another: what a flood over them needs to know. */
export interface MemberDistances {
  readonly size: number;
  /** The most members that there can be. */
  readonly boundaryNode: number;
  /** The length of each member's way to the boundary. */
  readonly own: Int32Array;
  /** The length of each pair of members, `size` × `size`; the diagonal holds a length that no pair has. */
  readonly lengths: Int32Array;
  /** The shortest of each member's pairs, and with whom. */
  readonly nearest: Int32Array;
  readonly nearestAt: Int32Array;
}

/**
 * A flood over the events of one part, on their distances instead of the graph between them. Member i of the part is
 * event i, and its first region is i + 2. Every event carries a ball whose radius, `y + slope · time`, is the sum over
 * the regions that it lies in. A growing ball knows a time before which nothing happens to it; events are few, so that
 * looking through all growing balls for the earliest is quicker than any queue.
 */
export class DenseFlood implements Flood {
  regions: Int32Array;
  hit1 = 0;
  hit2 = 0;
  hitFrom = 0;
  hitTo = 0;
  readonly hitHalf = 0;
  readonly #parts: MemberDistances;
  readonly #y: Int32Array;
  readonly #slope: Int32Array;
  readonly #top: Int32Array;
  readonly #growing: Int32Array;
  readonly #spot: Int32Array;
  #growingCount = 0;
  readonly #due: Int32Array;
  /** Whom a ball may meet when it is due; −1 for the boundary, itself where that is not known. */
  readonly #mate: Int32Array;
  /** The regions that shrink; few. */
  readonly #shrinking: number[] = [];
  #regionCount = 0;
  readonly #freeRegions: number[] = [];
  #now = 0;

  constructor(parts: MemberDistances) {
    this.#parts = parts;
    const n = parts.boundaryNode + 1;
    const ints = () => new Int32Array(n);
    this.#y = ints();
    this.#slope = ints();
    this.#top = ints();
    this.#growing = ints();
    this.#spot = ints();
    this.#due = ints();
    this.#mate = ints();
    this.regions = new Int32Array((n + (n >> 1) + 8) << 4);
    this.regions[(boundary << 4) + MATCH] = 0;
  }

  start(_events: Int32Array, count: number): number {
    const { own, nearest, nearestAt } = this.#parts;
    const regions = this.regions;
    let growing = 0;
    for (let i = 0; i < count; i++) {
      const mate = nearestAt[i]!;
      const half = nearest[i]! >> 1;
      const way = own[i]!;
      const r = (i + 2) << 4;
      this.#top[i] = i + 2;
      regions[r + BLOSSOM] = 0;
      regions[r + CHILD] = 0;
      regions[r + TREE] = 0;
      let radius = 0;
      let match = 0;
      if (way <= half && way <= latest) {
        // Nobody can reach it before it reaches the boundary.
        radius = way;
        match = boundary;
        regions[r + MATCH_TO] = -1;
      } else if (half < way && nearestAt[mate] === i && half < own[mate]!) {
        // Two that are nearest to one another meet halfway before either can meet anyone else.
        radius = half;
        match = mate + 2;
        regions[r + MATCH_TO] = mate;
      } else {
        this.#growing[growing] = i;
        this.#spot[i] = growing++;
        this.#due[i] = half < way ? half : way;
        this.#mate[i] = half < way ? mate : -1;
      }
      const slope = match === 0 ? 1 : 0;
      this.#y[i] = radius;
      this.#slope[i] = slope;
      regions[r + Y] = radius;
      regions[r + SLOPE] = slope;
      regions[r + MATCH] = match;
      regions[r + MATCH_FROM] = i;
      regions[r + MATCH_HALF] = 0;
    }
    this.#growingCount = growing;
    this.#regionCount = count + 2;
    this.#freeRegions.length = 0;
    this.#shrinking.length = 0;
    this.#now = 0;
    return growing;
  }

  run(): number {
    const growing = this.#growing;
    const due = this.#due;
    const regions = this.regions;
    for (;;) {
      let time = never;
      let ball = -1;
      for (let k = 0; k < this.#growingCount; k++) {
        const i = growing[k]!;
        const t = due[i]!;
        if (t < time) {
          time = t;
          ball = i;
        }
      }
      let ending = 0;
      for (let k = 0; k < this.#shrinking.length; k++) {
        const region = this.#shrinking[k]!;
        const t = regions[(region << 4) + QUEUED]!;
        if (t <= time) {
          time = t;
          ending = region;
        }
      }
      if (time > latest) return floodEnd;
      this.#now = time;
      if (ending !== 0) {
        this.hit1 = ending;
        this.hit2 = ending;
        return regions[(ending << 4) + CHILD] === 0 ? regionsMet : blossomShattered;
      }
      if (this.#look(ball)) return regionsMet;
    }
  }

  /** Whether something happens to a growing ball now; if not, finds when it does. */
  #look(ball: number): boolean {
    const { size, own, lengths } = this.#parts;
    const now = this.#now;
    const y = this.#y;
    const slope = this.#slope;
    const top = this.#top;
    const mine = top[ball]!;
    const row = ball * size;
    const reach = y[ball]!;
    let other = this.#mate[ball]!;
    let best = never;
    if (other === -1) best = own[ball]! - reach;
    else if (top[other] !== mine && slope[other]! >= 0)
      best = (lengths[row + other]! - reach - y[other]!) >> slope[other]!;
    if (best !== now) {
      // It is not as was foreseen.
      best = own[ball]! - reach;
      other = -1;
      for (let j = 0; j < size; j++) {
        const s = slope[j]!;
        const t = (lengths[row + j]! - reach - y[j]!) >> (s & 1);
        if (t < best && s >= 0 && top[j] !== mine) {
          best = t;
          other = j;
        }
      }
      this.#due[ball] = best;
      this.#mate[ball] = other;
      if (best > now) return false;
    }
    this.hit1 = mine;
    this.hit2 = other === -1 ? boundary : top[other]!;
    this.hitFrom = ball;
    this.hitTo = other;
    return true;
  }

  freeze(region: number): void {
    const r = region << 4;
    const regions = this.regions;
    const slope = regions[r + SLOPE]!;
    if (slope === 0) return;
    if (slope < 0) this.#leaveShrinking(region);
    regions[r + Y] = regions[r + Y]! + slope * this.#now;
    regions[r + SLOPE] = 0;
    this.announce(region);
  }

  announce(region: number): void {
    this.#turn(region, 0);
    this.#tell(region);
  }

  grow(region: number): void {
    const r = region << 4;
    this.regions[r + Y] = this.regions[r + Y]! - this.#now;
    this.regions[r + SLOPE] = 1;
    this.#turn(region, 1);
  }

  shrink(region: number): void {
    const r = region << 4;
    this.regions[r + Y] = this.regions[r + Y]! + this.#now;
    this.regions[r + SLOPE] = -1;
    this.regions[r + QUEUED] = this.regions[r + Y]!;
    this.#shrinking.push(region);
    this.#turn(region, -1);
  }

  createBlossom(cycle: readonly number[]): number {
    const regions = this.regions;
    const blossom = this.#freeRegions.pop() ?? this.#regionCount++;
    const b = blossom << 4;
    regions[b + Y] = -this.#now;
    regions[b + SLOPE] = 1;
    regions[b + BLOSSOM] = 0;
    regions[b + CHILD] = cycle[0]!;
    regions[b + TREE] = 0;
    regions[b + MATCH] = 0;
    for (let i = 0; i < cycle.length; i++) {
      const region = cycle[i]!;
      const r = region << 4;
      const slope = regions[r + SLOPE]!;
      if (slope < 0) this.#leaveShrinking(region);
      regions[r + Y] = regions[r + Y]! + slope * this.#now;
      regions[r + SLOPE] = 0;
      regions[r + BLOSSOM] = blossom;
      regions[r + NEXT] = cycle[i + 1 < cycle.length ? i + 1 : 0]!;
      regions[r + TREE] = 0;
      this.#cover(region, blossom);
    }
    this.#turn(blossom, 1);
    return blossom;
  }

  dissolveBlossom(blossom: number): void {
    const regions = this.regions;
    this.#leaveShrinking(blossom);
    const first = regions[(blossom << 4) + CHILD]!;
    let child = first;
    do {
      regions[(child << 4) + BLOSSOM] = 0;
      this.#cover(child, child);
      child = regions[(child << 4) + NEXT]!;
    } while (child !== first);
    this.#freeRegions.push(blossom);
  }

  childWith(blossom: number, event: number): number {
    const regions = this.regions;
    let region = event + 2;
    while (regions[(region << 4) + BLOSSOM] !== blossom) region = regions[(region << 4) + BLOSSOM]!;
    return region;
  }

  topOf(event: number): number {
    return this.#top[event]!;
  }

  reverse(): number {
    return 0;
  }

  #leaveShrinking(region: number): void {
    const list = this.#shrinking;
    list[list.indexOf(region)] = list.at(-1)!;
    list.pop();
  }

  /** Puts the events of a region under another top region. */
  #cover(region: number, top: number): void {
    const first = this.regions[(region << 4) + CHILD]!;
    if (first === 0) {
      this.#top[region - 2] = top;
      return;
    }
    let child = first;
    do {
      this.#cover(child, top);
      child = this.regions[(child << 4) + NEXT]!;
    } while (child !== first);
  }

  /** Gives the balls of a region another slope. One that starts to grow is looked at now. */
  #turn(region: number, slope: number): void {
    const first = this.regions[(region << 4) + CHILD]!;
    if (first !== 0) {
      let child = first;
      do {
        this.#turn(child, slope);
        child = this.regions[(child << 4) + NEXT]!;
      } while (child !== first);
      return;
    }
    const event = region - 2;
    const before = this.#slope[event]!;
    if (before === slope) return;
    this.#y[event] = this.#y[event]! + (before - slope) * this.#now;
    this.#slope[event] = slope;
    if (slope === 1) {
      this.#due[event] = this.#now;
      this.#mate[event] = event;
      this.#spot[event] = this.#growingCount;
      this.#growing[this.#growingCount++] = event;
    } else if (before === 1) {
      const last = this.#growing[--this.#growingCount]!;
      this.#growing[this.#spot[event]!] = last;
      this.#spot[last] = this.#spot[event]!;
    }
  }

  /** Lets the growing balls know where the balls of a region stand. */
  #tell(region: number): void {
    const first = this.regions[(region << 4) + CHILD]!;
    if (first !== 0) {
      let child = first;
      do {
        this.#tell(child);
        child = this.regions[(child << 4) + NEXT]!;
      } while (child !== first);
      return;
    }
    const { size, lengths } = this.#parts;
    const y = this.#y;
    const due = this.#due;
    const growing = this.#growing;
    const event = region - 2;
    const radius = y[event]!;
    const row = event * size;
    for (let k = 0; k < this.#growingCount; k++) {
      const j = growing[k]!;
      const t = lengths[row + j]! - radius - y[j]!;
      if (t < due[j]!) {
        due[j] = t;
        this.#mate[j] = event;
      }
    }
  }
}
