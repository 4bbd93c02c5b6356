import { systemModelSchema } from "../system/index.ts";

/** A small shop with one of each kind, calm at its mean load; what the tests of this folder run. */
export const shop = systemModelSchema.parse({
  name: "Test shop",
  components: [
    {
      id: "web",
      kind: "gateway",
      replicas: 3,
      loadRps: 100,
      serviceTimeMs: 40,
      concurrency: 4,
      power: { idleW: 30, peakW: 80 },
    },
    { id: "app", kind: "service", replicas: 2, serviceTimeMs: 20, concurrency: 2, power: { idleW: 20, peakW: 60 } },
    { id: "spare", kind: "service", replicas: 2, serviceTimeMs: 20, concurrency: 2 },
    { id: "cache", kind: "cache", serviceTimeMs: 1, hitRate: 0.8 },
    { id: "db", kind: "database", replicas: 2, serviceTimeMs: 30, concurrency: 2, recoverySeconds: 300 },
    { id: "advice", kind: "service", serviceTimeMs: 20 },
    { id: "orders", kind: "queue", serviceTimeMs: 1 },
    { id: "worker", kind: "service", serviceTimeMs: 100 },
    { id: "bank", kind: "external", serviceTimeMs: 50, concurrency: 100 },
    {
      id: "qpu",
      kind: "quantum-processor",
      serviceTimeMs: 50,
      quantum: { code: "rotated_memory_z", distance: 5, physicalErrorRate: 0.004 },
    },
  ],
  dependencies: [
    { from: "web", to: "app", retries: 1 },
    { from: "app", to: "cache", kind: "soft" },
    { from: "cache", to: "db" },
    { from: "spare", to: "db" },
    { from: "app", to: "db", callsPerRequest: 0.2 },
    { from: "app", to: "advice", kind: "soft", timeoutMs: 300 },
    { from: "app", to: "orders", callsPerRequest: 0.3 },
    { from: "orders", to: "worker", kind: "async" },
    { from: "app", to: "bank", callsPerRequest: 0.1 },
    { from: "app", to: "qpu", kind: "soft", callsPerRequest: 0.05 },
  ],
  slos: [{ name: "Pages", entry: "web", availability: 0.99, latencyMs: 600 }],
});
