import { InputError } from "../../kernel/index.ts";
import { type GateInstruction, type Instruction, productsOf, type Target } from "./circuit.ts";
import { productPhase } from "./product-phase.ts";

/**
 * Throws an `InputError` where the arguments or targets do not fit the gate, where it looks at a result before the
 * start (`recorded` results came before it), or where it does not fit `previous`, the instruction before it.
 */
export function checkInstruction(item: GateInstruction, recorded: number, previous: Instruction | undefined): void {
  const problem = argumentProblem(item) ?? targetProblem(item, recorded) ?? orderProblem(item, previous);
  if (problem !== undefined) throw new InputError(problem, { line: item.line });
}

function argumentProblem({ gate, args }: GateInstruction): string | undefined {
  const isProbability = (p: number) => p >= 0 && p <= 1;
  const { name, args: rule } = gate;
  switch (rule) {
    case "none":
      return args.length === 0 ? undefined : `${name} takes no numbers in parentheses; remove them`;
    case "flip":
      return args.length === 0 || (args.length === 1 && isProbability(args[0]!))
        ? undefined
        : `${name} takes at most one number, the probability from 0 to 1 of a wrong result`;
    case "probability":
      return args.length === 1 && isProbability(args[0]!)
        ? undefined
        : `${name} takes one probability from 0 to 1, as in ${name}(0.001)`;
    case "observable":
      return args.length === 1 && Number.isInteger(args[0]) && args[0]! >= 0 && args[0]! <= 0xffffffff
        ? undefined
        : `${name} takes the index of an observable, a whole number from 0, as in ${name}(0)`;
    case "coordinates":
      return undefined;
    default: {
      if (rule.disjoint !== "any" && args.length !== rule.disjoint)
        return `${name} takes ${rule.disjoint} probabilities, but here are ${args.length}`;
      const sum = args.reduce((total, p) => total + p, 0);
      return args.every(isProbability) && sum <= 1 + 1e-9
        ? undefined
        : `the probabilities of ${name} are from 0 to 1 and sum to at most 1`;
    }
  }
}

function targetProblem(item: GateInstruction, recorded: number): string | undefined {
  const { gate, targets } = item;
  for (const target of targets)
    if (target.kind === "record" && target.lookback > recorded)
      return `rec[-${target.lookback}] is before the first result; ${recorded === 0 ? "nothing is" : `${recorded} results are`} recorded so far`;
  switch (gate.kind) {
    case "unitary1":
    case "noise1":
    case "reset":
    case "heraldedNoise":
      return targets.every(isPlainQubit) ? undefined : `${gate.name} acts on qubits such as 5`;
    case "measure":
    case "measureReset":
      return targets.every((t) => t.kind === "qubit") ? undefined : `${gate.name} acts on qubits such as 5 or !5`;
    case "unitary2":
    case "noise2":
    case "pairMeasure":
      return pairProblem(item);
    case "productMeasure":
    case "productRotation":
      return productProblem(item);
    case "correlatedNoise":
      return targets.every((t) => t.kind === "pauli" && !t.isInverted)
        ? undefined
        : `${gate.name} acts on Paulis such as X3 Y4, without * and !`;
    case "annotation":
      return annotationProblem(item);
  }
}

function isPlainQubit(target: Target): boolean {
  return target.kind === "qubit" && !target.isInverted;
}

function pairProblem({ gate, targets }: GateInstruction): string | undefined {
  const { name, classicalControl } = gate;
  if (targets.length % 2 !== 0) return `${name} acts on pairs, but here are ${targets.length} targets; one is missing`;
  for (let i = 0; i < targets.length; i += 2) {
    const pair = [targets[i]!, targets[i + 1]!] as const;
    for (const [place, target] of pair.entries()) {
      if (target.kind === "qubit" && (!target.isInverted || gate.kind === "pairMeasure")) continue;
      const isBit = target.kind === "record" || target.kind === "sweep";
      if (isBit && (classicalControl === "either" || classicalControl === (["first", "second"] as const)[place]))
        continue;
      return isBit
        ? `${name} cannot change a result or a sweep bit; these can only control`
        : `${name} acts on pairs of qubits such as 3 4`;
    }
    const [a, b] = pair;
    if (a.kind === "qubit" && b.kind === "qubit" && a.qubit === b.qubit)
      return `${name} acts on two different qubits, but here on ${a.qubit} twice`;
  }
  return undefined;
}

function productProblem({ gate, targets }: GateInstruction): string | undefined {
  let mayJoin = false;
  let mustFollow = false;
  for (const target of targets) {
    if (target.kind === "combiner") {
      if (!mayJoin) return "a * stands between two Paulis, as in X3*Z4";
      mayJoin = false;
      mustFollow = true;
    } else if (target.kind === "pauli") {
      mayJoin = true;
      mustFollow = false;
    } else {
      return `${gate.name} acts on products of Paulis such as X3*Z4`;
    }
  }
  if (mustFollow) return "a * stands between two Paulis, as in X3*Z4";
  const bad = productsOf(targets).find((product) => productPhase(product) % 2 !== 0);
  if (bad !== undefined) {
    const text = bad.map((p) => `${p.pauli}${p.qubit}`).join("*");
    return `${text} is not Hermitian: the Paulis on one qubit multiply to i times a Pauli`;
  }
  return undefined;
}

function annotationProblem({ gate, targets, args }: GateInstruction): string | undefined {
  switch (gate.name) {
    case "DETECTOR":
      return targets.every((t) => t.kind === "record") ? undefined : "DETECTOR lists results such as rec[-1]";
    case "OBSERVABLE_INCLUDE":
      return targets.every((t) => t.kind === "record" || t.kind === "pauli")
        ? undefined
        : "OBSERVABLE_INCLUDE lists results such as rec[-1], or Paulis such as X3";
    case "QUBIT_COORDS":
      return targets.every(isPlainQubit) ? undefined : "QUBIT_COORDS places qubits such as 5";
    case "SHIFT_COORDS":
      if (args.length === 0) return "SHIFT_COORDS says how far, as in SHIFT_COORDS(0, 0, 1)";
      return targets.length === 0 ? undefined : "SHIFT_COORDS has no targets; remove them";
    case "MPAD":
      return targets.every((t) => t.kind === "qubit" && !t.isInverted && t.qubit <= 1)
        ? undefined
        : "MPAD records the bits 0 and 1, as in MPAD 0 1";
    default:
      return targets.length === 0 ? undefined : `${gate.name} has no targets; remove them`;
  }
}

function orderProblem({ gate }: GateInstruction, previous: Instruction | undefined): string | undefined {
  if (gate.name !== "ELSE_CORRELATED_ERROR") return undefined;
  return previous?.kind === "gate" && previous.gate.kind === "correlatedNoise"
    ? undefined
    : "ELSE_CORRELATED_ERROR follows directly on E or on another of its kind";
}
