export { conjugate, invertImages, parseSmallPauli, type SmallPauli } from "./clifford-images.ts";
export { type PauliBits, pauliPhase } from "./pauli-phase.ts";
