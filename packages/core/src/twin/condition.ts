import { InputError } from "../kernel/index.ts";
import type { StandardMetric } from "../system/index.ts";
import { queueLength, samplesOf } from "./telemetry.ts";
import type { Topology } from "./topology.ts";
import { isServing } from "./traffic.ts";
import type { TwinState } from "./twin-state.ts";

/** What a component of a twin is really like, beside what its frames say. */
export interface Condition {
  readonly replicas: number;
  readonly replicasUp: number;
  readonly replicasStarting: number;
  readonly isServing: boolean;
  readonly isIsolated: boolean;
  /** Share of its requests that go without something soft. */
  readonly degradedShare: number;
  /** Requests that have arrived and are not yet served, work that it has not handed on included. */
  readonly waiting: number;
  /** Energy since the start, watt-hours. */
  readonly energyWh: number;
  /** Requests since the start; what arrived has been served, failed, gone elsewhere, or waits. */
  readonly requests: {
    readonly arrived: number;
    readonly served: number;
    readonly failed: number;
    readonly rerouted: number;
    readonly waiting: number;
  };
  readonly samples: Partial<Record<StandardMetric, number>>;
}

/** @throws {InputError} for a component that is not there */
export function readCondition(state: TwinState, topology: Topology, id: string): Condition {
  const i = topology.indexOf.get(id);
  if (i === undefined)
    throw new InputError(`there is no component "${id}"; name one of the system`, { field: "component" });
  const { c } = state;
  return {
    replicas: c.replicas[i]!,
    replicasUp: c.up[i]!,
    replicasStarting: c.starting[i]!,
    isServing: isServing(state, i) && c.faultHang[i] === 0,
    isIsolated: c.isolated[i]! > 0,
    degradedShare: c.windowServed[i]! > 0.5 ? c.windowDegraded[i]! / c.windowServed[i]! : 0,
    waiting: queueLength(state, topology, i),
    energyWh: c.energyWMs[i]! / 3_600_000,
    requests: {
      arrived: c.totalArrived[i]!,
      served: c.totalServed[i]!,
      failed: c.totalFailed[i]!,
      rerouted: c.totalRerouted[i]!,
      waiting: c.waiting[i]!,
    },
    samples: samplesOf(state, topology, i),
  };
}
