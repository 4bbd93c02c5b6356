import type { EpochMs } from "../kernel/index.ts";
import type { Action, ActionKind, ActionResult } from "./action.ts";
import type { Fault, FaultHandle, FaultKind } from "./fault.ts";
import type { Frame } from "./frame.ts";
import type { SystemModel } from "./system-model.ts";

/** What stops an observation; an `AbortSignal` is one. */
export interface Cancellation {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** What a managed system can do; a fault or action that is not listed is refused with a sentence. */
export interface Capabilities {
  readonly faults: readonly FaultKind[];
  readonly actions: readonly ActionKind[];
}

/**
 * The port that makes it real: a twin, a lab of processes or a cluster. The loop cannot tell which one it drives.
 * Every method rejects with an `InputError` for a component, fault or action that the system does not know.
 */
export interface ManagedSystem {
  readonly capabilities: Capabilities;
  describe(): Promise<SystemModel>;
  /** Telemetry as it comes, one batch of frames an instant, until `signal` aborts. */
  observe(signal: Cancellation): AsyncIterable<readonly Frame[]>;
  inject(fault: Fault): Promise<FaultHandle>;
  clear(handle: FaultHandle): Promise<void>;
  /** The injected faults that are in force now; a restart, for one, ends those that live in a process. */
  activeFaults(): readonly FaultHandle[];
  /** Resolves by `deadline` (epoch milliseconds) at the latest, with what is known by then. */
  act(action: Action, deadline: EpochMs): Promise<ActionResult>;
  /** Ends whatever the system started. */
  close(): Promise<void>;
}
