import { clamp } from "../../kernel/index.ts";
import type { SystemModel } from "../../system/index.ts";
import type { FootprintFile } from "./footprint.ts";

/** Requests a second at each component of a system at its mean load: what enters, and what callers pass on. */
export function meanRequestRates(model: SystemModel): Map<string, number> {
  const own = new Map(model.components.map((component) => [component.id, component.loadRps]));
  const hitRate = new Map(model.components.map((component) => [component.id, component.hitRate ?? 0]));
  let rates = own;
  for (let round = 0; round < Math.min(60, model.components.length); round++) {
    const next = new Map(own);
    for (const { from, to, callsPerRequest } of model.dependencies)
      next.set(to, next.get(to)! + rates.get(from)! * (1 - hitRate.get(from)!) * callsPerRequest);
    rates = next;
  }
  return rates;
}

/**
 * A system at its mean load over an hour as a footprint: utilisation from the requests that reach each component, their
 * service time and its concurrency; power from the file, or one core's for each eight
 * requests at a time, of a server of sixteen.
 */
export function systemFootprintFile(model: SystemModel): FootprintFile {
  const rates = meanRequestRates(model);
  const entering = model.components.reduce((sum, { loadRps }) => sum + loadRps, 0);
  return {
    name: model.name,
    functionalUnit: { name: "request", count: Math.max(1, entering * 3600) },
    components: model.components
      .filter(({ kind }) => kind !== "external")
      .map((component) => ({
        name: component.id,
        power:
          component.power === undefined
            ? { kind: "cores" as const, cores: Math.max(1, component.concurrency / 8) }
            : { kind: "idle-peak" as const, ...component.power },
        utilisation: clamp(
          (rates.get(component.id)! * component.serviceTimeMs) / 1000 / (component.concurrency * component.replicas),
          0,
          1,
        ),
        durationSeconds: 3600,
        machines: component.replicas,
        share: 1,
        ...(component.power === undefined ? { embodied: { share: Math.min(1, component.concurrency / 8 / 16) } } : {}),
        memoryGb: 0,
        ssdTb: 0,
        hddTb: 0,
        replication: 1,
        networkGb: 0,
        networkKwh: 0,
      })),
  };
}
