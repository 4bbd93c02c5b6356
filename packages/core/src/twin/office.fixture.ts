import { systemModelSchema } from "../system/index.ts";

/** Three services in two zones, all of them with more machines than their work needs. */
export const office = systemModelSchema.parse({
  name: "Two zones",
  components: ["front", "side"]
    .map((id) => ({
      id,
      kind: "service",
      zone: "north",
      replicas: 4,
      serviceTimeMs: 20,
      concurrency: 2,
      loadRps: 80,
      power: { idleW: 100, peakW: 300 },
    }))
    .concat({
      id: "store",
      kind: "service",
      zone: "south",
      replicas: 4,
      serviceTimeMs: 5,
      concurrency: 4,
      loadRps: 0,
      power: { idleW: 50, peakW: 150 },
    }),
  dependencies: [{ from: "front", to: "store", payloadKb: 60 }],
  slos: [{ name: "Pages", entry: "front", availability: 0.99, latencyMs: 600 }],
});
