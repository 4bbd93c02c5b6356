import { type EpochMs, mean, secondMs } from "../kernel/index.ts";
import type { ConsoleState } from "../journal/index.ts";
import { lateShare } from "../twin/index.ts";

/** How the system is at one moment, read in the same way from what was recorded and from what is simulated. */
export interface Reading {
  readonly at: EpochMs;
  /** Share of the requests at the promised entries that are answered well and in time, 0..1. */
  readonly served: number;
  /** Whether every promise of the system is kept. */
  readonly isPromiseKept: boolean;
  /** Components that are not healthy. */
  readonly unhealthy: number;
  /** Whether the component that the decision was about is healthy. */
  readonly isTargetWell: boolean;
  /** Electrical power of the whole system, watts; null where nothing tells it. */
  readonly powerW: number | null;
}

/** A component that was not heard of for longer answers nobody. */
const silentAfterMs = 4 * secondMs;

export function readingOf(state: ConsoleState, target: string): Reading {
  let unhealthy = 0;
  let powerW: number | null = null;
  for (const [id, { metrics }] of Object.entries(state.components)) {
    if (!isWell(state, id)) unhealthy++;
    const own = metrics["powerW"];
    if (own !== undefined) powerW = (powerW ?? 0) + own;
  }
  const promises = promisesOf(state).map(({ entry, availability, latencyMs }) => ({
    availability,
    served: servedAt(state, entry, latencyMs),
  }));
  return {
    at: state.at,
    served: promises.length === 0 ? 1 : mean(promises.map(({ served }) => served)),
    isPromiseKept: promises.every(({ served, availability }) => served >= availability),
    unhealthy,
    isTargetWell: isWell(state, target),
    powerW,
  };
}

interface Promised {
  readonly entry: string;
  readonly availability: number;
  readonly latencyMs?: number | undefined;
}

/** What a system owes that makes no promise: nine of ten requests at each place where load enters. */
const unpromisedAvailability = 0.9;

function promisesOf({ model }: ConsoleState): readonly Promised[] {
  if (model === null) return [];
  if (model.slos.length > 0) return model.slos;
  const entries = model.components.filter(({ loadRps }) => loadRps > 0);
  return entries.map(({ id }) => ({ entry: id, availability: unpromisedAvailability }));
}

function servedAt(state: ConsoleState, entry: string, latencyMs: number | undefined): number {
  const held = state.components[entry];
  if (held === undefined || held.seenAt === 0) return 1;
  if (state.at - held.seenAt > silentAfterMs) return 0;
  const { errorRate = 0, latencyMs: meanMs, latencyP99Ms: p99Ms } = held.metrics;
  const late =
    latencyMs === undefined || meanMs === undefined || p99Ms === undefined ? 0 : lateShare(latencyMs, meanMs, p99Ms);
  return Math.min(1, Math.max(0, 1 - errorRate)) * (1 - late);
}

function isWell(state: ConsoleState, id: string): boolean {
  const health = state.components[id]?.health;
  return health === undefined || health === "healthy" || health === "unknown";
}
