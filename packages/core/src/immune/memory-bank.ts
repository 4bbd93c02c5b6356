import { dayMs, type EpochMs } from "../kernel/index.ts";
import { mergeSignatures, moveKey, type Signature, signatureSimilarity } from "./signature.ts";

/** A confirmed incident, kept to be recognised when it starts again. */
export interface MemoryCell<Lesson> {
  readonly id: string;
  readonly signature: Signature;
  /** What was learned from it: its root cause, the repair that worked. */
  readonly lesson: Lesson;
  /** How often it was seen. */
  readonly exposures: number;
  readonly bornAt: EpochMs;
  readonly lastSeenAt: EpochMs;
}

export interface MemoryMatch<Lesson> {
  readonly cell: MemoryCell<Lesson>;
  /** 0..1. */
  readonly similarity: number;
}

/** From this similarity on, an incident is held to be one that was seen before. */
export const recognisedFrom = 0.8;

export interface MemoryBankOptions<Lesson> {
  /** Whether two lessons are the same, so that an incident adds an exposure to a cell and makes no new one. */
  readonly isSameLesson: (a: Lesson, b: Lesson) => boolean;
  /** From this similarity on, an incident with the same lesson is the same incident again. */
  readonly sameFrom?: number;
  /** Cells kept; the one with the least exposures, faded by age, goes first. */
  readonly capacity?: number;
}

const exposureHalfLifeMs = 90 * dayMs;

/** All memory cells of a system: what it has been through, and what helped. */
export class MemoryBank<Lesson> {
  readonly #isSameLesson: (a: Lesson, b: Lesson) => boolean;
  readonly #sameFrom: number;
  readonly #capacity: number;
  #cells: MemoryCell<Lesson>[] = [];
  #born = 0;

  constructor({ isSameLesson, sameFrom = 0.92, capacity = 256 }: MemoryBankOptions<Lesson>) {
    this.#isSameLesson = isSameLesson;
    this.#sameFrom = sameFrom;
    this.#capacity = capacity;
  }

  get cells(): readonly MemoryCell<Lesson>[] {
    return this.#cells;
  }

  /** Keeps a confirmed incident: as another exposure of a cell that it matches and agrees with, or as a new cell. */
  remember(signature: Signature, lesson: Lesson, at: EpochMs): MemoryCell<Lesson> {
    const known = this.recognise(signature).find(
      ({ cell, similarity }) => similarity >= this.#sameFrom && this.#isSameLesson(cell.lesson, lesson),
    )?.cell;
    const cell: MemoryCell<Lesson> =
      known === undefined
        ? { id: `cell-${++this.#born}`, signature, lesson, exposures: 1, bornAt: at, lastSeenAt: at }
        : {
            ...known,
            signature: mergeSignatures(known.signature, signature, known.exposures / (known.exposures + 1)),
            lesson,
            exposures: known.exposures + 1,
            lastSeenAt: at,
          };
    this.#cells = [...this.#cells.filter(({ id }) => id !== cell.id), cell];
    if (this.#cells.length > this.#capacity) {
      const others = this.#cells.slice(0, -1);
      const weakest = others.reduce((a, b) => (strength(b, at) < strength(a, at) ? b : a));
      this.#cells = this.#cells.filter(({ id }) => id !== weakest.id);
    }
    return cell;
  }

  /**
   * The cells that an incident, as far as it has come, looks like; best first, those with nothing in common left out.
   * A move that many cells share tells them apart less, and counts less.
   */
  recognise(soFar: Signature): MemoryMatch<Lesson>[] {
    const weightOf = this.#rarity();
    return this.#cells
      .map((cell) => ({ cell, similarity: signatureSimilarity(soFar, cell.signature, weightOf) }))
      .filter(({ similarity }) => similarity > 0)
      .sort((a, b) => b.similarity - a.similarity || a.cell.bornAt - b.cell.bornAt);
  }

  /** By move: the logarithm of one plus how many cells there are for each that has it (inverse document frequency). */
  #rarity(): (key: string) => number {
    const having = new Map<string, number>();
    for (const { signature } of this.#cells)
      for (const name of new Set(signature.moves.map(moveKey))) having.set(name, (having.get(name) ?? 0) + 1);
    return (name) => Math.log1p(this.#cells.length / (having.get(name) ?? 1));
  }

  forget(cellId: string): boolean {
    const before = this.#cells.length;
    this.#cells = this.#cells.filter(({ id }) => id !== cellId);
    return this.#cells.length < before;
  }

  save(): { readonly born: number; readonly cells: readonly MemoryCell<Lesson>[] } {
    return { born: this.#born, cells: this.#cells };
  }

  load(state: { readonly born: number; readonly cells: readonly MemoryCell<Lesson>[] }): void {
    this.#born = state.born;
    this.#cells = [...state.cells];
  }
}

function strength(cell: MemoryCell<unknown>, now: EpochMs): number {
  return cell.exposures * 0.5 ** ((now - cell.lastSeenAt) / exposureHalfLifeMs);
}
