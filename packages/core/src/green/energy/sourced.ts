/** A figure that says where it is from. */
export interface Sourced {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

export function sourced(value: number, unit: string, source: string): Sourced {
  return { value, unit, source };
}
