import { Rng } from "../kernel/index.ts";

export interface BoostingOptions {
  readonly trees?: number;
  /** Splits from root to leaf. */
  readonly depth?: number;
  /** Share of each tree's answer that is added, 0..1. */
  readonly rate?: number;
  /** A split leaves at least this many rows on either side. */
  readonly leastRows?: number;
  /** Share of the features that each tree may use, 0..1. */
  readonly featureShare?: number;
  readonly seed?: number;
}

const bins = 64;
/** Added to the row count of a leaf, so that small leaves answer cautiously. */
const shrinkage = 5;

/** A tree as a heap: the children of node k are 2k + 1 and 2k + 2. */
interface Tree {
  /** −1 at a leaf. */
  readonly feature: Int16Array;
  readonly threshold: Float64Array;
  readonly value: Float64Array;
}

/**
 * Regression by gradient boosting of shallow trees for squared error (Friedman, 2001), with features in 64 quantile
 * bins. With the same rows and seed the model is the same.
 */
export class BoostedTrees {
  readonly #start: number;
  readonly #trees: readonly Tree[];

  private constructor(start: number, trees: readonly Tree[]) {
    this.#start = start;
    this.#trees = trees;
  }

  /**
   * @param rows features, each row of the same length, all finite.
   * @param targets one number a row. Throws a RangeError where there are none, or not as many as rows.
   */
  static fit(rows: readonly Float64Array[], targets: Float64Array, options: BoostingOptions = {}): BoostedTrees {
    if (rows.length === 0 || rows.length !== targets.length)
      throw new RangeError(`BoostedTrees: ${rows.length} rows do not match ${targets.length} targets`);
    const { trees = 160, depth = 5, rate = 0.08, leastRows = 20, featureShare = 0.3, seed = 1 } = options;
    const rng = new Rng(seed);
    const binned = new BinnedRows(rows);
    const start = targets.reduce((a, b) => a + b, 0) / targets.length;
    const residual = targets.map((y) => y - start);
    const grown: Tree[] = [];
    const telling = binned.edges.flatMap((edges, feature) => (edges.length > 0 ? [feature] : []));
    const drawn = Math.ceil(featureShare * telling.length);
    for (let k = 0; k < trees; k++) {
      const features = rng.shuffle([...telling]).slice(0, drawn);
      grown.push(growTree(binned, residual, features, { depth, rate, leastRows }));
    }
    return new BoostedTrees(start, grown);
  }

  predict(row: Float64Array): number {
    let sum = this.#start;
    for (const { feature, threshold, value } of this.#trees) {
      let node = 0;
      while (feature[node]! >= 0) node = 2 * node + (row[feature[node]!]! <= threshold[node]! ? 1 : 2);
      sum += value[node]!;
    }
    return sum;
  }
}

/** Rows with each feature replaced by the number of its quantile bin, feature by feature. */
class BinnedRows {
  readonly count: number;
  readonly features: number;
  readonly bin: Uint8Array[] = [];
  /** The upper edge of each bin, by feature. */
  readonly edges: Float64Array[] = [];

  constructor(rows: readonly Float64Array[]) {
    this.count = rows.length;
    this.features = rows[0]!.length;
    for (let f = 0; f < this.features; f++) {
      const sorted = Float64Array.from(rows, (row) => row[f]!).sort();
      const edges: number[] = [];
      for (let b = 1; b < bins; b++) {
        const edge = sorted[Math.floor((b * (sorted.length - 1)) / bins)]!;
        if (edge < sorted.at(-1)! && edge !== edges.at(-1)) edges.push(edge);
      }
      this.edges.push(Float64Array.from(edges));
      this.bin.push(Uint8Array.from(rows, (row) => binOf(this.edges[f]!, row[f]!)));
    }
  }
}

/** How many edges lie below `value`. */
function binOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

type Growth = Required<Pick<BoostingOptions, "depth" | "rate" | "leastRows">>;

/** Grows one tree level by level on `residual`, and takes its answers away from it. */
function growTree(rows: BinnedRows, residual: Float64Array, features: readonly number[], growth: Growth): Tree {
  const nodes = 2 ** (growth.depth + 1) - 1;
  const tree: Tree = {
    feature: new Int16Array(nodes).fill(-1),
    threshold: new Float64Array(nodes),
    value: new Float64Array(nodes),
  };
  const nodeOf = new Int16Array(rows.count);
  for (let level = 0; level < growth.depth; level++) {
    const first = 2 ** level - 1;
    const splits = bestSplits(rows, residual, nodeOf, features, first, growth.leastRows);
    for (const [node, split] of splits) {
      tree.feature[node] = split.feature;
      tree.threshold[node] = rows.edges[split.feature]![split.bin]!;
    }
    for (let i = 0; i < rows.count; i++) {
      const node = nodeOf[i]!;
      const split = node >= first ? splits.get(node) : undefined;
      if (split !== undefined) nodeOf[i] = 2 * node + (rows.bin[split.feature]![i]! <= split.bin ? 1 : 2);
    }
  }
  const sum = new Float64Array(nodes);
  const count = new Float64Array(nodes);
  for (let i = 0; i < rows.count; i++) {
    sum[nodeOf[i]!]! += residual[i]!;
    count[nodeOf[i]!]!++;
  }
  for (let node = 0; node < nodes; node++) tree.value[node] = (growth.rate * sum[node]!) / (count[node]! + shrinkage);
  for (let i = 0; i < rows.count; i++) residual[i]! -= tree.value[nodeOf[i]!]!;
  return tree;
}

interface Split {
  readonly feature: number;
  /** Rows up to this bin go left. */
  readonly bin: number;
  readonly gain: number;
}

/** The split of each node of a level that takes the most squared error away. */
function bestSplits(
  rows: BinnedRows,
  residual: Float64Array,
  nodeOf: Int16Array,
  features: readonly number[],
  first: number,
  leastRows: number,
): Map<number, Split> {
  const width = first + 1;
  const splits = new Map<number, Split>();
  const sums = new Float64Array(width * bins);
  const counts = new Float64Array(width * bins);
  for (const feature of features) {
    sums.fill(0);
    counts.fill(0);
    const bin = rows.bin[feature]!;
    for (let i = 0; i < rows.count; i++) {
      const node = nodeOf[i]! - first;
      if (node < 0) continue;
      sums[node * bins + bin[i]!]! += residual[i]!;
      counts[node * bins + bin[i]!]!++;
    }
    for (let node = 0; node < width; node++) {
      const split = bestBin(sums, counts, node * bins, feature, leastRows);
      const known = splits.get(node + first);
      if (split !== undefined && split.gain > (known?.gain ?? 1e-9)) splits.set(node + first, split);
    }
  }
  return splits;
}

function bestBin(
  sums: Float64Array,
  counts: Float64Array,
  from: number,
  feature: number,
  leastRows: number,
): Split | undefined {
  let total = 0;
  let rows = 0;
  for (let b = 0; b < bins; b++) {
    total += sums[from + b]!;
    rows += counts[from + b]!;
  }
  let best: Split | undefined;
  let left = 0;
  let leftRows = 0;
  const whole = total ** 2 / (rows + shrinkage);
  for (let b = 0; b + 1 < bins; b++) {
    left += sums[from + b]!;
    leftRows += counts[from + b]!;
    if (leftRows < leastRows) continue;
    if (rows - leftRows < leastRows) break;
    const gain = left ** 2 / (leftRows + shrinkage) + (total - left) ** 2 / (rows - leftRows + shrinkage) - whole;
    if (gain > (best?.gain ?? 0)) best = { feature, bin: b, gain };
  }
  return best;
}
