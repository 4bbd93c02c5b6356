/** Where in outside data something is wrong. */
export interface InputPlace {
  /** The file's name as the person gave it, or a word such as "standard input". */
  readonly file?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  /** 1-based. */
  readonly column?: number | undefined;
  /** A path such as `components[3].failureProbability`. */
  readonly field?: string | undefined;
}

/**
 * Outside data that cannot be used. The message is one sentence that says what is wrong, where, and what would be
 * right; a command prints it and exits with 2, a server answers 400 with it.
 */
export class InputError extends Error {
  readonly place: InputPlace;
  readonly reason: string;

  constructor(reason: string, place: InputPlace = {}) {
    super(describe(reason, place));
    this.name = "InputError";
    this.reason = reason;
    this.place = place;
  }

  /** The same error, with whatever it did not know of its place. */
  within(place: InputPlace): InputError {
    return new InputError(this.reason, { ...place, ...definedOnly(this.place) });
  }
}

function definedOnly(place: InputPlace): InputPlace {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

function describe(reason: string, { file, line, column, field }: InputPlace): string {
  const spot = [file, line === undefined ? undefined : `${file === undefined ? "line " : ""}${line}`, column]
    .filter((part) => part !== undefined)
    .join(":");
  return [spot, field, reason].filter((part) => part !== undefined && part !== "").join(": ");
}
