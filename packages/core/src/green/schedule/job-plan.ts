/** Power that a job draws in one slot of one region. */
export interface Draw {
  readonly region: number;
  readonly slot: number;
  readonly power: number;
}

/** What a job does in a plan. */
export type JobPlan =
  | { readonly kind: "in-one-piece"; readonly region: number; readonly start: number }
  | { readonly kind: "in-parts"; readonly draws: readonly Draw[] };

/** Draws by position as draws by region and slot. */
export function inParts(load: readonly (readonly [number, number])[], slots: number): JobPlan {
  return {
    kind: "in-parts",
    draws: load.map(([position, power]) => ({ region: Math.floor(position / slots), slot: position % slots, power })),
  };
}
