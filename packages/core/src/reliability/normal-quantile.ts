const CENTRE_TOP = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const CENTRE_BOTTOM = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1,
];
const TAIL_TOP = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BOTTOM = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];

const polynomial = (coefficients: readonly number[], x: number) => coefficients.reduce((sum, c) => sum * x + c, 0);

/** The quantile of the standard normal distribution for 0 < u < 1, within 1.2e-9 relative (Acklam, 2003). */
export function normalQuantile(u: number): number {
  if (u < 0.02425) {
    const r = Math.sqrt(-2 * Math.log(u));
    return polynomial(TAIL_TOP, r) / polynomial(TAIL_BOTTOM, r);
  }
  if (u > 1 - 0.02425) return -normalQuantile(1 - u);
  const r = u - 0.5;
  return (polynomial(CENTRE_TOP, r * r) * r) / polynomial(CENTRE_BOTTOM, r * r);
}
