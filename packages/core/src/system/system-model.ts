import { z } from "zod";
import { componentSchema } from "./component.ts";
import { dependencySchema } from "./dependency.ts";
import { gridSchema } from "./grid.ts";
import { recurringJobSchema } from "./recurring-job.ts";

/** What people are promised of an entry point. */
export const sloSchema = z.strictObject({
  name: z.string().min(1),
  /** The component at which requests enter. */
  entry: z.string(),
  /** Share of requests, or of time, that is served; 0..1. */
  availability: z.number().min(0).max(1).default(0.999),
  /** 99th percentile of the latency that still counts as served, milliseconds. */
  latencyMs: z.number().positive().optional(),
});
export type Slo = z.infer<typeof sloSchema>;

/** A dependency graph of components: the whole of what Homeostat knows beforehand of a system. */
export const systemModelSchema = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  components: z.array(componentSchema).min(1).max(20_000),
  dependencies: z.array(dependencySchema).default([]),
  slos: z.array(sloSchema).default([]),
  grid: gridSchema.optional(),
  recurringJobs: z.array(recurringJobSchema).max(500).default([]),
});
export type SystemModel = z.infer<typeof systemModelSchema>;
