import type { ActionKind } from "./action.ts";
import type { ComponentKind } from "./component.ts";

export interface ActionSpec {
  /** The action that takes it back; undefined where nothing does. */
  readonly undo: ActionKind | undefined;
  /** What could go wrong at worst: 0 nothing, 1 loses the component for a while, 2 cannot be undone. */
  readonly risk: 0 | 1 | 2;
  readonly amount: { readonly unit: string; readonly default: number } | undefined;
  /** Whether it is taken to save power, at the cost of headroom: then it waits wherever service needs the power. */
  readonly savesPower?: true;
  /** The kinds of component that it fits. */
  readonly fits: readonly ComponentKind[];
}

const running: readonly ComponentKind[] = ["service", "database", "cache", "queue", "storage", "gateway"];
const stateless: readonly ComponentKind[] = ["service", "cache", "gateway"];

export const actionSpecs: Record<ActionKind, ActionSpec> = {
  restart: { undo: undefined, risk: 1, amount: undefined, fits: running },
  "scale-out": { undo: "scale-in", risk: 0, amount: { unit: "replicas", default: 1 }, fits: stateless },
  "scale-in": {
    undo: "scale-out",
    risk: 1,
    amount: { unit: "replicas", default: 1 },
    fits: stateless,
    savesPower: true,
  },
  "borrow-replicas": {
    undo: "give-back-replicas",
    risk: 1,
    amount: { unit: "replicas", default: 1 },
    fits: stateless,
  },
  "give-back-replicas": {
    undo: "borrow-replicas",
    risk: 1,
    amount: { unit: "replicas", default: 1 },
    fits: stateless,
  },
  "clear-cache": { undo: undefined, risk: 0, amount: undefined, fits: running },
  "optimize-queries": { undo: undefined, risk: 0, amount: undefined, fits: ["database", "storage"] },
  "fail-over": { undo: "fail-over", risk: 1, amount: undefined, fits: ["database", "cache", "queue", "storage"] },
  isolate: { undo: "rejoin", risk: 1, amount: undefined, fits: [...running, "quantum-processor", "external"] },
  rejoin: { undo: "isolate", risk: 0, amount: undefined, fits: [...running, "quantum-processor", "external"] },
  "shed-load": { undo: "restore-load", risk: 1, amount: { unit: "share", default: 0.3 }, fits: ["service", "gateway"] },
  "restore-load": { undo: "shed-load", risk: 0, amount: undefined, fits: ["service", "gateway"] },
  "open-breaker": { undo: "close-breaker", risk: 1, amount: undefined, fits: running },
  "close-breaker": { undo: "open-breaker", risk: 0, amount: undefined, fits: running },
  reroute: { undo: "restore-route", risk: 1, amount: undefined, fits: ["service", "gateway"] },
  "restore-route": { undo: "reroute", risk: 0, amount: undefined, fits: ["service", "gateway"] },
  "roll-back": { undo: undefined, risk: 2, amount: undefined, fits: ["service", "gateway"] },
  "move-work": { undo: undefined, risk: 1, amount: { unit: "share", default: 0.5 }, fits: ["service", "queue"] },
  "sleep-replicas": {
    undo: "wake-replicas",
    risk: 1,
    amount: { unit: "replicas", default: 1 },
    fits: stateless,
    savesPower: true,
  },
  "wake-replicas": { undo: "sleep-replicas", risk: 0, amount: { unit: "replicas", default: 1 }, fits: stateless },
  "gate-clocks": {
    undo: "restore-clocks",
    risk: 1,
    amount: { unit: "share", default: 0.5 },
    fits: running,
    savesPower: true,
  },
  "restore-clocks": { undo: "gate-clocks", risk: 0, amount: undefined, fits: running },
  "compress-data": { undo: "stop-compressing", risk: 1, amount: undefined, fits: running, savesPower: true },
  "stop-compressing": { undo: "compress-data", risk: 0, amount: undefined, fits: running },
  consolidate: { undo: "spread-out", risk: 1, amount: undefined, fits: stateless, savesPower: true },
  "spread-out": { undo: "consolidate", risk: 0, amount: undefined, fits: stateless },
  "update-prior": { undo: "restore-prior", risk: 0, amount: undefined, fits: ["quantum-processor"] },
  "restore-prior": { undo: "update-prior", risk: 0, amount: undefined, fits: ["quantum-processor"] },
};
