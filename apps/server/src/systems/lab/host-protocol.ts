import type { Action, ActionResult, Fault, FaultHandle, Frame, SystemModel } from "@homeostat/core/system";

/** What the server asks of the lab's host process. */
export type HostRequest =
  | { readonly kind: "start"; readonly model: SystemModel; readonly tickMs: number }
  | { readonly kind: "inject"; readonly fault: Fault }
  | { readonly kind: "clear"; readonly fault: string }
  | { readonly kind: "act"; readonly action: Action };

/** A request with the number that its answer will carry. */
export type NumberedRequest = HostRequest & { readonly call: number };

/** What the host says. */
export type HostMessage =
  | {
      readonly kind: "answer";
      readonly call: number;
      readonly value: HostAnswer;
      /** Those in force after it. */
      readonly faults: readonly FaultHandle[];
    }
  /** `isInput`: the request was wrong, not the host. */
  | { readonly kind: "refusal"; readonly call: number; readonly message: string; readonly isInput: boolean }
  | { readonly kind: "frames"; readonly frames: readonly Frame[]; readonly faults: readonly FaultHandle[] };

export type HostAnswer = FaultHandle | ActionResult | null;
