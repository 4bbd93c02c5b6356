/** Normal equations of a weighted least-squares fit with a prior, small enough to be kept and faded sample by sample. */
export class RidgeRegression {
  readonly #a: Float64Array;
  readonly #b: Float64Array;
  readonly #size: number;

  /**
   * @param prior what each coefficient is before anything is seen
   * @param weights how much that is worth, in squared units of the features
   */
  constructor(prior: readonly number[], weights: readonly number[]) {
    this.#size = prior.length;
    this.#a = new Float64Array(this.#size ** 2);
    this.#b = Float64Array.from(prior, (value, k) => value * weights[k]!);
    for (let k = 0; k < this.#size; k++) this.#a[k * this.#size + k] = weights[k]!;
  }

  /** Everything seen so far, and the prior with it, counts `factor` as much. */
  fade(factor: number): void {
    for (let k = 0; k < this.#a.length; k++) this.#a[k]! *= factor;
    for (let k = 0; k < this.#b.length; k++) this.#b[k]! *= factor;
  }

  add(features: readonly number[], value: number, weight = 1): void {
    for (let row = 0; row < this.#size; row++) {
      for (let column = 0; column < this.#size; column++) {
        this.#a[row * this.#size + column]! += weight * features[row]! * features[column]!;
      }
      this.#b[row]! += weight * features[row]! * value;
    }
  }

  /** The coefficients (Cholesky). */
  solve(): number[] {
    const n = this.#size;
    const l = new Float64Array(n * n);
    for (let row = 0; row < n; row++) {
      for (let column = 0; column <= row; column++) {
        let sum = this.#a[row * n + column]!;
        for (let k = 0; k < column; k++) sum -= l[row * n + k]! * l[column * n + k]!;
        l[row * n + column] = row === column ? Math.sqrt(sum) : sum / l[column * n + column]!;
      }
    }
    const x = Array.from(this.#b);
    for (let row = 0; row < n; row++) {
      for (let k = 0; k < row; k++) x[row]! -= l[row * n + k]! * x[k]!;
      x[row]! /= l[row * n + row]!;
    }
    for (let row = n - 1; row >= 0; row--) {
      for (let k = row + 1; k < n; k++) x[row]! -= l[k * n + row]! * x[k]!;
      x[row]! /= l[row * n + row]!;
    }
    return x;
  }
}
