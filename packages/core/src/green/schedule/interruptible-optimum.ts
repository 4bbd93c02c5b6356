import type { ScheduleProblem } from "./schedule-problem.ts";
import type { Windows } from "./placement-model.ts";

/** Power by slot of each job, and what it costs; or which slots are too few for which jobs. */
export type InterruptibleResult =
  | {
      readonly kind: "optimal";
      readonly cost: number;
      /** By job: `[position, power]` in ascending order of position. */
      readonly loads: readonly (readonly (readonly [position: number, power: number])[])[];
    }
  | {
      readonly kind: "short";
      readonly jobs: readonly number[];
      readonly positions: readonly number[];
      readonly missing: number;
    };

/**
 * The cheapest way to give every interruptible job its energy, exactly: positions are filled in ascending order of
 * intensity, each as far as a maximum flow through the jobs allows without taking from those filled before. What the
 * positions can hold together is a polymatroid, so the greedy order is optimal (Edmonds, 1970). The flow of each
 * position is by blocking flows in a level graph (Dinic, 1970).
 *
 * Takes the jobs listed in `members`, on top of nothing but `cap` by position.
 */
export function interruptibleOptimum(
  problem: ScheduleProblem,
  windows: Windows,
  cap: ArrayLike<number>,
  members: readonly number[],
): InterruptibleResult {
  return new Filling(problem, windows, cap, members).solve();
}

class Filling {
  readonly #problem: ScheduleProblem;
  readonly #members: readonly number[];
  readonly #slots: number;
  readonly #cap: ArrayLike<number>;
  readonly #tolerance: number;
  readonly #remaining: Float64Array;
  readonly #power: Float64Array;
  /** Job `m` holds cells `firstCell[m]..`: its positions, region by region, and how much it draws there. */
  readonly #firstCell: Int32Array;
  readonly #cellPosition: Int32Array;
  readonly #cellJob: Int32Array;
  readonly #drawn: Float64Array;
  /** Window length of a job, and its number of regions: cells of one slot are `length` apart. */
  readonly #length: Int32Array;
  readonly #firstAt: Int32Array;
  readonly #cellsAt: Int32Array;
  readonly #level: Int32Array;
  readonly #jobSeen: Uint8Array;
  readonly #next: Int32Array;
  readonly #queue: Int32Array;

  constructor(problem: ScheduleProblem, windows: Windows, cap: ArrayLike<number>, members: readonly number[]) {
    this.#problem = problem;
    this.#members = members;
    this.#cap = cap;
    this.#slots = problem.regions[0]?.cap.length ?? 0;
    const n = members.length;
    const positions = this.#slots * problem.regions.length;
    this.#power = Float64Array.from(members, (j) => problem.jobs[j]!.power);
    this.#remaining = Float64Array.from(members, (j) => problem.jobs[j]!.power * problem.jobs[j]!.duration);
    this.#tolerance = 1e-12 * this.#remaining.reduce((a, b) => a + b, 1);
    this.#length = Int32Array.from(members, (j) => windows[j]![1] - windows[j]![0]);
    this.#firstCell = new Int32Array(n + 1);
    for (let m = 0; m < n; m++)
      this.#firstCell[m + 1] = this.#firstCell[m]! + this.#length[m]! * problem.jobs[members[m]!]!.regions.length;
    const cells = this.#firstCell[n]!;
    this.#cellPosition = new Int32Array(cells);
    this.#cellJob = new Int32Array(cells);
    this.#drawn = new Float64Array(cells);
    const count = new Int32Array(positions + 1);
    for (let m = 0; m < n; m++) {
      const j = members[m]!;
      let cell = this.#firstCell[m]!;
      for (const k of problem.jobs[j]!.regions) {
        for (let t = windows[j]![0]; t < windows[j]![1]; t++) {
          this.#cellPosition[cell] = k * this.#slots + t;
          this.#cellJob[cell++] = m;
          count[k * this.#slots + t + 1]!++;
        }
      }
    }
    for (let s = 0; s < positions; s++) count[s + 1]! += count[s]!;
    this.#firstAt = count;
    this.#cellsAt = new Int32Array(cells);
    const fill = count.slice();
    for (let cell = 0; cell < cells; cell++) this.#cellsAt[fill[this.#cellPosition[cell]!]!++] = cell;
    this.#level = new Int32Array(positions);
    this.#next = new Int32Array(positions);
    this.#queue = new Int32Array(positions);
    this.#jobSeen = new Uint8Array(n);
  }

  solve(): InterruptibleResult {
    const intensity = this.#problem.regions.flatMap(({ intensityGPerKwh }) => [...intensityGPerKwh]);
    const order = intensity.map((_, s) => s).sort((a, b) => intensity[a]! - intensity[b]! || a - b);
    let cost = 0;
    for (const s of order) cost += intensity[s]! * this.#fill(s);
    const missing = this.#remaining.reduce((a, b) => a + b, 0);
    if (missing > 1e-9 * this.#power.reduce((a, b) => a + b, 1)) return this.#shortage(missing);
    const loads = this.#members.map((_, m) => {
      const own: (readonly [number, number])[] = [];
      for (let cell = this.#firstCell[m]!; cell < this.#firstCell[m + 1]!; cell++)
        if (this.#drawn[cell]! > this.#tolerance) own.push([this.#cellPosition[cell]!, this.#drawn[cell]!]);
      return own;
    });
    return { kind: "optimal", cost, loads };
  }

  /** Raises the flow into position `s` as far as it goes, and says by how much. */
  #fill(s: number): number {
    let room = this.#cap[s]!;
    const before = room;
    room -= this.#fillDirectly(s, room);
    while (room > this.#tolerance && this.#layer(s)) {
      for (let u = 0; u < this.#next.length; u++) this.#next[u] = this.#firstAt[u]!;
      for (;;) {
        const more = this.#push(s, room);
        if (more <= this.#tolerance) break;
        room -= more;
        if (room <= this.#tolerance) break;
      }
    }
    return before - room;
  }

  /** Jobs that still need energy, those with the least room to spare first. */
  #fillDirectly(s: number, room: number): number {
    const open: number[] = [];
    for (let a = this.#firstAt[s]!; a < this.#firstAt[s + 1]!; a++) {
      const cell = this.#cellsAt[a]!;
      if (this.#remaining[this.#cellJob[cell]!]! > this.#tolerance) open.push(cell);
    }
    const laxity = (cell: number) => {
      const m = this.#cellJob[cell]!;
      return this.#length[m]! - this.#remaining[m]! / this.#power[m]!;
    };
    open.sort((a, b) => laxity(a) - laxity(b));
    let filled = 0;
    for (const cell of open) {
      const m = this.#cellJob[cell]!;
      const more = Math.min(this.#headroom(cell), this.#remaining[m]!, room - filled);
      if (more <= 0) continue;
      this.#drawn[cell]! += more;
      this.#remaining[m]! -= more;
      filled += more;
    }
    return filled;
  }

  /** How much more job and slot of this cell could draw together over all regions. */
  #headroom(cell: number): number {
    const m = this.#cellJob[cell]!;
    const length = this.#length[m]!;
    const first = this.#firstCell[m]!;
    let used = 0;
    for (let c = first + ((cell - first) % length); c < this.#firstCell[m + 1]!; c += length) used += this.#drawn[c]!;
    return this.#power[m]! - used;
  }

  /** Levels from `s` along positions that could hand work over, until a job that still needs energy is in reach. */
  #layer(s: number): boolean {
    this.#level.fill(-1);
    this.#jobSeen.fill(0);
    this.#level[s] = 0;
    this.#queue[0] = s;
    let size = 1;
    let stopAt = Number.POSITIVE_INFINITY;
    for (let q = 0; q < size; q++) {
      const u = this.#queue[q]!;
      const level = this.#level[u]!;
      if (level >= stopAt) break;
      for (let a = this.#firstAt[u]!; a < this.#firstAt[u + 1]!; a++) {
        const cell = this.#cellsAt[a]!;
        const m = this.#cellJob[cell]!;
        if (this.#jobSeen[m] === 1) continue;
        const isFree = this.#headroom(cell) > this.#tolerance;
        if (isFree && this.#remaining[m]! > this.#tolerance) stopAt = level;
        const first = this.#firstCell[m]!;
        const length = this.#length[m]!;
        if (isFree) this.#jobSeen[m] = 1;
        const from = isFree ? first : first + ((cell - first) % length);
        const step = isFree ? 1 : length;
        for (let c = from; c < this.#firstCell[m + 1]!; c += step) {
          const v = this.#cellPosition[c]!;
          if (this.#level[v]! >= 0 || this.#drawn[c]! <= this.#tolerance) continue;
          this.#level[v] = level + 1;
          this.#queue[size++] = v;
        }
      }
    }
    return stopAt !== Number.POSITIVE_INFINITY;
  }

  /** Sends up to `amount` into position `u` along the levels. */
  #push(u: number, amount: number): number {
    const level = this.#level[u]!;
    for (; this.#next[u]! < this.#firstAt[u + 1]!; this.#next[u]!++) {
      const cell = this.#cellsAt[this.#next[u]!]!;
      const m = this.#cellJob[cell]!;
      const headroom = this.#headroom(cell);
      const isFree = headroom > this.#tolerance;
      const need = this.#remaining[m]!;
      if (isFree && need > this.#tolerance) {
        const more = Math.min(amount, headroom, need);
        this.#drawn[cell]! += more;
        this.#remaining[m]! -= more;
        return more;
      }
      const first = this.#firstCell[m]!;
      const length = this.#length[m]!;
      const slot = (cell - first) % length;
      for (let c = isFree ? first : first + slot; c < this.#firstCell[m + 1]!; c += isFree ? 1 : length) {
        const v = this.#cellPosition[c]!;
        if (this.#level[v]! !== level + 1 || this.#drawn[c]! <= this.#tolerance) continue;
        const limit = (c - first) % length === slot ? amount : Math.min(amount, headroom);
        const more = this.#push(v, Math.min(limit, this.#drawn[c]!));
        if (more <= this.#tolerance) continue;
        this.#drawn[cell]! += more;
        this.#drawn[c]! -= more;
        return more;
      }
    }
    this.#level[u] = -1;
    return 0;
  }

  /** A minimum cut: jobs that need more than all the positions still open to them can hold. */
  #shortage(missing: number): InterruptibleResult {
    const jobs = new Set<number>();
    const positions = new Set<number>();
    const queue: number[] = [];
    for (let m = 0; m < this.#members.length; m++) if (this.#remaining[m]! > this.#tolerance) queue.push(m);
    for (const m of queue) jobs.add(m);
    for (let m = queue.pop(); m !== undefined; m = queue.pop()) {
      for (let cell = this.#firstCell[m]!; cell < this.#firstCell[m + 1]!; cell++) {
        const v = this.#cellPosition[cell]!;
        if (positions.has(v) || this.#headroom(cell) <= this.#tolerance) continue;
        positions.add(v);
        for (let a = this.#firstAt[v]!; a < this.#firstAt[v + 1]!; a++) {
          const other = this.#cellJob[this.#cellsAt[a]!]!;
          if (jobs.has(other) || this.#drawn[this.#cellsAt[a]!]! <= this.#tolerance) continue;
          jobs.add(other);
          queue.push(other);
        }
      }
    }
    return {
      kind: "short",
      jobs: [...jobs].map((m) => this.#members[m]!).sort((a, b) => a - b),
      positions: [...positions].sort((a, b) => a - b),
      missing,
    };
  }
}
