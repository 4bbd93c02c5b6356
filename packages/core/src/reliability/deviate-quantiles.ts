import type { Deviate } from "./expression.ts";
import { normalQuantile } from "./normal-quantile.ts";

/** The quantiles of a distribution at `places`, which are ascending and strictly between 0 and 1. */
export function deviateQuantiles({ name, args }: Deviate, places: Float64Array): Float64Array {
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN] = args;
  switch (name) {
    case "lognormal-deviate": {
      // The error factor is the ratio of the quantile at the level to the median.
      const sigma = args.length === 3 ? Math.log(b) / normalQuantile(c) : b;
      const mu = args.length === 3 ? Math.log(a) - (sigma * sigma) / 2 : a;
      return places.map((u) => Math.exp(mu + sigma * normalQuantile(u)));
    }
    case "normal-deviate":
      return places.map((u) => a + b * normalQuantile(u));
    case "uniform-deviate":
      return places.map((u) => a + (b - a) * u);
    case "beta-deviate":
      return inverted(
        places,
        (x) => regularizedBeta(a, b, x),
        a / (a + b),
        (x) => x / (1 - x),
        (t) => t / (1 + t),
      );
    case "gamma-deviate":
      return inverted(
        places,
        (x) => regularizedGamma(a, x),
        a,
        (x) => x,
        (t) => t,
      ).map((x) => b * x);
  }
}

/** Inverts a distribution function by bisection between brackets that move up with the places, on a logarithmic scale. */
function inverted(
  places: Float64Array,
  distribution: (x: number) => number,
  centre: number,
  open: (x: number) => number,
  close: (t: number) => number,
): Float64Array {
  let low = Math.log(open(centre));
  while (distribution(close(Math.exp(low))) > places[0]! && low > -700) low -= 2;
  return places.map((u) => {
    let high = low + 0.5;
    while (distribution(close(Math.exp(high))) < u && high < 700) high += 0.5;
    let from = low;
    for (let i = 0; i < 60 && high - from > 1e-12; i++) {
      const middle = (from + high) / 2;
      if (distribution(close(Math.exp(middle))) < u) from = middle;
      else high = middle;
    }
    low = from;
    return close(Math.exp((from + high) / 2));
  });
}

/** ln Γ(x) for x > 0 (Lanczos, 1964; g = 7, nine terms). */
function logGamma(x: number): number {
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const z = x - 1;
  const sum = terms.reduce((total, term, i) => total + term / (z + i + 1), 0.9999999999998099);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The distribution function of Gamma(shape, 1): a series below the mean, a continued fraction above. */
export function regularizedGamma(shape: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(-x + shape * Math.log(x) - logGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let n = 1; n < 1000 && term > sum * 1e-16; n++) {
      term *= x / (shape + n);
      sum += term;
    }
    return front * sum;
  }
  return (
    1 - front * continuedFraction((n) => (n === 0 ? [1, x + 1 - shape] : [n * (shape - n), x + 2 * n + 1 - shape]))
  );
}

/** The distribution function of Beta(a, b), by a continued fraction on the side where it converges fast. */
export function regularizedBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedBeta(b, a, 1 - x);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  return (
    front *
    continuedFraction((n) => {
      if (n === 0) return [1, 1];
      const m = n >> 1;
      const numerator =
        n % 2 === 0
          ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
          : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
      return [numerator, 1];
    })
  );
}

/** a₀ / (b₀ + a₁ / (b₁ + …)) by the modified method of Lentz (1976). */
function continuedFraction(term: (n: number) => [numerator: number, denominator: number]): number {
  const tiny = 1e-300;
  const [a0, b0] = term(0);
  let c = b0 || tiny;
  let d = 0;
  let value = c;
  for (let n = 1; n < 1000; n++) {
    const [a, b] = term(n);
    d = 1 / (b + a * d || tiny);
    c = b + a / c || tiny;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return a0 / value;
}
