/** Values of the last so many picoseconds, with their mean and their rate. */
export class SlidingWindow {
  readonly #spanPs: number;
  #times: number[] = [];
  #values: number[] = [];
  #first = 0;

  constructor(spanPs: number) {
    this.#spanPs = spanPs;
  }

  push(atPs: number, value: number): void {
    this.#times.push(atPs);
    this.#values.push(value);
  }

  /** Forgets what is older than the span at `nowPs`. */
  forget(nowPs: number): void {
    while (this.#first < this.#times.length && this.#times[this.#first]! < nowPs - this.#spanPs) this.#first++;
    if (this.#first > 10_000) {
      this.#times = this.#times.slice(this.#first);
      this.#values = this.#values.slice(this.#first);
      this.#first = 0;
    }
  }

  get count(): number {
    return this.#times.length - this.#first;
  }

  /** How many values came at `fromPs` or later. */
  countSince(fromPs: number): number {
    let at = this.#times.length;
    while (at > this.#first && this.#times[at - 1]! >= fromPs) at--;
    return this.#times.length - at;
  }

  /** The mean of what is remembered; 0 for nothing. */
  mean(): number {
    if (this.count === 0) return 0;
    let sum = 0;
    for (let k = this.#first; k < this.#values.length; k++) sum += this.#values[k]!;
    return sum / this.count;
  }
}
