import { InputError } from "../kernel/index.ts";
import { type Circuit, type CircuitGate, FALSE_LITERAL, type Literal, TRUE_LITERAL } from "./circuit.ts";
import { expandCommonCauses } from "./common-cause.ts";
import { meanOf } from "./expression.ts";
import { ExpressionReader } from "./expression-reader.ts";
import type { BasicEvent, FaultTree, Gate } from "./fault-tree.ts";

/** A checked fault tree as a circuit: the event `events[i]` is the circuit's variable `i` + 1. */
export interface CompiledTree {
  readonly tree: FaultTree;
  readonly circuit: Circuit;
  readonly events: readonly BasicEvent[];
  /** Probability of each event, 0..1; means where they are uncertain. */
  readonly probabilities: Float64Array;
  /** By name of gate, event or house event: what it is in the circuit. */
  readonly literalOf: (name: string) => Literal;
}

/** The same checked tree asked for another gate; for one top after another of a large tree. */
export function withTop(compiled: CompiledTree, top: string): CompiledTree {
  if (top === compiled.tree.top) return compiled;
  const { tree, circuit, literalOf } = compiled;
  return { ...compiled, tree: { ...tree, top }, circuit: { ...circuit, root: literalOf(top) } };
}

/**
 * Checks a fault tree and turns it into a circuit, common-cause groups expanded.
 *
 * @throws {InputError} with the line for a name that is defined twice or not at all, a gate without arguments or with a
 *   wrong number of them, a gate that needs itself, and a probability outside 0..1
 */
export function compileFaultTree(tree: FaultTree): CompiledTree {
  try {
    return compile(tree);
  } catch (error) {
    throw error instanceof InputError ? error.within({ file: tree.file }) : error;
  }
}

function compile(given: FaultTree): CompiledTree {
  checkNames(given);
  const tree = expandCommonCauses(given);
  const { events, gates } = tree;
  const eventIndex = new Map(events.map(({ name }, i) => [name, i]));
  const gateIndex = new Map(gates.map(({ name }, i) => [name, i]));
  const houseState = new Map(tree.houseEvents.map(({ name, state }) => [name, state]));

  const literalOf = (name: string, line?: number): Literal => {
    const event = eventIndex.get(name);
    if (event !== undefined) return 2 * (event + 1);
    const gate = gateIndex.get(name);
    if (gate !== undefined) return 2 * (events.length + 1 + gate) + negation(gates[gate]!);
    const state = houseState.get(name);
    if (state !== undefined) return state ? TRUE_LITERAL : FALSE_LITERAL;
    throw new InputError(`"${name}" is not defined; define it as a gate, a basic event or a house event`, { line });
  };
  const circuitGates = gates.map((gate) => {
    checkArguments(gate);
    const args = gate.args.map((name, i) => literalOf(name, gate.argLines?.[i] ?? gate.line));
    return circuitGate(gate, args);
  });
  checkCycles(tree, gateIndex);
  const circuit = { variables: events.length, gates: circuitGates, root: literalOf(tree.top) };
  return { tree, circuit, events, probabilities: eventProbabilities(tree), literalOf };
}

/** The probability of each event of a tree without common-cause groups; means where they are uncertain. */
function eventProbabilities(tree: FaultTree): Float64Array {
  const valueOf = new ExpressionReader(tree).valuesAt(meanOf);
  return Float64Array.from(tree.events, ({ name, probability, line }) => {
    const value = valueOf(probability);
    if (!(value >= 0 && value <= 1))
      throw new InputError(`the probability of "${name}" is ${value}; give a value from 0 to 1`, {
        line: probability.line ?? line,
      });
    return value;
  });
}

function negation({ operator }: Gate): 0 | 1 {
  return operator === "or" || operator === "nand" || operator === "not" ? 1 : 0;
}

/** The gate without its `negation`. */
function circuitGate({ operator, k }: Gate, args: readonly Literal[]): CircuitGate {
  switch (operator) {
    case "and":
    case "nand":
    case "not":
    case "null":
      return { kind: "and", args };
    case "or":
    case "nor":
      return { kind: "and", args: args.map((arg) => arg ^ 1) };
    case "xor":
      return { kind: "xor", args };
    case "atleast":
      return { kind: "atleast", k: k!, args };
  }
}

function checkNames(tree: FaultTree): void {
  const seen = new Map<string, number | undefined>();
  for (const { name, line } of [...tree.gates, ...tree.events, ...tree.houseEvents]) {
    if (seen.has(name)) {
      const before = seen.get(name);
      const where = before === undefined ? "" : ` on line ${before}`;
      throw new InputError(`"${name}" is already defined${where}; give each gate and event a name of its own`, {
        line,
      });
    }
    seen.set(name, line);
  }
  const events = new Set(tree.events.map(({ name }) => name));
  const grouped = new Set<string>();
  for (const { name, members, line } of tree.commonCauseGroups) {
    for (const member of members) {
      if (!events.has(member))
        throw new InputError(`"${member}" in the common-cause group "${name}" is not a basic event; define it`, {
          line,
        });
      if (grouped.has(member))
        throw new InputError(`"${member}" is in two common-cause groups; keep it in one`, { line });
      grouped.add(member);
    }
  }
}

function checkArguments({ name, operator, args, k, line }: Gate): void {
  const fail = (reason: string): never => {
    throw new InputError(`the gate "${name}" ${reason}`, { line });
  };
  if (args.length === 0) fail("has no arguments; give it at least one gate or event");
  switch (operator) {
    case "not":
    case "null":
      if (args.length !== 1)
        fail(`is a ${operator === "not" ? "negation" : "pass"} of ${args.length} arguments; give it one`);
      break;
    case "xor":
      if (args.length < 2) fail("is an exclusive or of one argument; give it at least two");
      break;
    case "atleast":
      if (k === undefined || !Number.isInteger(k) || k < 1 || k > args.length)
        fail(`asks for ${k} of ${args.length} arguments; give a whole number from 1 to ${args.length}`);
      break;
    case "and":
    case "or":
    case "nand":
    case "nor":
      break;
  }
}

function checkCycles({ gates }: FaultTree, gateIndex: ReadonlyMap<string, number>): void {
  const state = new Uint8Array(gates.length);
  for (let start = 0; start < gates.length; start++) {
    if (state[start] !== 0) continue;
    const path: { gate: number; next: number }[] = [{ gate: start, next: 0 }];
    state[start] = 1;
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const name = gates[top.gate]!.args[top.next++];
      const next = name === undefined ? undefined : gateIndex.get(name);
      if (name === undefined) {
        state[top.gate] = 2;
        path.pop();
      } else if (next !== undefined && state[next] === 1) {
        const from = path.findIndex(({ gate }) => gate === next);
        const members = path.slice(from).map(({ gate }) => gates[gate]!.name);
        const shown = members.length > 6 ? [...members.slice(0, 5), "…"] : members;
        const { line, argLines } = gates[top.gate]!;
        throw new InputError(
          `the gates form a cycle ${[...shown, name].join(" → ")}, so none of them has a value; take one of these arguments out`,
          { line: argLines?.[top.next - 1] ?? line },
        );
      } else if (next !== undefined && state[next] === 0) {
        state[next] = 1;
        path.push({ gate: next, next: 0 });
      }
    }
  }
}
