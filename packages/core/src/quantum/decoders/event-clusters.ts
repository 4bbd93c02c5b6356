import { ClusterMatcher } from "./cluster-matcher.ts";
import type { EventParts } from "./event-parts.ts";
import { WayForest } from "./way-forest.ts";

const never = 0x7fffffff;
/** No ball grows for longer than this. */
const latest = 0x10000000;

/**
 * A cluster of so many events is matched exactly within itself instead of peeled. Peeling smaller ones hardly ever errs,
 * and larger ones take longer to match than they are worth.
 */
const leastMatched = 5;
const mostMatched = 14;

/**
 * Union-find over the events of one part, on their distances: the clusters that a flood of the graph would give, without
 * the nodes between. Every event carries a ball; its radius is `y + slope · time`.
 */
export class EventClusters {
  readonly #parts: EventParts;
  readonly #y: Int32Array;
  /** 1 while the ball grows, 0 while it stands. */
  readonly #slope: Int32Array;
  /** The members whose balls grow, in no particular (but always the same) order, and where each stands in that list. */
  readonly #growing: Int32Array;
  readonly #spot: Int32Array;
  #growingCount = 0;
  /** A time before which nothing happens to a growing ball, and whom it may meet then (−1: the boundary). */
  readonly #due: Int32Array;
  readonly #mate: Int32Array;
  readonly #cluster: Int32Array;
  /** Members of a cluster as a list from its head: the cluster's number. */
  readonly #next: Int32Array;
  readonly #tail: Int32Array;
  /** Per cluster the member that touches the boundary, or −1. */
  readonly #touching: Int32Array;
  readonly #forest: WayForest;
  readonly #matcher: ClusterMatcher;

  constructor(parts: EventParts) {
    this.#parts = parts;
    const ints = () => new Int32Array(parts.boundaryNode + 1);
    this.#y = ints();
    this.#slope = ints();
    this.#growing = ints();
    this.#spot = ints();
    this.#due = ints();
    this.#mate = ints();
    this.#cluster = ints();
    this.#next = ints();
    this.#tail = ints();
    this.#touching = ints();
    this.#forest = new WayForest(parts);
    this.#matcher = new ClusterMatcher(parts, mostMatched);
  }

  /** Decides the loaded part and settles its pairs. */
  settle(): void {
    const { size, own, nearest, nearestAt } = this.#parts;
    const due = this.#due;
    const growing = this.#growing;
    const cluster = this.#cluster;
    this.#forest.clear(size);
    let growingCount = 0;
    for (let i = 0; i < size; i++) {
      cluster[i] = i;
      this.#next[i] = -1;
      this.#tail[i] = i;
      this.#touching[i] = -1;
    }
    for (let i = 0; i < size; i++) {
      const mate = nearestAt[i]!;
      const half = nearest[i]! >> 1;
      const way = own[i]!;
      if (way <= half) {
        // Nobody can reach it before it reaches the boundary.
        if (way > latest) this.#parts.isPossible = false;
        this.#slope[i] = 0;
        this.#y[i] = way;
        this.#touching[cluster[i]!] = i;
      } else if (nearestAt[mate] === i && half < own[mate]!) {
        // Two that are nearest to one another meet halfway before either can meet anyone else.
        this.#slope[i] = 0;
        this.#y[i] = half;
        if (mate > i) this.#forest.add(i, mate);
        else this.#join(mate, i);
      } else {
        this.#slope[i] = 1;
        this.#y[i] = 0;
        growing[growingCount] = i;
        this.#spot[i] = growingCount++;
        due[i] = half;
        this.#mate[i] = mate;
      }
    }
    this.#growingCount = growingCount;
    while (this.#growingCount > 0) {
      let ball = growing[0]!;
      let time = due[ball]!;
      for (let k = 1; k < this.#growingCount; k++) {
        const i = growing[k]!;
        const t = due[i]!;
        if (t < time) {
          time = t;
          ball = i;
        }
      }
      if (time > latest) {
        this.#parts.isPossible = false;
        return;
      }
      this.#look(ball, time);
    }
    this.#settleClusters(size);
  }

  /** Does what happens to a growing ball at its time, or finds that it happens later. */
  #look(ball: number, now: number): void {
    const { size, own, lengths } = this.#parts;
    const y = this.#y;
    const slope = this.#slope;
    const cluster = this.#cluster;
    const mine = cluster[ball]!;
    const row = ball * size;
    const reach = y[ball]!;
    let other = this.#mate[ball]!;
    let best =
      other === -1
        ? own[ball]! - reach
        : cluster[other] === mine
          ? never
          : (lengths[row + other]! - reach - y[other]!) >> slope[other]!;
    if (best !== now) {
      // It is not as was foreseen.
      best = own[ball]! - reach;
      other = -1;
      for (let j = 0; j < size; j++) {
        const t = (lengths[row + j]! - reach - y[j]!) >> slope[j]!;
        if (t < best && cluster[j] !== mine) {
          best = t;
          other = j;
        }
      }
      if (best > now) {
        this.#due[ball] = best;
        this.#mate[ball] = other;
        return;
      }
    }
    if (other === -1) {
      this.#touching[mine] = ball;
      this.#stop(mine, now);
      return;
    }
    const theirs = cluster[other]!;
    this.#forest.add(ball, other);
    if (slope[other] === 1) {
      this.#stop(mine, now);
      this.#stop(theirs, now);
    } else if (this.#touching[theirs] !== -1) {
      this.#stop(mine, now);
      this.#touching[mine] = this.#touching[theirs]!;
    } else {
      this.#resume(theirs, now);
    }
    this.#join(mine, theirs);
  }

  /** Makes one cluster of two, under the number of the first. */
  #join(mine: number, theirs: number): void {
    const next = this.#next;
    for (let i = theirs; i !== -1; i = next[i]!) this.#cluster[i] = mine;
    next[this.#tail[mine]!] = theirs;
    this.#tail[mine] = this.#tail[theirs]!;
  }

  /** Stops the balls of a cluster, and lets growing balls of others know where they stand. */
  #stop(cluster: number, now: number): void {
    const { size, lengths } = this.#parts;
    const y = this.#y;
    const slope = this.#slope;
    const due = this.#due;
    const mate = this.#mate;
    const growing = this.#growing;
    const spot = this.#spot;
    let count = this.#growingCount;
    for (let i = cluster; i !== -1; i = this.#next[i]!) {
      slope[i] = 0;
      y[i] = y[i]! + now;
      const last = growing[--count]!;
      growing[spot[i]!] = last;
      spot[last] = spot[i]!;
    }
    this.#growingCount = count;
    for (let i = cluster; i !== -1; i = this.#next[i]!) {
      const row = i * size;
      const radius = y[i]!;
      for (let k = 0; k < count; k++) {
        const j = growing[k]!;
        const t = lengths[row + j]! - radius - y[j]!;
        if (t < due[j]!) {
          due[j] = t;
          mate[j] = i;
        }
      }
    }
  }

  /** Lets the standing balls of a cluster grow again; what happens to them is found when they are looked at, now. */
  #resume(cluster: number, now: number): void {
    for (let i = cluster; i !== -1; i = this.#next[i]!) {
      this.#slope[i] = 1;
      this.#y[i] = this.#y[i]! - now;
      this.#due[i] = now;
      this.#mate[i] = i;
      this.#spot[i] = this.#growingCount;
      this.#growing[this.#growingCount++] = i;
    }
  }

  /** Matches clusters that are neither small nor large exactly, and peels the others. */
  #settleClusters(size: number): void {
    const cluster = this.#cluster;
    const next = this.#next;
    const touching = this.#touching;
    for (let head = 0; head < size; head++) {
      if (cluster[head] !== head) continue;
      let members = 0;
      for (let i = head; i !== -1; i = next[i]!) members++;
      if (members < leastMatched || members > mostMatched) continue;
      this.#matcher.settle(head, next);
      for (let i = head; i !== -1; i = next[i]!) this.#forest.leaveOut(i);
    }
    this.#forest.peel(size, (i) => touching[cluster[i]!] === i);
  }
}
