import type { Health } from "./health.ts";

const rank: Record<Health, number> = { healthy: 0, healing: 1, isolated: 2, unknown: 3, degraded: 4, failing: 5 };

/** The worst of several; `healthy` for none. */
export function worstHealth(healths: Iterable<Health>): Health {
  let worst: Health = "healthy";
  for (const health of healths) if (rank[health] > rank[worst]) worst = health;
  return worst;
}
