/** How a gate reads its targets and what it does with them. */
export type GateKind =
  /** A Clifford operation on each target. */
  | "unitary1"
  /** A Clifford operation on each aligned pair of targets. */
  | "unitary2"
  /** exp(∓iπ/4·P) up to phase, for each Pauli product P. */
  | "productRotation"
  | "measure"
  | "reset"
  | "measureReset"
  | "pairMeasure"
  | "productMeasure"
  /** Noise on each target. */
  | "noise1"
  /** Noise on each aligned pair of targets. */
  | "noise2"
  /** One Pauli product that happens or does not. */
  | "correlatedNoise"
  /** Noise that also records whether it happened. */
  | "heraldedNoise"
  | "annotation";

/** What the numbers in parentheses are. */
export type ArgumentRule =
  | "none"
  /** Nothing, or the probability that the result is recorded wrongly. */
  | "flip"
  | "probability"
  /** Probabilities of which at most one comes true: their sum is at most 1. */
  | { readonly disjoint: number | "any" }
  | "observable"
  | "coordinates";

/** A gate of the circuit format. */
export interface Gate {
  /** The name under which it is written. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: GateKind;
  readonly args: ArgumentRule;
  /** The measured, reset or rotated Pauli, where there is one. */
  readonly basis?: "X" | "Y" | "Z";
  /**
   * What X₀, Z₀ (, X₁, Z₁) become under conjugation by a Clifford gate, such as "+X_" or "-ZY"; empty for the rest.
   */
  readonly images: readonly string[];
  /** Which target of a pair may be a measurement record or a sweep bit: a classically controlled Pauli. */
  readonly classicalControl: "none" | "first" | "second" | "either";
}

type Options = Partial<Pick<Gate, "aliases" | "basis" | "images" | "classicalControl" | "args">>;

function gate(name: string, kind: GateKind, options: Options = {}): Gate {
  return { name, kind, aliases: [], args: "none", images: [], classicalControl: "none", ...options };
}

/** A one-qubit Clifford gate by the images of X and Z. */
function one(name: string, x: string, z: string, ...aliases: string[]): Gate {
  return gate(name, "unitary1", { aliases, images: [x, z] });
}

/** A two-qubit Clifford gate by the images of X₀, Z₀, X₁ and Z₁. */
function two(name: string, images: string, options: Options = {}): Gate {
  return gate(name, "unitary2", { ...options, images: images.split(" ") });
}

function noise(name: string, kind: GateKind, args: ArgumentRule, ...aliases: string[]): Gate {
  return gate(name, kind, { args, aliases });
}

const bases = ["X", "Y", "Z"] as const;

/** Every gate of the circuit format (Gidney, 2021, and its later versions); `REPEAT` is a block, not a gate. */
export const gates: readonly Gate[] = [
  one("I", "+X", "+Z"),
  one("X", "+X", "-Z"),
  one("Y", "-X", "-Z"),
  one("Z", "-X", "+Z"),
  one("C_XYZ", "+Y", "+X"),
  one("C_ZYX", "+Z", "+Y"),
  one("C_NXYZ", "-Y", "-X"),
  one("C_XNYZ", "-Y", "+X"),
  one("C_XYNZ", "+Y", "-X"),
  one("C_NZYX", "-Z", "-Y"),
  one("C_ZNYX", "+Z", "-Y"),
  one("C_ZYNX", "-Z", "+Y"),
  one("H", "+Z", "+X", "H_XZ"),
  one("H_XY", "+Y", "-Z"),
  one("H_YZ", "-X", "+Y"),
  one("H_NXY", "-Y", "-Z"),
  one("H_NXZ", "-Z", "-X"),
  one("H_NYZ", "-X", "-Y"),
  one("S", "+Y", "+Z", "SQRT_Z"),
  one("S_DAG", "-Y", "+Z", "SQRT_Z_DAG"),
  one("SQRT_X", "+X", "-Y"),
  one("SQRT_X_DAG", "+X", "+Y"),
  one("SQRT_Y", "-Z", "+X"),
  one("SQRT_Y_DAG", "+Z", "-X"),

  two("II", "+X_ +Z_ +_X +_Z"),
  two("CX", "+XX +Z_ +_X +ZZ", { aliases: ["CNOT", "ZCX"], classicalControl: "first" }),
  two("CY", "+XY +Z_ +ZX +ZZ", { aliases: ["ZCY"], classicalControl: "first" }),
  two("CZ", "+XZ +Z_ +ZX +_Z", { aliases: ["ZCZ"], classicalControl: "either" }),
  two("XCX", "+X_ +ZX +_X +XZ"),
  two("XCY", "+X_ +ZY +XX +XZ"),
  two("XCZ", "+X_ +ZZ +XX +_Z", { classicalControl: "second" }),
  two("YCX", "+XX +ZX +_X +YZ"),
  two("YCY", "+XY +ZY +YX +YZ"),
  two("YCZ", "+XZ +ZZ +YX +_Z", { classicalControl: "second" }),
  two("SWAP", "+_X +_Z +X_ +Z_"),
  two("ISWAP", "+ZY +_Z +YZ +Z_"),
  two("ISWAP_DAG", "-ZY +_Z -YZ +Z_"),
  two("CXSWAP", "+XX +_Z +X_ +ZZ"),
  two("SWAPCX", "+_X +ZZ +XX +Z_"),
  two("CZSWAP", "+ZX +_Z +XZ +Z_", { aliases: ["SWAPCZ"] }),
  two("SQRT_XX", "+X_ -YX +_X -XY"),
  two("SQRT_XX_DAG", "+X_ +YX +_X +XY"),
  two("SQRT_YY", "-ZY +XY -YZ +YX"),
  two("SQRT_YY_DAG", "+ZY -XY +YZ -YX"),
  two("SQRT_ZZ", "+YZ +Z_ +ZY +_Z"),
  two("SQRT_ZZ_DAG", "-YZ +Z_ -ZY +_Z"),

  gate("SPP", "productRotation"),
  gate("SPP_DAG", "productRotation"),

  ...bases.map((basis) => {
    const z = basis === "Z";
    return gate(z ? "M" : `M${basis}`, "measure", { basis, args: "flip", aliases: z ? ["MZ"] : [] });
  }),
  ...bases.map((basis) => {
    const z = basis === "Z";
    return gate(z ? "MR" : `MR${basis}`, "measureReset", { basis, args: "flip", aliases: z ? ["MRZ"] : [] });
  }),
  ...bases.map((basis) => {
    const z = basis === "Z";
    return gate(z ? "R" : `R${basis}`, "reset", { basis, aliases: z ? ["RZ"] : [] });
  }),
  ...bases.map((basis) => gate(`M${basis}${basis}`, "pairMeasure", { basis, args: "flip" })),
  gate("MPP", "productMeasure", { args: "flip" }),

  noise("X_ERROR", "noise1", "probability"),
  noise("Y_ERROR", "noise1", "probability"),
  noise("Z_ERROR", "noise1", "probability"),
  noise("I_ERROR", "noise1", { disjoint: "any" }),
  noise("II_ERROR", "noise2", { disjoint: "any" }),
  noise("DEPOLARIZE1", "noise1", "probability"),
  noise("DEPOLARIZE2", "noise2", "probability"),
  noise("PAULI_CHANNEL_1", "noise1", { disjoint: 3 }),
  noise("PAULI_CHANNEL_2", "noise2", { disjoint: 15 }),
  noise("E", "correlatedNoise", "probability", "CORRELATED_ERROR"),
  noise("ELSE_CORRELATED_ERROR", "correlatedNoise", "probability"),
  noise("HERALDED_ERASE", "heraldedNoise", "probability"),
  noise("HERALDED_PAULI_CHANNEL_1", "heraldedNoise", { disjoint: 4 }),

  gate("DETECTOR", "annotation", { args: "coordinates" }),
  gate("OBSERVABLE_INCLUDE", "annotation", { args: "observable" }),
  gate("QUBIT_COORDS", "annotation", { args: "coordinates" }),
  gate("SHIFT_COORDS", "annotation", { args: "coordinates" }),
  gate("TICK", "annotation"),
  gate("MPAD", "annotation", { args: "flip" }),
];

const byName = new Map(gates.flatMap((g) => [g.name, ...g.aliases].map((name) => [name, g] as const)));

/** The gate of that name or alias; names ignore case. */
export function findGate(name: string): Gate | undefined {
  return byName.get(name.toUpperCase());
}
