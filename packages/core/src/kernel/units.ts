/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;
/** A span of time in milliseconds. */
export type DurationMs = number;
/** A probability in 0..1. */
export type Probability = number;

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
