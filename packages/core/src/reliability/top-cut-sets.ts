import { BinaryHeap } from "../kernel/index.ts";
import type { CutSetFamily } from "./cut-sets.ts";
import type { ModuleTree } from "./modules.ts";
import { BASE, EMPTY } from "./zbdd.ts";

/** A minimal cut set: the events by index, ascending, and the product of their probabilities. */
export interface CutSet {
  readonly events: readonly number[];
  readonly probability: number;
}

/** A part of a cut set still to be found: a node of a module's family, and what comes after it. */
interface Rest {
  readonly module: number;
  readonly node: number;
  readonly next: Rest | undefined;
  /** The best that this and all that comes after can give, as a logarithm. */
  readonly bound: number;
}

interface Candidate {
  /** The logarithm of the best probability that the candidate can lead to. */
  readonly bound: number;
  /** The logarithm of the probability of the events chosen. */
  readonly chosen: number;
  readonly events: Chosen | undefined;
  readonly rest: Rest | undefined;
}

interface Chosen {
  readonly event: number;
  readonly before: Chosen | undefined;
}

/**
 * The `count` most probable minimal cut sets, best first, without listing the others: a best-first search guided by the
 * best completion of each node, which one sweep upwards computes, so that no step leads astray.
 */
export function topCutSets(
  { events, top, isNegated }: ModuleTree,
  families: readonly CutSetFamily[],
  probabilities: ArrayLike<number>,
  count: number,
): CutSet[] {
  if (isNegated || "constant" in top) {
    const isAlwaysTrue = "constant" in top ? top.constant !== isNegated : true;
    return isAlwaysTrue && count > 0 ? [{ events: [], probability: 1 }] : [];
  }
  if (top.input < events) return count > 0 ? [{ events: [top.input], probability: probabilities[top.input]! }] : [];

  const best = bestCompletions(events, families, probabilities);
  const rootOf = (module: number, next: Rest | undefined): Rest => {
    const node = families[module]!.root;
    return { module, node, next, bound: best[module]![node]! + (next?.bound ?? 0) };
  };
  const heap = new BinaryHeap<Candidate>((a, b) => a.bound > b.bound);
  const push = (chosen: number, picked: Chosen | undefined, rest: Rest | undefined) => {
    heap.push({ bound: chosen + (rest?.bound ?? 0), chosen, events: picked, rest });
  };
  push(0, undefined, rootOf(top.input - events, undefined));
  const found: CutSet[] = [];
  search: while (found.length < count) {
    const candidate = heap.pop();
    if (candidate === undefined) break;
    // Down to the end along the best branch, whose bound is met exactly; the branches not taken wait in the heap.
    let { chosen, events: picked, rest } = candidate;
    while (rest !== undefined) {
      const { module, node, next }: Rest = rest;
      if (node === BASE) {
        rest = next;
        continue;
      }
      // A module that is never true, though its form does not show it, has no cut set to put in.
      if (node === EMPTY) continue search;
      const family = families[module]!;
      const low = family.low[node]!;
      const high = family.high[node]!;
      const input = family.input[node]!;
      const after: Rest = { module, node: high, next, bound: best[module]![high]! + (next?.bound ?? 0) };
      const isEvent = input < events;
      const taken = isEvent ? after : rootOf(input - events, after);
      const takenChosen = isEvent ? chosen + Math.log(probabilities[input]!) : chosen;
      const takenEvents = isEvent ? { event: input, before: picked } : picked;
      const skipped: Rest = { module, node: low, next, bound: best[module]![low]! + (next?.bound ?? 0) };
      if (low !== EMPTY && chosen + skipped.bound > takenChosen + taken.bound) {
        push(takenChosen, takenEvents, taken);
        rest = skipped;
      } else {
        if (low !== EMPTY) push(chosen, picked, skipped);
        chosen = takenChosen;
        picked = takenEvents;
        rest = taken;
      }
    }
    const members = listOf(picked);
    found.push({
      events: members,
      probability: members.reduce((product, event) => product * probabilities[event]!, 1),
    });
  }
  return found;
}

/** By module and node: the logarithm of the greatest probability of a set in the node's family. */
function bestCompletions(
  events: number,
  families: readonly CutSetFamily[],
  probabilities: ArrayLike<number>,
): Float64Array[] {
  const best: Float64Array[] = [];
  for (const { input, high, low } of families) {
    const value = new Float64Array(input.length);
    value[EMPTY] = Number.NEGATIVE_INFINITY;
    for (let n = 2; n < input.length; n++) {
      const i = input[n]!;
      const factor = i < events ? Math.log(probabilities[i]!) : best[i - events]![families[i - events]!.root]!;
      value[n] = Math.max(value[high[n]!]! + factor, value[low[n]!]!);
    }
    best.push(value);
  }
  return best;
}

function listOf(chosen: Chosen | undefined): number[] {
  const list: number[] = [];
  for (let at = chosen; at !== undefined; at = at.before) list.push(at.event);
  return list.sort((a, b) => a - b);
}
