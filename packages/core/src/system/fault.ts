import { z } from "zod";

export const faultKindSchema = z.enum([
  "crash",
  "hang",
  "latency",
  "errors",
  "cpu",
  "memory-leak",
  "partition",
  "tampering",
  "replay",
  "qubit-error",
]);
export type FaultKind = z.infer<typeof faultKindSchema>;

/** A failure that a person injects. */
export const faultSchema = z.strictObject({
  kind: faultKindSchema,
  component: z.string(),
  /** How much, in the unit that `faultSpecs` gives for the kind; its default where it is left out. */
  dose: z.number().min(0).optional(),
  /** How long, milliseconds; until it is cleared where it is left out. */
  durationMs: z
    .number()
    .positive()
    .max(7 * 24 * 3_600_000)
    .optional(),
  /** The other end of a partition; all of the component's dependencies where it is left out. */
  to: z.string().optional(),
});
export type Fault = z.infer<typeof faultSchema>;

/** An injected fault that can be cleared. */
export const faultHandleSchema = z.strictObject({ id: z.string(), fault: faultSchema });
export type FaultHandle = z.infer<typeof faultHandleSchema>;

export interface FaultSpec {
  /** What the dose counts; undefined where the kind has none. */
  readonly dose: { readonly unit: string; readonly default: number; readonly max: number } | undefined;
  /** Whether clearing it brings back what was before; a crash stays until something repairs it. */
  readonly isReversible: boolean;
}

export const faultSpecs: Record<FaultKind, FaultSpec> = {
  /** Replicas that stop at once. */
  crash: { dose: { unit: "replicas", default: 1, max: 1000 }, isReversible: false },
  /** Accepts requests and never answers. */
  hang: { dose: undefined, isReversible: true },
  /** Milliseconds added to every answer. */
  latency: { dose: { unit: "ms", default: 500, max: 60_000 }, isReversible: true },
  /** Share of requests that fail. */
  errors: { dose: { unit: "share", default: 0.3, max: 1 }, isReversible: true },
  /** Share of the processors taken away. */
  cpu: { dose: { unit: "share", default: 0.7, max: 1 }, isReversible: true },
  /** Share of the memory lost each minute. */
  "memory-leak": { dose: { unit: "share per minute", default: 0.2, max: 10 }, isReversible: false },
  /** Calls between the two ends are lost. */
  partition: { dose: undefined, isReversible: true },
  /** Its frames carry false values: each is multiplied by the dose. */
  tampering: { dose: { unit: "factor", default: 0.5, max: 100 }, isReversible: true },
  /** Its old frames are sent again in place of new ones. */
  replay: { dose: undefined, isReversible: true },
  /** The physical error rate of a quantum processor is multiplied by the dose. */
  "qubit-error": { dose: { unit: "factor", default: 3, max: 100 }, isReversible: true },
};
