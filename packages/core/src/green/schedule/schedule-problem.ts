import { z } from "zod";
import { InputError } from "../../kernel/index.ts";

/** A place that power is drawn from: its carbon intensity and its power cap, slot by slot. */
export interface Region {
  readonly name: string;
  /** gCO2e per kWh, one a slot; non-negative. */
  readonly intensityGPerKwh: readonly number[];
  /** The most power that all jobs together may draw, one a slot; in the unit of the jobs' power. */
  readonly cap: readonly number[];
}

/** Work that can wait. Times are slot numbers; slot `t` lasts from `t` to `t + 1`. */
export interface ScheduleJob {
  readonly name: string;
  /** What it draws while it runs, > 0. */
  readonly power: number;
  /** How many slots it runs, ≥ 1. */
  readonly duration: number;
  /** The first slot in which it may run. */
  readonly release: number;
  /** The slot by which it has ended: it may run up to `deadline - 1`. */
  readonly deadline: number;
  /** Whether it may pause and run on below full power, as long as its energy adds up. */
  readonly isInterruptible: boolean;
  /** Indices of the jobs that must have ended first. */
  readonly after: readonly number[];
  /** Indices of the regions it may run in; never empty. */
  readonly regions: readonly number[];
}

export interface ScheduleProblem {
  /** All of one length. */
  readonly regions: readonly Region[];
  readonly jobs: readonly ScheduleJob[];
}

/** Above it, sums over a plan would not be exact. */
const most = 1e12;
const level = z.number().min(0).max(most);
const bySlot = z.array(level);
const name = z.union([z.string(), z.int().min(0)]);
const oneOrMore = z.union([name, z.array(name)]);

/** The instance file: `ci` by slot (or by region and slot), `cap`, and jobs with power p, duration d, window r..D. */
export const scheduleFileSchema = z.looseObject({
  ci: z.union([bySlot, z.array(bySlot), z.record(z.string(), bySlot)]),
  cap: z.union([level, z.array(z.union([level, bySlot])), z.record(z.string(), z.union([level, bySlot]))]),
  jobs: z.array(
    z.looseObject({
      id: name.optional(),
      name: z.string().optional(),
      p: z.number().positive().max(most),
      d: z.int().min(1),
      r: z.int().min(0),
      D: z.int().min(0),
      interruptible: z.boolean().optional(),
      after: oneOrMore.optional(),
      regions: oneOrMore.optional(),
    }),
  ),
});
export type ScheduleFile = z.infer<typeof scheduleFileSchema>;

/**
 * Reads an instance file's content. `after` names jobs by index or id, `regions` by name or index; a job without
 * `regions` may run in any. Throws `InputError` for what is not an instance.
 */
export function parseScheduleProblem(content: unknown, options: { isInterruptible?: boolean } = {}): ScheduleProblem {
  const parsed = scheduleFileSchema.safeParse(content);
  if (!parsed.success) throw problemError(parsed.error, content);
  const file = parsed.data;
  const regions = readRegions(file);
  const jobIndex = new Map<string, number>();
  for (const [i, job] of file.jobs.entries()) {
    const id = job.id ?? job.name;
    if (id === undefined) continue;
    if (jobIndex.has(`${id}`))
      throw new InputError(`two jobs are called ${id}; give each its own id`, { field: `jobs[${i}].id` });
    jobIndex.set(`${id}`, i);
  }
  const regionIndex = new Map(regions.map((region, i) => [region.name, i]));
  return {
    regions,
    jobs: file.jobs.map((job, i) => ({
      name: `${job.name ?? job.id ?? i}`,
      power: job.p,
      duration: job.d,
      release: job.r,
      deadline: job.D,
      isInterruptible: options.isInterruptible ?? job.interruptible ?? false,
      after: listOf(job.after).map((key) => lookUp(key, jobIndex, file.jobs.length, "job", `jobs[${i}].after`)),
      regions:
        job.regions === undefined
          ? regions.map((_, k) => k)
          : listOf(job.regions).map((key) => lookUp(key, regionIndex, regions.length, "region", `jobs[${i}].regions`)),
    })),
  };
}

function listOf<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function lookUp(
  key: string | number,
  index: ReadonlyMap<string, number>,
  count: number,
  what: string,
  field: string,
): number {
  const found = index.get(`${key}`) ?? (typeof key === "number" && key < count ? key : undefined);
  if (found === undefined)
    throw new InputError(`there is no ${what} ${JSON.stringify(key)}; name one of the file's`, { field });
  return found;
}

function readRegions({ ci, cap }: ScheduleFile): Region[] {
  const named: [string, number[]][] = Array.isArray(ci)
    ? ci.every((value) => typeof value === "number")
      ? [["0", ci]]
      : ci.map((series, i) => [`${i}`, series])
    : Object.entries(ci);
  const slots = named[0]?.[1].length ?? 0;
  if (slots === 0) throw new InputError("the intensity has no slots; give at least one value", { field: "ci" });
  return named.map(([name, series], i) => {
    if (series.length !== slots)
      throw new InputError(
        `region ${name} has ${series.length} slots and region ${named[0]?.[0]} has ${slots}; give them equal length`,
        { field: "ci" },
      );
    return { name, intensityGPerKwh: series, cap: capOf(cap, name, i, slots, named.length) };
  });
}

function capOf(cap: ScheduleFile["cap"], name: string, i: number, slots: number, regionCount: number): number[] {
  if (typeof cap === "number") return Array.from({ length: slots }, () => cap);
  const isBySlot = Array.isArray(cap) && regionCount === 1 && cap.every((value) => typeof value === "number");
  const own = isBySlot ? cap : Array.isArray(cap) ? cap[i] : cap[name];
  if (own === undefined) throw new InputError(`region ${name} has no cap; give one for each region`, { field: "cap" });
  if (typeof own === "number") return Array.from({ length: slots }, () => own);
  if (own.length !== slots)
    throw new InputError(`there are ${own.length} caps for ${slots} slots; give one number, or one a slot`, {
      field: "cap",
    });
  return own;
}

function problemError(error: z.ZodError, content: unknown): InputError {
  const issue = error.issues[0];
  const path = issue?.path ?? [];
  const field = path
    .map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${String(key)}`))
    .join("");
  const given = path.reduce(
    (value: unknown, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    content,
  );
  const shown = given === undefined ? "nothing" : (JSON.stringify(given)?.slice(0, 40) ?? "nothing");
  const right: Record<string, string> = {
    ci: "give one intensity from 0 to 1e12 a slot",
    cap: "give one cap from 0 to 1e12, or one a slot",
    jobs: "give a list of {p, d, r, D}",
    p: "give a power above 0, to 1e12",
    d: "give a whole number of slots from 1 up",
    r: "give the first slot, a whole number from 0 up",
    D: "give the slot by which it ends, a whole number from 0 up",
  };
  const key = path.findLast((part) => typeof part === "string") ?? "jobs";
  return new InputError(`${shown} cannot be used here; ${right[key] ?? issue?.message ?? "see --help"}`, {
    field,
  });
}
