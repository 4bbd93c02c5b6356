import type { Dependency } from "@homeostat/core/system";

/** What is done to a component's processes: by faults, and by actions. */
export interface Conditions {
  /** Milliseconds added to every answer. */
  readonly latencyMs: number;
  /** Share of the requests that fail. */
  readonly errorShare: number;
  /** Share of one processor that is burned. */
  readonly cpuShare: number;
  readonly leakBytesPerSecond: number;
  /** Callees that cannot be reached: calls to them are lost. */
  readonly cut: readonly string[];
  /** Share of the requests that are turned away at once. */
  readonly shedShare: number;
  /** Callees that are not called: calls to them fail at once. */
  readonly openBreakers: readonly string[];
}

export const calm: Conditions = {
  latencyMs: 0,
  errorShare: 0,
  cpuShare: 0,
  leakBytesPerSecond: 0,
  cut: [],
  shedShare: 0,
  openBreakers: [],
};

/** Where each component's replicas listen; an empty list for none. */
export type Routes = Readonly<Record<string, readonly number[]>>;

/** What a service process is started with. */
export interface ServiceSettings {
  readonly component: string;
  readonly serviceTimeMs: number;
  readonly concurrency: number;
  /** Caches only. */
  readonly hitRate: number | undefined;
  readonly dependencies: readonly Dependency[];
  /** Memory in use is told as a share of this. */
  readonly memoryLimitBytes: number;
}

/** What the load generator is started with. */
export interface LoadSettings {
  readonly entries: readonly { readonly component: string; readonly rps: number; readonly timeoutMs: number }[];
}

export type ToProcess =
  | { readonly kind: "routes"; readonly routes: Routes }
  | { readonly kind: "conditions"; readonly conditions: Conditions }
  | { readonly kind: "clear-cache" };

export interface ReadyMessage {
  readonly kind: "ready";
  readonly port: number;
}
