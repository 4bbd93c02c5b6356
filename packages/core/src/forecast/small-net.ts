import { type FloatArena, Rng } from "../kernel/index.ts";

/** One hidden layer of tanh units and a linear output, trained one sample at a time by gradient descent. */
export class SmallNet {
  readonly #inputs: number;
  readonly #hidden: number;
  readonly #rate: number;
  readonly #block: Float64Array;
  /** Offsets: row by row the weights of a hidden unit, then its bias; the output's weights, then its bias. */
  readonly #first: number;
  readonly #second: number;

  static slots(inputs: number, hidden: number): number {
    return (inputs + 1) * hidden + hidden + 1;
  }

  /** The output starts at 0 for every input, the hidden units at seeded random places. */
  constructor(arena: FloatArena, inputs: number, hidden: number, rate: number, seed = 1) {
    this.#inputs = inputs;
    this.#hidden = hidden;
    this.#rate = rate;
    this.#block = arena.block;
    this.#first = arena.take((inputs + 1) * hidden);
    this.#second = arena.take(hidden + 1);
    const rng = new Rng(seed);
    const reach = 1 / Math.sqrt(inputs);
    for (let i = 0; i < (inputs + 1) * hidden; i++) this.#block[this.#first + i] = reach * (2 * rng.next() - 1);
  }

  predict(x: Float64Array): number {
    const block = this.#block;
    const n = this.#inputs;
    const second = this.#second;
    let output = block[second + this.#hidden]!;
    for (let unit = 0, k = this.#first; unit < this.#hidden; unit++) {
      let sum = 0;
      for (let i = 0; i < n; i++, k++) sum += block[k]! * x[i]!;
      const activation = fastTanh(sum + block[k++]!);
      activations[unit] = activation;
      output += block[second + unit]! * activation;
    }
    return output;
  }

  /** Moves down the gradient of the squared error of the last `predict` of any net, which must have been this one's. */
  learn(x: Float64Array, error: number): void {
    const block = this.#block;
    const n = this.#inputs;
    const second = this.#second;
    const step = this.#rate * error;
    for (let unit = 0, k = this.#first; unit < this.#hidden; unit++) {
      const activation = activations[unit]!;
      const back = step * block[second + unit]! * (1 - activation * activation);
      block[second + unit]! += step * activation;
      for (let i = 0; i < n; i++, k++) block[k]! += back * x[i]!;
      block[k++]! += back;
    }
    block[second + this.#hidden]! += 0.1 * step;
  }
}

const activations = new Float64Array(64);

/** A Padé approximation of tanh, within 0.005 of it everywhere and exactly ±1 beyond ±3. */
function fastTanh(x: number): number {
  if (x >= 3) return 1;
  if (x <= -3) return -1;
  const x2 = x * x;
  return (x * (27 + x2)) / (27 + 9 * x2);
}
