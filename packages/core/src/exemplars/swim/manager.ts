/** What does not change during a run. */
export interface SwimPlant {
  readonly maxServers: number;
  readonly dimmerLevels: number;
  readonly bootSeconds: number;
  /** Seconds; a period whose mean response time is longer is late. */
  readonly responseTimeLimit: number;
}

/** What an adaptation manager sees: the present, and means and rates of the last minute. */
export interface SwimObservation {
  readonly nowSeconds: number;
  readonly dimmer: number;
  /** Servers, one that boots or drains included. */
  readonly servers: number;
  /** Servers that take requests. */
  readonly activeServers: number;
  /** Share of the last minute that each active server was busy, in the order of their numbers. */
  readonly busyShares: readonly number[];
  /** Requests a second. */
  readonly arrivalRate: number;
  /** The same, of the last 20 seconds only. */
  readonly recentArrivalRate: number;
  /** Responses with optional content: their mean response time in seconds, and how many a second. */
  readonly optional: { readonly responseTime: number; readonly rate: number };
  /** The same for those without. */
  readonly low: { readonly responseTime: number; readonly rate: number };
  /** Mean response time of both. */
  readonly responseTime: number;
}

export type SwimAction =
  | { readonly kind: "add-server" }
  | { readonly kind: "remove-server" }
  | { readonly kind: "set-dimmer"; readonly dimmer: number };

/** An adaptation loop: every minute it sees the system and says what to do. It may remember what it saw. */
export interface SwimManager {
  /** Sees a minute in which nothing may be done yet. */
  watch?(observation: SwimObservation, plant: SwimPlant): void;
  decide(observation: SwimObservation, plant: SwimPlant): readonly SwimAction[];
}

/** Leaves everything as it is. */
export const doNothing: SwimManager = { decide: () => [] };

/** Goes to a setting and stays there; with no number of servers, those that there are. */
export function holdManager({ servers: held, dimmer: level }: { servers?: number; dimmer: number }): SwimManager {
  return {
    decide({ servers, activeServers, dimmer }) {
      const actions: SwimAction[] = dimmer === level ? [] : [{ kind: "set-dimmer", dimmer: level }];
      if (held === undefined || servers === held) return actions;
      if (servers > held) return [...actions, { kind: "remove-server" }];
      return servers === activeServers ? [...actions, { kind: "add-server" }] : actions;
    },
  };
}

/** All the optional content, and the servers that there are. */
export const staticManager: SwimManager = holdManager({ dimmer: 1 });

/** The managers that SWIM ships with: `reactive` gives back only what is spare, `reactive2` whenever it is fast enough. */
export function reactiveManager({ needsSpareServer }: { readonly needsSpareServer: boolean }): SwimManager {
  return {
    decide({ dimmer, servers, activeServers, busyShares, responseTime }, plant) {
      const utilisation = busyShares.reduce((sum, share) => sum + share, 0);
      const step = 1 / (plant.dimmerLevels - 1);
      const isBooting = servers > activeServers;
      if (responseTime > plant.responseTimeLimit) {
        if (!isBooting && servers < plant.maxServers) return [{ kind: "add-server" }];
        return dimmer > 0 ? [{ kind: "set-dimmer", dimmer: Math.max(0, dimmer - step) }] : [];
      }
      if (responseTime < plant.responseTimeLimit && (!needsSpareServer || activeServers - utilisation > 1)) {
        if (dimmer < 1) return [{ kind: "set-dimmer", dimmer: Math.min(1, dimmer + step) }];
        if (!isBooting && servers > 1) return [{ kind: "remove-server" }];
      }
      return [];
    },
  };
}
