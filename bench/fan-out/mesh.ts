import { type SystemModel, systemModelSchema } from "@homeostat/core/system";

/** A system of services in tiers of twenty, each needing two of the next tier; load enters at the first. */
export function mesh(components: number): SystemModel {
  const perTier = 20;
  const dependencies = Array.from({ length: Math.max(0, components - perTier) }, (_, i) => {
    const below = (shift: number) => (Math.floor(i / perTier) + 1) * perTier + ((i + shift) % perTier);
    return [below(0), below(7)]
      .filter((to) => to < components)
      .map((to) => ({ from: `service-${i}`, to: `service-${to}`, callsPerRequest: 0.5 }));
  }).flat();
  return systemModelSchema.parse({
    name: `${components} services`,
    components: Array.from({ length: components }, (_, i) => ({
      id: `service-${i}`,
      kind: "service",
      group: `tier ${Math.floor(i / perTier)}`,
      replicas: 2,
      loadRps: i < perTier ? 20 : 0,
      power: { idleW: 40, peakW: 90 },
    })),
    dependencies,
    slos: [{ name: "Front", entry: "service-0", availability: 0.99 }],
  });
}
