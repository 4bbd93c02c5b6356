import { canonicalCircuit } from "./canonical-circuit.ts";
import { type Circuit, type CircuitGate, gateOf, type Literal, topologicalOrder } from "./circuit.ts";
import { parentCounts } from "./simplify-circuit.ts";

/** A part of a circuit that meets the rest only at its root: a circuit of its own over events and other modules. */
export interface Module {
  /** Over local variables 1 … `inputs.length`; false where every input is false. */
  readonly circuit: Circuit;
  /** What each local variable stands for: below `events` an event, from there up the module `input - events`. */
  readonly inputs: readonly number[];
}

/** A function as a tree of modules. */
export interface ModuleTree {
  /** How many events there are; the input of an event is its index 0 … `events` − 1. */
  readonly events: number;
  /** Each module after the modules that it takes as inputs. */
  readonly modules: readonly Module[];
  /** The input that is the whole function, or a constant. */
  readonly top: { readonly input: number } | { readonly constant: boolean };
  /** Whether the whole function is the negation of `top`. */
  readonly isNegated: boolean;
}

/**
 * Splits a simplified circuit into modules (Dutuit & Rauzy, 1996), after arguments of a gate that share nothing with the
 * gate's other arguments have been put under a gate of their own. Variable `v` of the circuit is the event `v` − 1.
 *
 * Each module is taken in the polarity in which it is false while no event has happened, so that a minimal cut set of
 * the whole is a minimal cut set of the top module with its modules' minimal cut sets put in.
 */
export function splitIntoModules(circuit: Circuit): ModuleTree {
  const split = groupIndependentArguments(circuit);
  const events = split.variables;
  const top = split.root >> 1;
  const isNegatedRoot = (split.root & 1) === 1;
  if (top === 0) return { events, modules: [], top: { constant: true }, isNegated: isNegatedRoot };
  if (top <= events) return { events, modules: [], top: { input: top - 1 }, isNegated: isNegatedRoot };

  const isModule = moduleRoots(split);
  const modules: Module[] = [];
  const seen = new Uint8Array(isModule.length);
  /** By global node: the input that stands for it, and 1 where that is its negation. */
  const inputOf = Int32Array.from(isModule, (_, node) => node - 1);
  const flipOf = new Uint8Array(isModule.length);
  for (const root of topologicalOrder(split)) {
    if (isModule[root] === 0) continue;
    const local = new Map<number, number>();
    const inputs: number[] = [];
    // A gate is inside one module only.
    const inside = topologicalOrder(split, root, (node) => isModule[node] === 1, seen);
    const isInside = new Set(inside);
    for (const node of inside) {
      for (const arg of gateOf(split, node)!.args) {
        const leaf = arg >> 1;
        if (isInside.has(leaf) || local.has(leaf)) continue;
        inputs.push(inputOf[leaf]!);
        local.set(leaf, inputs.length);
      }
    }
    for (const [i, node] of inside.entries()) local.set(node, inputs.length + 1 + i);
    const mapped = (arg: Literal): Literal => {
      const flip = isInside.has(arg >> 1) ? 0 : flipOf[arg >> 1]!;
      return (2 * local.get(arg >> 1)! + (arg & 1)) ^ flip;
    };
    const gates = inside.map((node): CircuitGate => {
      const gate = gateOf(split, node)!;
      return { ...gate, args: gate.args.map(mapped) };
    });
    const part: Circuit = { variables: inputs.length, gates, root: 2 * local.get(root)! };
    const flip = isTrueAtRest(part) ? 1 : 0;
    inputOf[root] = events + modules.length;
    flipOf[root] = flip;
    const { circuit: own, variableBefore } = canonicalCircuit({ ...part, root: part.root ^ flip });
    modules.push({ circuit: own, inputs: Array.from(variableBefore.subarray(1), (v) => inputs[v - 1]!) });
  }
  return { events, modules, top: { input: inputOf[top]! }, isNegated: isNegatedRoot !== (flipOf[top] === 1) };
}

/** The value of the circuit where every variable is false. */
function isTrueAtRest(circuit: Circuit): boolean {
  const value = new Uint8Array(circuit.variables + 1 + circuit.gates.length);
  value[0] = 1;
  const of = (arg: Literal) => value[arg >> 1]! ^ (arg & 1);
  for (const node of topologicalOrder(circuit)) {
    const gate = gateOf(circuit, node)!;
    const trues = gate.args.reduce((sum, arg) => sum + of(arg), 0);
    const needed = gate.kind === "and" ? gate.args.length : gate.kind === "atleast" ? gate.k : 0;
    value[node] = gate.kind === "xor" ? trues & 1 : trues >= needed ? 1 : 0;
  }
  return of(circuit.root) === 1;
}

/** By node: 1 for each gate whose descendants are reached through it alone. Linear in the circuit's size. */
export function moduleRoots(circuit: Circuit): Uint8Array {
  const size = circuit.variables + 1 + circuit.gates.length;
  const first = new Int32Array(size);
  const second = new Int32Array(size);
  const last = new Int32Array(size);
  let time = 0;
  const stack: { node: number; args: readonly Literal[]; next: number }[] = [];
  const meet = (node: number) => {
    last[node] = ++time;
    if (first[node] !== 0) return;
    first[node] = time;
    stack.push({ node, args: gateOf(circuit, node)?.args ?? [], next: 0 });
  };
  meet(circuit.root >> 1);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const arg = top.args[top.next++];
    if (arg !== undefined) meet(arg >> 1);
    else {
      second[top.node] = ++time;
      last[top.node] = time;
      stack.pop();
    }
  }
  const earliest = Int32Array.from(first);
  const latest = Int32Array.from(last);
  const isModule = new Uint8Array(size);
  for (const node of topologicalOrder(circuit)) {
    let low = Number.MAX_SAFE_INTEGER;
    let high = 0;
    for (const arg of gateOf(circuit, node)!.args) {
      low = Math.min(low, earliest[arg >> 1]!);
      high = Math.max(high, latest[arg >> 1]!);
    }
    if (low > first[node]! && high < second[node]!) isModule[node] = 1;
    earliest[node] = Math.min(low, first[node]!);
    latest[node] = Math.max(high, last[node]!);
  }
  return isModule;
}

/** Puts arguments that share nothing with their gate's other arguments under a gate of their own, which is a module. */
function groupIndependentArguments(circuit: Circuit): Circuit {
  const isModule = moduleRoots(circuit);
  const parents = parentCounts(circuit);
  const isPrivate = (arg: Literal) =>
    parents[arg >> 1] === 1 && (arg >> 1 <= circuit.variables || isModule[arg >> 1] === 1);
  const gates: CircuitGate[] = [...circuit.gates];
  const group = (kind: "and" | "xor", args: readonly Literal[]): Literal => {
    if (args.length === 1) return args[0]!;
    gates.push({ kind, args });
    return 2 * (circuit.variables + gates.length);
  };
  for (const node of topologicalOrder(circuit)) {
    const gate = gateOf(circuit, node)!;
    if (gate.kind === "atleast") continue;
    const { kind } = gate;
    const slot = node - circuit.variables - 1;
    if (isModule[node] === 1) {
      const groups = independentGroups(circuit, gate.args, isModule);
      if (groups.length > 1 && groups.length < gate.args.length)
        gates[slot] = { kind, args: groups.map((args) => group(kind, args)) };
    } else {
      const own = gate.args.filter(isPrivate);
      if (own.length > 1)
        gates[slot] = { kind, args: [...gate.args.filter((arg) => !isPrivate(arg)), group(kind, own)] };
    }
  }
  return { ...circuit, gates };
}

/** The arguments of a module's root, parted so that no two parts share a descendant. */
function independentGroups(circuit: Circuit, args: readonly Literal[], isModule: Uint8Array): Literal[][] {
  const leader = args.map((_, i) => i);
  const find = (i: number): number => {
    while (leader[i] !== i) {
      leader[i] = leader[leader[i]!]!;
      i = leader[i]!;
    }
    return i;
  };
  const owner = new Map<number, number>();
  for (const [i, arg] of args.entries()) {
    const pending = [arg >> 1];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const other = owner.get(node);
      if (other !== undefined) {
        leader[find(i)] = find(other);
        continue;
      }
      owner.set(node, i);
      if (isModule[node] === 1 && node !== arg >> 1) continue;
      for (const inner of gateOf(circuit, node)?.args ?? []) pending.push(inner >> 1);
    }
  }
  const groups = new Map<number, Literal[]>();
  for (const [i, arg] of args.entries()) {
    const key = find(i);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [arg]);
    else group.push(arg);
  }
  return [...groups.values()];
}
