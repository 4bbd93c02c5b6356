import { writeHead, writeTag } from "../line-format/instruction-line.ts";
import type { ErrorComponent, ErrorModel, ModelInstruction } from "./error-model.ts";

/** The text of a `.dem` file; `parseErrorModel` reads it back as the same model. Probabilities keep every digit. */
export function writeErrorModel(model: ErrorModel): string {
  const lines: string[] = [];
  writeBody(model.instructions, "", lines);
  return lines.map((line) => `${line}\n`).join("");
}

function writeBody(body: readonly ModelInstruction[], indent: string, lines: string[]): void {
  for (const item of body) {
    switch (item.kind) {
      case "error": {
        const parts = item.components.map(writeComponent).join(" ^ ");
        lines.push(`${indent}${writeHead("error", item.tag, [item.probability])}${parts === "" ? "" : ` ${parts}`}`);
        break;
      }
      case "detector":
        lines.push(`${indent}${writeHead("detector", item.tag, item.coordinates)}${prefixed("D", item.detectors)}`);
        break;
      case "observable":
        lines.push(`${indent}${writeHead("logical_observable", item.tag, [])}${prefixed("L", item.observables)}`);
        break;
      case "shift":
        lines.push(`${indent}${writeHead("shift_detectors", item.tag, item.coordinates)} ${item.detectors}`);
        break;
      case "repeat":
        lines.push(`${indent}repeat${writeTag(item.tag)} ${item.count} {`);
        writeBody(item.body, `${indent}    `, lines);
        lines.push(`${indent}}`);
        break;
    }
  }
}

function writeComponent({ detectors, observables }: ErrorComponent): string {
  return `${prefixed("D", detectors)}${prefixed("L", observables)}`.trimStart();
}

function prefixed(letter: "D" | "L", indexes: readonly number[]): string {
  return indexes.map((i) => ` ${letter}${i}`).join("");
}
