import type { Knowledge } from "../../journal/index.ts";
import { parseKnowledge } from "./knowledge.ts";

/**
 * What the autopilot knows before it has learned anything. The first entries are the source document's solutions (scale
 * up, optimize queries, clear cache, restart); the last are its five strategies that save power. In the order of the
 * escalation: what disturbs least comes first.
 */
export const defaultKnowledgeText = `solutions:
  - { finding: cpu-high, components: [service, gateway, cache], action: scale-out, prior: { successes: 8, failures: 2 }, verifySeconds: 45, why: another replica shares the load }
  - { finding: cpu-high, components: [database, storage], action: optimize-queries, prior: { successes: 8, failures: 2 }, why: cheaper queries use less of the processors }
  - { finding: cpu-high, components: [service, gateway, cache], action: borrow-replicas, prior: { successes: 7, failures: 2.5 }, verifySeconds: 45, why: what has capacity to spare lends it until this is over }
  - { finding: cpu-high, action: shed-load, prior: { successes: 6, failures: 4 }, why: fewer requests use less of the processors }
  - { finding: cpu-high, action: restart, prior: { successes: 5, failures: 3 }, why: ends whatever runs away }
  - { finding: memory-high, components: [cache, database], action: clear-cache, prior: { successes: 7, failures: 2.5 }, why: frees what can be fetched again }
  - { finding: memory-high, action: restart, prior: { successes: 9, failures: 1 }, why: a leak ends with the process that leaks }
  - { finding: errors-high, action: restart, prior: { successes: 8, failures: 2 }, why: clears a bad state }
  - { finding: errors-high, components: [database, cache, queue, storage], action: fail-over, prior: { successes: 7, failures: 3 }, why: the standby is in a good state }
  - { finding: errors-high, action: roll-back, prior: { successes: 5, failures: 4 }, why: the last version worked }
  - { finding: latency-high, components: [service, gateway, cache], action: scale-out, prior: { successes: 7.5, failures: 2.5 }, verifySeconds: 45, why: shorter queues answer sooner }
  - { finding: latency-high, components: [database, storage], action: optimize-queries, prior: { successes: 7.5, failures: 2.5 }, why: cheaper queries answer sooner }
  - { finding: latency-high, components: [service, gateway, cache], action: borrow-replicas, prior: { successes: 7, failures: 3 }, verifySeconds: 45, why: what has capacity to spare lends it until this is over }
  - { finding: latency-high, action: restart, prior: { successes: 7, failures: 3 }, why: clears a bad state }
  - { finding: latency-high, action: shed-load, prior: { successes: 6, failures: 4 }, why: shorter queues answer sooner }
  - { finding: queue-high, action: scale-out, prior: { successes: 8, failures: 2 }, verifySeconds: 60, why: more workers drain the queue }
  - { finding: queue-high, action: restart, prior: { successes: 7, failures: 3 }, why: clears a worker that hangs }
  - { finding: replicas-down, action: restart, prior: { successes: 9, failures: 1 }, why: starts what has stopped }
  - { finding: replicas-down, components: [database, cache, queue, storage], action: fail-over, prior: { successes: 7, failures: 3 }, why: the standby takes over }
  - { finding: silent, action: restart, prior: { successes: 9, failures: 1 }, why: what hangs answers again after a restart }
  - { finding: silent, components: [database, cache, queue, storage], action: fail-over, prior: { successes: 7, failures: 3 }, why: the standby takes over }
  - { finding: silent, action: isolate, prior: { successes: 3, failures: 3 }, why: callers stop waiting for what will not answer }
  - { finding: untrusted, action: isolate, prior: { successes: 8, failures: 2 }, why: what cannot be trusted must not be believed }
  - { finding: decoder-drift, action: update-prior, prior: { successes: 9, failures: 1 }, verifySeconds: 120, why: the decoder weighs errors as they are now }
  - { finding: logical-errors-high, action: isolate, prior: { successes: 7.5, failures: 2.5 }, why: nothing is built on qubits that are worse than they should be until they are calibrated }
  - { finding: over-provisioned, action: gate-clocks, prior: { successes: 8, failures: 2 }, verifySeconds: 60, why: clocks that stand still draw no dynamic power }
  - { finding: over-provisioned, action: compress-data, prior: { successes: 7.5, failures: 2.5 }, verifySeconds: 60, why: idle processors have the time to send less }
  - { finding: over-provisioned, action: sleep-replicas, prior: { successes: 8, failures: 2 }, verifySeconds: 60, why: a machine that sleeps draws next to nothing and wakes in seconds }
  - { finding: over-provisioned, action: scale-in, prior: { successes: 8, failures: 2 }, verifySeconds: 60, why: the others have room for its load }
  - { finding: over-provisioned, action: consolidate, prior: { successes: 7.5, failures: 2.5 }, verifySeconds: 60, why: half-empty machines draw nearly what full ones do }
`;

export const defaultKnowledge: Knowledge = parseKnowledge(defaultKnowledgeText);
