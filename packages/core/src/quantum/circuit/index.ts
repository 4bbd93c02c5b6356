export {
  type Circuit,
  type GateInstruction,
  type Instruction,
  type PauliLetter,
  productsOf,
  type RepeatBlock,
  resultsOf,
  type Target,
} from "./circuit.ts";
export { type CircuitCounts, countBody, countCircuit } from "./count-circuit.ts";
export { findGate, type Gate, gates } from "./gate.ts";
export { parseCircuit } from "./parse-circuit.ts";
export { type PauliProduct, pauliProduct } from "./product-phase.ts";
export { writeCircuit } from "./write-circuit.ts";
