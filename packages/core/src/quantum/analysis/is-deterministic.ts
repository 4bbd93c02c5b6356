import { InputError } from "../../kernel/index.ts";
import { type Circuit, countBody, type Instruction } from "../circuit/index.ts";
import { analyzeErrors } from "./analyze-errors.ts";

/** Circuits that repeat more than this are not looked into. */
const mostDetectors = 100_000;

/**
 * Whether no detector or observable depends on the random outcome of a collapse. Says false where it would take long to
 * find out.
 */
export function isDeterministic(circuit: Circuit): boolean {
  if (countBody(circuit.instructions).detectors > mostDetectors) return false;
  try {
    analyzeErrors({ instructions: withoutNoise(circuit.instructions) }, { foldLoops: true });
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

function withoutNoise(body: readonly Instruction[]): Instruction[] {
  return body.flatMap((item): Instruction[] => {
    if (item.kind === "repeat") return [{ ...item, body: withoutNoise(item.body) }];
    switch (item.gate.kind) {
      case "noise1":
      case "noise2":
      case "correlatedNoise":
        return [];
      // The results stay, their probabilities go.
      case "heraldedNoise":
        return [{ ...item, args: item.args.map(() => 0) }];
      case "annotation":
        return [item.gate.name === "MPAD" ? { ...item, args: [] } : item];
      default:
        return [{ ...item, args: [] }];
    }
  });
}
