import { InputError } from "../../kernel/index.ts";

/** The formats in which shots are kept; none has a header, so the bits of a shot must be known. */
export const shotFormats = ["01", "b8", "r8", "hits", "dets", "ptb64"] as const;
export type ShotFormat = (typeof shotFormats)[number];

/** What the bits of a shot are: measurements first, then detectors, then observables. */
export interface ShotLayout {
  readonly measurements: number;
  readonly detectors: number;
  readonly observables: number;
}

/** A layout with the kinds that are left out at zero. */
export function shotLayout(counts: Partial<ShotLayout>): ShotLayout {
  return { measurements: 0, detectors: 0, observables: 0, ...counts };
}

export function layoutBits({ measurements, detectors, observables }: ShotLayout): number {
  return measurements + detectors + observables;
}

/** Reads the name of a format; throws an `InputError` that lists them. */
export function parseShotFormat(text: string): ShotFormat {
  const format = shotFormats.find((f) => f === text);
  if (format === undefined)
    throw new InputError(`"${text}" is no format of shots; it would be one of ${shotFormats.join(", ")}`);
  return format;
}
