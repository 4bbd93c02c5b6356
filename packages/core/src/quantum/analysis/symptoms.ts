/**
 * What an error flips: detectors as negative numbers (−1 is the last of the circuit, counted from its end), observables
 * as numbers from 0; ascending, each once. Sets are shared and never changed.
 */
export type Symptoms = readonly number[];

export const noSymptoms: Symptoms = [];

/** What is in one of the two, but not in both. */
export function xorSymptoms(a: Symptoms, b: Symptoms): Symptoms {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  if (a === b) return noSymptoms;
  const out: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i]!;
    const y = b[j]!;
    if (x < y) {
      out.push(x);
      i++;
    } else if (y < x) {
      out.push(y);
      j++;
    } else {
      i++;
      j++;
    }
  }
  while (i < a.length) out.push(a[i++]!);
  while (j < b.length) out.push(b[j++]!);
  return out;
}

/** How many detectors there are; they stand first. */
export function detectorCount(symptoms: Symptoms): number {
  let count = 0;
  while (count < symptoms.length && symptoms[count]! < 0) count++;
  return count;
}

/** The detectors moved by `shift`; observables stay. */
export function shiftSymptoms(symptoms: Symptoms, shift: number): Symptoms {
  return symptoms.map((s) => (s < 0 ? s + shift : s));
}
