import { InputError } from "../../kernel/index.ts";
import { type InstructionLine, instructionLines, shorten } from "../line-format/instruction-line.ts";
import { checkInstruction } from "./check-instruction.ts";
import { type Circuit, type Instruction, type PauliLetter, resultsOf, type Target } from "./circuit.ts";
import { findGate } from "./gate.ts";

interface OpenBlock {
  readonly body: Instruction[];
  readonly count: number;
  readonly tag: string;
  readonly line: number;
  /** Results recorded before the block. */
  readonly before: number;
}

const maxQubit = 0xffffff;

/** Reads the text of a `.stim` file. Throws an `InputError` with the line of what cannot be read or makes no sense. */
export function parseCircuit(text: string): Circuit {
  const root: Instruction[] = [];
  const open: OpenBlock[] = [];
  let recorded = 0;
  for (const item of instructionLines(text)) {
    const body = open.at(-1)?.body ?? root;
    if ("closes" in item) {
      const block = open.pop();
      if (block === undefined) throw new InputError("a } closes nothing; remove it", { line: item.line });
      if (block.body.length === 0)
        throw new InputError("this REPEAT has nothing to repeat; put instructions between its braces", {
          line: block.line,
        });
      recorded = block.before + block.count * (recorded - block.before);
      (open.at(-1)?.body ?? root).push({ kind: "repeat", count: block.count, body: block.body, tag: block.tag });
    } else if (item.name.toUpperCase() === "REPEAT") {
      open.push({ body: [], count: repeatCount(item), tag: item.tag, line: item.line, before: recorded });
    } else {
      const gate = findGate(item.name);
      if (gate === undefined)
        throw new InputError(`${shorten(item.name)} is no gate; check its name, as in CX, MR or DETECTOR`, {
          line: item.line,
        });
      if (item.opensBlock) throw new InputError(`${gate.name} has no body; only REPEAT ends in {`, { line: item.line });
      const { args, tag, line } = item;
      const targets = item.targets.flatMap((word) => parseTarget(word, line));
      const instruction = { kind: "gate", gate, args, targets, tag, line } as const;
      checkInstruction(instruction, recorded, body.at(-1));
      body.push(instruction);
      recorded += resultsOf(instruction);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined)
    throw new InputError("this REPEAT is never closed; end its body with a line }", { line: unclosed.line });
  return { instructions: root };
}

function repeatCount({ args, targets, opensBlock, line }: InstructionLine): number {
  if (!opensBlock) throw new InputError("a REPEAT needs a body; end its line with {", { line });
  const count = targets.length === 1 && /^\d+$/.test(targets[0]!) ? Number(targets[0]) : 0;
  if (args.length > 0 || count < 1 || !Number.isSafeInteger(count))
    throw new InputError("a REPEAT says how often: one whole number from 1, as in REPEAT 5 {", { line });
  return count;
}

const combiner: Target = { kind: "combiner" };

function parseTarget(word: string, line: number): Target[] {
  if (/^!?\d+$/.test(word)) {
    const isInverted = word.startsWith("!");
    return [{ kind: "qubit", qubit: qubit(isInverted ? word.slice(1) : word, line), isInverted }];
  }
  const record = /^rec\[-(\d+)\]$/.exec(word);
  if (record !== null) {
    const lookback = Number(record[1]);
    if (lookback < 1 || !Number.isSafeInteger(lookback))
      throw new InputError(`${word} is no earlier result; the last one is rec[-1]`, { line });
    return [{ kind: "record", lookback }];
  }
  const sweep = /^sweep\[(\d+)\]$/.exec(word);
  if (sweep !== null) return [{ kind: "sweep", bit: qubit(sweep[1]!, line) }];
  if (word.includes("*") && word !== "*") {
    const parts = word.split(/(\*)/).filter((part) => part !== "");
    return parts.flatMap((part) => (part === "*" ? [combiner] : parseTarget(part, line)));
  }
  if (word === "*") return [combiner];
  const pauli = /^(!?)([XYZxyz])(\d+)$/.exec(word);
  if (pauli !== null)
    return [
      {
        kind: "pauli",
        pauli: pauli[2]!.toUpperCase() as PauliLetter,
        qubit: qubit(pauli[3]!, line),
        isInverted: pauli[1] === "!",
      },
    ];
  throw new InputError(`"${shorten(word)}" is no target; it would be such as 5, !5, rec[-1], sweep[0] or X3*Z4`, {
    line,
  });
}

function qubit(digits: string, line: number): number {
  const value = Number(digits);
  if (value > maxQubit)
    throw new InputError(`the index ${shorten(digits)} is above the largest, ${maxQubit}`, { line });
  return value;
}
