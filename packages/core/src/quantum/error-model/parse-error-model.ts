import { InputError } from "../../kernel/index.ts";
import { type InstructionLine, instructionLines, shorten } from "../line-format/instruction-line.ts";
import type { ErrorComponent, ErrorModel, ModelInstruction } from "./error-model.ts";

const names = "error, detector, logical_observable, shift_detectors or repeat";

/** Reads the text of a `.dem` file. Throws an `InputError` with the line of what cannot be read. */
export function parseErrorModel(text: string): ErrorModel {
  const root: ModelInstruction[] = [];
  const open: { body: ModelInstruction[]; count: number; tag: string; line: number }[] = [];
  for (const item of instructionLines(text)) {
    if ("closes" in item) {
      const block = open.pop();
      if (block === undefined) throw new InputError("a } closes nothing; remove it", { line: item.line });
      const { body, count, tag } = block;
      (open.at(-1)?.body ?? root).push({ kind: "repeat", count, body, tag });
      continue;
    }
    if (item.name.toLowerCase() === "repeat") open.push({ ...repeatOf(item), body: [], line: item.line });
    else (open.at(-1)?.body ?? root).push(instructionOf(item));
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined)
    throw new InputError("this repeat is never closed; end its body with a line }", { line: unclosed.line });
  return { instructions: root };
}

function repeatOf(item: InstructionLine): { count: number; tag: string } {
  const { line, args, targets, opensBlock, tag } = item;
  if (!opensBlock) throw new InputError("a repeat needs a body; end its line with {", { line });
  if (args.length > 0) throw new InputError("a repeat takes no arguments in parentheses; write repeat N {", { line });
  const count = targets.length === 1 ? wholeNumber(targets[0]!) : undefined;
  if (count === undefined || count < 1)
    throw new InputError("a repeat says how often: one whole number from 1, as in repeat 5 {", { line });
  return { count, tag };
}

function instructionOf(item: InstructionLine): ModelInstruction {
  const { line, args, targets, tag, opensBlock } = item;
  const name = item.name.toLowerCase();
  if (opensBlock) throw new InputError(`${item.name} has no body; only repeat ends in {`, { line });
  switch (name) {
    case "error": {
      const probability = args[0];
      if (args.length !== 1 || probability === undefined || !(probability >= 0 && probability <= 1))
        throw new InputError("an error has one probability between 0 and 1, as in error(0.01) D0", { line });
      return { kind: "error", probability, components: componentsOf(targets, line), tag, line };
    }
    case "detector":
      return { kind: "detector", coordinates: args, detectors: targets.map((t) => index(t, "D", line)), tag };
    case "logical_observable":
      if (args.length > 0) throw new InputError("logical_observable takes no arguments in parentheses", { line });
      return { kind: "observable", observables: targets.map((t) => index(t, "L", line)), tag };
    case "shift_detectors": {
      const shift = targets.length === 1 ? wholeNumber(targets[0]!) : undefined;
      if (shift === undefined)
        throw new InputError(
          "shift_detectors says how far: one whole number from 0, as in shift_detectors(0, 0, 1) 8",
          {
            line,
          },
        );
      return { kind: "shift", coordinates: args, detectors: shift, tag };
    }
    default:
      throw new InputError(`${shorten(item.name)} is no instruction of an error model; it would be ${names}`, { line });
  }
}

function componentsOf(targets: readonly string[], line: number): ErrorComponent[] {
  if (targets.length === 0) return [];
  const components: { detectors: number[]; observables: number[] }[] = [{ detectors: [], observables: [] }];
  let isEmpty = true;
  for (const target of targets) {
    const current = components.at(-1)!;
    if (target === "^") {
      if (isEmpty)
        throw new InputError("a ^ stands between two parts of an error; here one of them is empty", { line });
      components.push({ detectors: [], observables: [] });
      isEmpty = true;
      continue;
    }
    isEmpty = false;
    if (/^L/i.test(target)) current.observables.push(index(target, "L", line));
    else current.detectors.push(index(target, "D", line));
  }
  if (isEmpty) throw new InputError("a ^ stands between two parts of an error; here one of them is empty", { line });
  return components;
}

function index(target: string, letter: "D" | "L", line: number): number {
  const value = target.slice(0, 1).toUpperCase() === letter ? wholeNumber(target.slice(1)) : undefined;
  const limit = letter === "L" ? 0xffffffff : Number.MAX_SAFE_INTEGER;
  if (value === undefined || value > limit) {
    const right = letter === "L" ? "an observable such as L0" : "a detector such as D5";
    throw new InputError(`"${shorten(target)}" is not ${right}`, { line });
  }
  return value;
}

function wholeNumber(text: string): number | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
