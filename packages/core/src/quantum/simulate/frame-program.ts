import { type GateInstruction, type Instruction, pauliProduct, productsOf } from "../circuit/index.ts";
import { annotationStep, detectorStep } from "./annotation-steps.ts";
import type { FrameState } from "./frame-state.ts";
import type { FrameLayout, FrameStep } from "./frame-step.ts";
import { collapseStep, productStep } from "./measurement-steps.ts";
import { correlatedStep, heraldedStep, noiseStep } from "./noise-steps.ts";
import { productRows, qubitOf, rowsOfProduct } from "./pauli-rows.ts";
import { rotationStep, unitaryStep } from "./unitary-steps.ts";

/** A circuit compiled for rows of a given width: what acts on frames, in order. */
export interface FrameProgram {
  run(state: FrameState): void;
}

/**
 * Compiles instructions for `FrameState`s of the given layout: targets become word offsets, Clifford gates lists of row
 * operations, and neighbours of one kind a single kernel call.
 */
export function compileFrames(body: readonly Instruction[], layout: FrameLayout): FrameProgram {
  const steps: FrameStep[] = [];
  const { words } = layout;
  let i = 0;
  while (i < body.length) {
    const item = body[i++]!;
    if (item.kind === "repeat") {
      const inner = compileFrames(item.body, layout);
      const { count } = item;
      steps.push((state) => {
        for (let k = 0; k < count; k++) inner.run(state);
      });
      continue;
    }
    if (item.gate.name === "DETECTOR") {
      const run = [item];
      for (let next = body[i]; next?.kind === "gate" && next.gate.name === "DETECTOR"; next = body[++i]) run.push(next);
      steps.push(detectorStep(run, words));
      continue;
    }
    const step = compileGate(item, layout);
    if (step !== undefined) steps.push(step);
  }
  return {
    run(state) {
      for (let k = 0; k < steps.length; k++) steps[k]!(state);
    },
  };
}

function compileGate(item: GateInstruction, layout: FrameLayout): FrameStep | undefined {
  const { gate, targets } = item;
  switch (gate.kind) {
    case "unitary1":
    case "unitary2":
      return unitaryStep(item, layout);
    case "productRotation":
      return rotationStep(item, layout.words);
    case "measure":
    case "measureReset":
    case "reset":
      return collapseStep(item, layout.words);
    case "pairMeasure": {
      const products = [];
      for (let i = 0; i < targets.length; i += 2)
        products.push(productRows([qubitOf(targets[i]!), qubitOf(targets[i + 1]!)], gate.basis!, layout.words));
      return productStep(products, item.args[0] ?? 0);
    }
    case "productMeasure":
      return productStep(
        productsOf(targets).map((p) => rowsOfProduct(pauliProduct(p), layout.words)),
        item.args[0] ?? 0,
      );
    case "noise1":
    case "noise2":
      return noiseStep(item, layout.words);
    case "correlatedNoise":
      return correlatedStep(item, layout.words);
    case "heraldedNoise":
      return heraldedStep(item, layout.words);
    case "annotation":
      return annotationStep(item, layout.words);
  }
}
