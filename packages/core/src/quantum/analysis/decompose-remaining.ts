import { InputError } from "../../kernel/index.ts";
import { compareComponents, type ErrorClass, ErrorClasses } from "./error-classes.ts";
import { detectorCount, type Symptoms, xorSymptoms } from "./symptoms.ts";

export interface DecompositionOptions {
  /** Leave errors that cannot be decomposed whole, where they would else be refused. */
  readonly ignoreDecompositionFailures?: boolean | undefined;
  /** Never make up a part that no error of the circuit has. */
  readonly blockRemnantEdges?: boolean | undefined;
}

/** Parts of one or two detectors by their detectors. */
type KnownParts = ReadonlyMap<string, Symptoms>;

export function isGraphlike({ components }: ErrorClass): boolean {
  return components.every((part) => detectorCount(part) <= 2);
}

/**
 * Rewrites the errors of more than two detectors as parts of one or two that other errors have: first by an exhaustive
 * search for parts that also give the right observables, then greedily with a remnant of at most two detectors.
 * @param nearby the classes of the same and of neighbouring stretches of the circuit
 * @param name how a detector is called in a message
 */
export function decomposeRemaining(
  classes: ErrorClasses,
  nearby: readonly ErrorClass[],
  options: DecompositionOptions,
  name: (symptom: number) => string,
): ErrorClasses {
  const known = knownParts(nearby);
  const out = new ErrorClasses();
  for (const item of classes) {
    if (isGraphlike(item)) {
      out.add(item.probability, item.components);
      continue;
    }
    const parts = item.components.flatMap((problem): readonly Symptoms[] => {
      const found =
        searchParts(problem, known) ??
        (options.blockRemnantEdges === true && detectorCount(problem) > 2 ? undefined : greedyParts(problem, known));
      if (found !== undefined) return found;
      if (options.ignoreDecompositionFailures === true) return [problem];
      throw new InputError(
        `the error that flips ${problem.map(name).join(" ")} has no parts of at most two detectors each; allow it to stay whole with --ignore_decomposition_failures, or leave out --decompose_errors`,
      );
    });
    out.add(item.probability, parts);
  }
  return out;
}

function knownParts(classes: readonly ErrorClass[]): KnownParts {
  const known = new Map<string, Symptoms>();
  for (const { components } of classes.toSorted((a, b) => compareComponents(a.components, b.components))) {
    for (const part of components) {
      const detectors = detectorCount(part);
      if (detectors === 1 || detectors === 2) known.set(part.slice(0, detectors).join(), part);
    }
  }
  return known;
}

/** All ways to pair up the detectors of `problem` or leave them single, until one also has its observables. */
function searchParts(problem: Symptoms, known: KnownParts): Symptoms[] | undefined {
  const detectors = problem.slice(0, detectorCount(problem));
  const search = (open: readonly number[], observables: Symptoms): Symptoms[] | undefined => {
    const [first, ...rest] = open;
    if (first === undefined) return observables.length === 0 ? [] : undefined;
    for (let k = 0; k <= rest.length; k++) {
      const partner = rest[k];
      const part = known.get(partner === undefined ? `${first}` : `${first},${partner}`);
      if (part === undefined) continue;
      const others = partner === undefined ? rest : rest.toSpliced(k, 1);
      const found = search(others, xorSymptoms(observables, part.slice(partner === undefined ? 1 : 2)));
      if (found !== undefined) return [part, ...found];
    }
    return undefined;
  };
  return search(detectors, problem.slice(detectors.length));
}

/** Pairs, then single detectors, whatever comes first, and one made-up part for what is left over. */
function greedyParts(problem: Symptoms, known: KnownParts): Symptoms[] | undefined {
  const count = detectorCount(problem);
  if (count <= 2) return [problem];
  const parts: Symptoms[] = [];
  const done = new Set<number>();
  for (let i = 0; i < count; i++) {
    if (done.has(i)) continue;
    for (let k = i + 1; k < count; k++) {
      const part = done.has(k) ? undefined : known.get(`${problem[i]},${problem[k]}`);
      if (part === undefined) continue;
      parts.push(part);
      done.add(i).add(k);
      break;
    }
  }
  for (let i = 0; i < count; i++) {
    const part = done.has(i) ? undefined : known.get(`${problem[i]}`);
    if (part === undefined) continue;
    parts.push(part);
    done.add(i);
  }
  if (count - done.size > 2) return undefined;
  const remnant = parts.reduce(xorSymptoms, problem);
  return remnant.length === 0 ? parts : [...parts, remnant];
}
