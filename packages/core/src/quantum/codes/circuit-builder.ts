import { type Circuit, findGate, type GateInstruction, type Instruction, type Target } from "../circuit/index.ts";

/** Writes circuits from code; what follows on the same gate with the same arguments becomes one instruction. */
export class CircuitBuilder {
  readonly #items: Instruction[] = [];

  /** Appends a gate on qubits, where there are any. */
  on(name: string, qubits: readonly number[], args: readonly number[] = []): this {
    return this.add(
      name,
      qubits.map((qubit) => ({ kind: "qubit", qubit, isInverted: false })),
      args,
    );
  }

  /** Appends noise on qubits, where there is any. */
  noise(name: string, qubits: readonly number[], probability: number): this {
    return probability > 0 ? this.on(name, qubits, [probability]) : this;
  }

  /** Appends `NAME(args) rec[-k] …` for each k. */
  onResults(name: string, lookbacks: readonly number[], args: readonly number[]): this {
    const targets = lookbacks.map((lookback): Target => ({ kind: "record", lookback }));
    return this.#push({ kind: "gate", gate: findGate(name)!, args, targets, tag: "" });
  }

  add(name: string, targets: readonly Target[], args: readonly number[] = []): this {
    return targets.length === 0 ? this : this.#push({ kind: "gate", gate: findGate(name)!, args, targets, tag: "" });
  }

  tick(): this {
    return this.#push({ kind: "gate", gate: findGate("TICK")!, args: [], targets: [], tag: "" });
  }

  shiftCoordinates(...by: number[]): this {
    return this.#push({ kind: "gate", gate: findGate("SHIFT_COORDS")!, args: by, targets: [], tag: "" });
  }

  /** Appends what `body` writes, `count` times. */
  repeat(count: number, body: (builder: CircuitBuilder) => void): this {
    if (count < 1) return this;
    const inner = new CircuitBuilder();
    body(inner);
    if (count === 1) for (const item of inner.#items) this.#push(item);
    else this.#push({ kind: "repeat", count, body: inner.#items, tag: "" });
    return this;
  }

  build(): Circuit {
    return { instructions: this.#items };
  }

  #push(item: Instruction): this {
    const last = this.#items.at(-1);
    if (item.kind === "gate" && last?.kind === "gate" && fuses(last, item))
      this.#items[this.#items.length - 1] = { ...last, targets: [...last.targets, ...item.targets] };
    else this.#items.push(item);
    return this;
  }
}

function fuses(a: GateInstruction, b: GateInstruction): boolean {
  return (
    a.gate === b.gate &&
    a.gate.kind !== "annotation" &&
    a.gate.kind !== "correlatedNoise" &&
    a.args.length === b.args.length &&
    a.args.every((x, i) => x === b.args[i])
  );
}
