import type { DiagramPair } from "./bounded-bdd.ts";
import type { Diagram } from "./diagram.ts";
import type { ModuleTree } from "./modules.ts";

/**
 * An interval that holds the probability of a function some of whose modules are only enclosed. Each bound of a node
 * is the least, or greatest, that its variable's bounds allow, which holds whether or not the function is monotone. The
 * result is widened by the most that rounding can have taken.
 */
export function certifiedInterval(
  tree: ModuleTree,
  diagrams: readonly (Diagram | DiagramPair)[],
  probabilities: ArrayLike<number>,
): [low: number, high: number] {
  const { events, modules, top, isNegated } = tree;
  if ("constant" in top) return top.constant === isNegated ? [0, 0] : [1, 1];
  const bounds = Array.from(probabilities, (p): [number, number] => [p, p]);
  let deepest = 1;
  for (const [m, diagram] of diagrams.entries()) {
    const inputs = modules[m]!.inputs.map((input) => bounds[input]!);
    deepest += inputs.length;
    bounds[events + m] =
      "below" in diagram ? [sweep(diagram.below, inputs)[0], sweep(diagram.above, inputs)[1]] : sweep(diagram, inputs);
  }
  const [low, high] = bounds[top.input]!;
  const rounding = 8 * deepest * Number.EPSILON;
  const widened: [number, number] = [Math.max(0, low * (1 - rounding)), Math.min(1, high * (1 + rounding))];
  return isNegated ? [Math.max(0, 1 - widened[1] - rounding), Math.min(1, 1 - widened[0] + rounding)] : widened;
}

/** The bounds of one diagram; [lower, upper] by edge, those of a complement being 1 minus the other. */
function sweep(
  { size, variableAt, level, high, low, root }: Diagram,
  inputs: readonly (readonly [number, number])[],
): [number, number] {
  const lower = new Float64Array(2 * size + 2);
  const upper = new Float64Array(2 * size + 2);
  lower[0] = 1;
  upper[0] = 1;
  for (let n = 1; n <= size; n++) {
    const [a, b] = inputs[variableAt[level[n]!]! - 1]!;
    for (const c of [0, 1]) {
      const h = high[n]! ^ c;
      const l = low[n]! ^ c;
      lower[2 * n + c] = Math.min(a * lower[h]! + (1 - a) * lower[l]!, b * lower[h]! + (1 - b) * lower[l]!);
      upper[2 * n + c] = Math.max(a * upper[h]! + (1 - a) * upper[l]!, b * upper[h]! + (1 - b) * upper[l]!);
    }
  }
  return [lower[root]!, upper[root]!];
}
