import type { Rng } from "../../kernel/index.ts";
import { type Architecture, connectorCounts, type Tenant } from "./architecture.ts";
import { exceptionThreshold } from "./utility.ts";

/** CF1 a component has left its life cycle, CF2 it throws, CF3 it is gone, CF5 a connector is gone. */
export const failureKinds = ["CF1", "CF2", "CF3", "CF5"] as const;
export type FailureKind = (typeof failureKinds)[number];

/** Breaks something of this kind at a random place; false where there is nothing left to break. */
export function injectFailure(architecture: Architecture, kind: FailureKind, rng: Rng): boolean {
  const tenant = rng.pick(architecture.tenants);
  switch (kind) {
    case "CF1": {
      const started = tenant.components.filter(({ state }) => state === "STARTED");
      if (started.length === 0) return false;
      rng.pick(started).state = "UNKNOWN";
      return true;
    }
    case "CF2": {
      const connectors = connectorCounts(tenant);
      const used = tenant.components.flatMap(({ provided }) => provided).filter(({ uid }) => connectors.has(uid));
      if (used.length === 0) return false;
      rng.pick(used).exceptions += exceptionThreshold + 1 + rng.int(exceptionThreshold);
      return true;
    }
    case "CF3":
      if (tenant.components.length === 0) return false;
      removeComponent(tenant, rng.pick(tenant.components).uid);
      return true;
    case "CF5": {
      const connected = tenant.components
        .flatMap(({ required }) => required)
        .filter(({ target }) => target !== undefined);
      if (connected.length === 0) return false;
      rng.pick(connected).target = undefined;
      return true;
    }
  }
}

/** Takes a component away, with every connector that ends at it. */
export function removeComponent(tenant: Tenant, uid: string): void {
  const gone = new Set(tenant.components.find((component) => component.uid === uid)?.provided.map((end) => end.uid));
  tenant.components = tenant.components.filter((component) => component.uid !== uid);
  for (const { required } of tenant.components) {
    for (const end of required) if (end.target !== undefined && gone.has(end.target)) end.target = undefined;
  }
}
