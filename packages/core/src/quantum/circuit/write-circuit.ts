import { writeHead, writeTag } from "../line-format/instruction-line.ts";
import type { Circuit, Instruction, Target } from "./circuit.ts";

/** The text of a `.stim` file; `parseCircuit` reads it back as the same circuit. */
export function writeCircuit(circuit: Circuit): string {
  const lines: string[] = [];
  writeBody(circuit.instructions, "", lines);
  return lines.map((line) => `${line}\n`).join("");
}

function writeBody(body: readonly Instruction[], indent: string, lines: string[]): void {
  for (const item of body) {
    if (item.kind === "repeat") {
      lines.push(`${indent}REPEAT${writeTag(item.tag)} ${item.count} {`);
      writeBody(item.body, `${indent}    `, lines);
      lines.push(`${indent}}`);
    } else {
      lines.push(`${indent}${writeHead(item.gate.name, item.tag, item.args)}${writeTargets(item.targets)}`);
    }
  }
}

function writeTargets(targets: readonly Target[]): string {
  let text = "";
  let joins = false;
  for (const target of targets) {
    if (target.kind === "combiner") {
      text += "*";
      joins = true;
    } else {
      text += `${joins ? "" : " "}${writeTarget(target)}`;
      joins = false;
    }
  }
  return text;
}

function writeTarget(target: Exclude<Target, { kind: "combiner" }>): string {
  switch (target.kind) {
    case "qubit":
      return `${target.isInverted ? "!" : ""}${target.qubit}`;
    case "pauli":
      return `${target.isInverted ? "!" : ""}${target.pauli}${target.qubit}`;
    case "record":
      return `rec[-${target.lookback}]`;
    case "sweep":
      return `sweep[${target.bit}]`;
  }
}
