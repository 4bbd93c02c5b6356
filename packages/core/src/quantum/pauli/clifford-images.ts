import { pauliPhase } from "./pauli-phase.ts";

/** A signed Pauli on one or two qubits: two bits a qubit, first qubit least significant. */
export interface SmallPauli {
  readonly bits: number;
  readonly isNegative: boolean;
}

/** Reads an image such as "-ZY" or "+X_". */
export function parseSmallPauli(text: string): SmallPauli {
  let bits = 0;
  for (let q = 1; q < text.length; q++) bits |= ({ _: 0, X: 1, Z: 2, Y: 3 }[text[q]!] ?? 0) << (2 * (q - 1));
  return { bits, isNegative: text.startsWith("-") };
}

/** What a Clifford gate makes of any Pauli, given what it makes of X₀, Z₀ (, X₁, Z₁). */
export function conjugate(images: readonly SmallPauli[], pauli: SmallPauli): SmallPauli {
  let bits = 0;
  let phase = pauli.isNegative ? 2 : 0;
  images.forEach((image, i) => {
    if (((pauli.bits >>> i) & 1) === 0) return;
    phase += image.isNegative ? 2 : 0;
    for (let shift = 0; shift < images.length; shift += 2)
      phase += pauliPhase((bits >>> shift) & 3, (image.bits >>> shift) & 3);
    bits ^= image.bits;
  });
  // Y = iXZ: each Y that goes in brings an i, which the product of its parts takes back.
  for (let shift = 0; shift < images.length; shift += 2) if (((pauli.bits >>> shift) & 3) === 3) phase += 1;
  return { bits, isNegative: ((phase % 4) + 4) % 4 === 2 };
}

/** The images of the inverse gate. */
export function invertImages(images: readonly SmallPauli[]): SmallPauli[] {
  const inverse: SmallPauli[] = [];
  for (let bits = 1; bits < 1 << images.length; bits++) {
    const image = conjugate(images, { bits, isNegative: false });
    if ((image.bits & (image.bits - 1)) !== 0) continue;
    inverse[Math.log2(image.bits)] = { bits, isNegative: image.isNegative };
  }
  return inverse;
}
