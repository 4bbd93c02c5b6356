/**
 * One block of numbers that the parts of an engine share: each part takes its slots once, in a fixed order, and keeps
 * the offset of the first. The whole state of the engine is then one array that can be stored, sent and put back, and
 * it lies together in memory, which decides the speed where there are thousands of engines.
 */
export class FloatArena {
  readonly block: Float64Array;
  #taken = 0;

  /** @param size how many numbers all parts take together. */
  constructor(size: number) {
    this.block = new Float64Array(size);
  }

  /** The offset of the next `count` slots, all 0. Throws a RangeError where the arena is too small. */
  take(count: number): number {
    const from = this.#taken;
    this.#taken += count;
    if (this.#taken > this.block.length)
      throw new RangeError(`FloatArena: ${this.#taken} slots are wanted of ${this.block.length}`);
    return from;
  }

  /** A copy of all slots. */
  save(): number[] {
    return Array.from(this.block);
  }

  /** Puts back what `save` gave. Throws a RangeError where the length is another. */
  load(state: ArrayLike<number>): void {
    if (state.length !== this.block.length)
      throw new RangeError(`FloatArena: a state of ${state.length} numbers does not fit ${this.block.length} slots`);
    this.block.set(state);
  }
}
