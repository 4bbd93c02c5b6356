/** Ids fit in this many values beside a time below 2³¹ in the 53 bits of a double. */
const idRange = 2 ** 22;

/**
 * A binary min-heap of (time, id) pairs, each packed into one double, so that a comparison is one of numbers and ties
 * always break in the same way. Times are integers in 0..2³¹ − 1, ids in 0..2²² − 1.
 */
export class EventQueue {
  #heap = new Float64Array(256);
  #size = 0;
  /** What `pop` took out last. */
  time = 0;
  id = 0;

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#size = 0;
  }

  push(time: number, id: number): void {
    if (this.#size === this.#heap.length) this.#grow();
    const heap = this.#heap;
    const key = time * idRange + id;
    let i = this.#size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent]!;
      if (key >= above) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = key;
  }

  /** Takes out the earliest event into `time` and `id`; false where there is none. */
  pop(): boolean {
    if (this.#size === 0) return false;
    const heap = this.#heap;
    const top = heap[0]!;
    const time = Math.floor(top / idRange);
    this.time = time | 0;
    this.id = (top - time * idRange) | 0;
    const n = --this.#size;
    if (n === 0) return true;
    const last = heap[n]!;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= n) break;
      let below = heap[child]!;
      if (child + 1 < n) {
        const right = heap[child + 1]!;
        if (right < below) {
          below = right;
          child++;
        }
      }
      if (last <= below) break;
      heap[i] = below;
      i = child;
    }
    heap[i] = last;
    return true;
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.#heap.length);
    larger.set(this.#heap);
    this.#heap = larger;
  }
}
