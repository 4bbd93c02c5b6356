import { InputError } from "../kernel/index.ts";
import type { Expression } from "./expression.ts";
import { constant } from "./expression.ts";
import type { BasicEvent, CommonCauseGroup, FaultTree, Gate } from "./fault-tree.ts";

/** Beyond so many members the combinations are too many to be worth anybody's while. */
const MOST_MEMBERS = 12;

/**
 * The same tree without common-cause groups: each member becomes the disjunction of the causes that take it down, one
 * basic event for each combination of members that a cause takes down together (NUREG/CR-4780, 1988).
 *
 * With n members, Q the probability of one and Q_k that of one particular combination of k:
 * beta factor Q_1 = (1 − β)Q, Q_n = βQ; MGL Q_k = (1 − ρ_(k+1)) Π_(i≤k) ρ_i Q / C(n−1, k−1), ρ_1 = 1;
 * alpha factor Q_k = k α_k / (C(n−1, k−1) Σ i α_i) Q. Levels above the highest factor given do not happen.
 */
export function expandCommonCauses(tree: FaultTree): FaultTree {
  if (tree.commonCauseGroups.length === 0) return tree;
  const memberOf = new Set(tree.commonCauseGroups.flatMap(({ members }) => members));
  const gates: Gate[] = [...tree.gates];
  const events: BasicEvent[] = tree.events.filter(({ name }) => !memberOf.has(name));
  for (const group of tree.commonCauseGroups) {
    const { members, line } = group;
    const causes = new Map<string, string[]>(members.map((member) => [member, []]));
    for (const [level, factor] of levelFactors(group)) {
      for (const together of combinations(members, level)) {
        const name = `[${together.join(" ")}]`;
        events.push({ name, line, probability: product(factor, group.probability, line) });
        for (const member of together) causes.get(member)!.push(name);
      }
    }
    for (const [name, args] of causes) gates.push({ name, operator: "or", args, line, isInner: true });
  }
  return { ...tree, gates, events, commonCauseGroups: [] };
}

/** By level: what Q is to be multiplied by for one combination of that many members. */
function levelFactors(group: CommonCauseGroup): Map<number, Expression> {
  const { model, members, factors, name, line } = group;
  const n = members.length;
  const fail = (reason: string): never => {
    throw new InputError(`the common-cause group "${name}" ${reason}`, { line });
  };
  if (n < 2) fail("has fewer than two members; name at least two events");
  if (n > MOST_MEMBERS) fail(`has ${n} members; give at most ${MOST_MEMBERS}`);
  const byLevel = new Map(factors.map(({ level, value }) => [level, value]));
  if (byLevel.size < factors.length) fail("gives two factors for one level; keep one of them");
  const at = (level: number): Expression => byLevel.get(level) ?? constant(0);
  for (const level of byLevel.keys()) {
    const least = model === "MGL" || model === "beta-factor" ? 2 : 1;
    if (level < least || level > n) fail(`has a factor for level ${level}; give levels from ${least} to ${n}`);
  }
  if (byLevel.size === 0) fail("has no factors; give at least one");
  const highest = Math.max(...byLevel.keys());
  const levels = (from: number) => Array.from({ length: highest - from + 1 }, (_, i) => from + i);
  const { times, over, minus, sum } = algebra(line);
  switch (model) {
    case "beta-factor": {
      if (byLevel.size !== 1) fail("has more than one factor; the beta-factor model takes one");
      const beta = [...byLevel.values()][0]!;
      return new Map([
        [1, minus(constant(1), beta)],
        [n, beta],
      ]);
    }
    case "MGL":
      return new Map(
        levels(1).map((k) => {
          const rest = k < highest ? [minus(constant(1), at(k + 1))] : [];
          const kept = levels(2)
            .filter((level) => level <= k)
            .map(at);
          return [k, times([constant(1 / binomial(n - 1, k - 1)), ...kept, ...rest])];
        }),
      );
    case "alpha-factor": {
      const weighted = levels(1).map((k) => times([constant(k), at(k)]));
      return new Map(
        levels(1).map((k) => [k, over(times([constant(k / binomial(n - 1, k - 1)), at(k)]), sum(weighted))]),
      );
    }
  }
}

function algebra(line: number | undefined) {
  const call = (name: "mul" | "div" | "sub" | "add", args: readonly Expression[]): Expression =>
    args.length === 1 ? args[0]! : { kind: "function", name, args, line };
  return {
    times: (args: readonly Expression[]) => call("mul", args),
    over: (a: Expression, b: Expression) => call("div", [a, b]),
    minus: (a: Expression, b: Expression) => call("sub", [a, b]),
    sum: (args: readonly Expression[]) => call("add", args),
  };
}

function product(factor: Expression, probability: Expression, line: number | undefined): Expression {
  return { kind: "function", name: "mul", args: [factor, probability], line };
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return Math.round(value);
}

function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => combinations(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}
