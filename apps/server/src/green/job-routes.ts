import type { GreenState } from "@homeostat/core/journal";
import { type EpochMs, InputError, minuteMs, parseInstant } from "@homeostat/core/kernel";
import { type DeferrableJob, deferrableJobSchema, type JobRun } from "@homeostat/core/system";
import { json, Router } from "express";
import { z } from "zod";
import type { LiveJournal } from "../loop/index.ts";
import type { DeferralDesk } from "./deferral-desk.ts";

const time = z.union([z.number(), z.string()]);

/** Work that asks for its slot; times in ISO 8601 or epoch milliseconds, lengths in minutes. */
const askedSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  powerW: z.number(),
  durationMinutes: z.number().positive(),
  releaseAt: time.optional(),
  deadlineAt: time,
  interruptible: z.boolean().optional(),
  after: z.array(z.string()).optional(),
  zones: z.array(z.string()).optional(),
});

/** `/jobs`: real work that can wait asks for its slot, and is told when to start. */
export function jobRoutes(journal: LiveJournal, desk: DeferralDesk, clock: () => EpochMs): Router {
  const router = Router();
  router.use(json({ limit: "20kb" }));

  router.get("/", (_request, response) => {
    response.json(Object.keys(journal.state.green.jobs).map((id) => answer(journal.state.green, id, clock())));
  });

  router.get("/:id", (request, response) => {
    const { id } = request.params;
    const found = answer(journal.state.green, id, clock());
    if (found === undefined) response.status(404).type("text").send(`there is no job "${id}"`);
    else response.json(found);
  });

  router.post("/", async (request, response) => {
    const job = readJob(request.body, clock());
    if (journal.state.green.jobs[job.id] !== undefined)
      throw new InputError(`there is a job "${job.id}" already; give another id`, { field: "id" });
    const unknown = job.after.find((id) => journal.state.green.jobs[id] === undefined);
    if (unknown !== undefined) throw new InputError(`there is no job "${unknown}" to wait for`, { field: "after" });
    await journal.record([{ kind: "JobSubmitted", job, by: "machine" }], clock());
    await desk.settled();
    response
      .status(201)
      .location(`/jobs/${job.id}`)
      .json(answer(journal.state.green, job.id, clock()));
  });

  router.delete("/:id", async (request, response) => {
    const { id } = request.params;
    if (journal.state.green.jobs[id] === undefined) {
      response.status(404).type("text").send(`there is no job "${id}"`);
      return;
    }
    await journal.record([{ kind: "JobEnded", job: id, reason: "withdrawn", by: "machine" }], clock());
    response.status(204).end();
  });

  return router;
}

function readJob(body: unknown, now: EpochMs): DeferrableJob {
  const asked = askedSchema.safeParse(body);
  if (!asked.success) throw issueOf(asked.error);
  const { durationMinutes, interruptible, releaseAt, deadlineAt, id, name, ...rest } = asked.data;
  const own = id ?? `job-${now.toString(36)}-${Math.floor(Math.random() * 36 ** 4).toString(36)}`;
  const job = deferrableJobSchema.safeParse({
    ...rest,
    id: own,
    name: name ?? own,
    durationMs: durationMinutes * minuteMs,
    releaseAt: releaseAt === undefined ? now : instant(releaseAt, "releaseAt"),
    deadlineAt: instant(deadlineAt, "deadlineAt"),
    isInterruptible: interruptible ?? false,
  });
  if (!job.success) throw issueOf(job.error);
  return job.data;
}

function instant(value: number | string, field: string): EpochMs {
  const at = typeof value === "number" ? value : parseInstant(value);
  if (Number.isNaN(at)) throw new InputError(`"${value}" is not a time; give ISO 8601`, { field });
  return at;
}

function issueOf(error: z.ZodError): InputError {
  const issue = error.issues[0];
  return new InputError(issue?.message ?? "this is not a job", { field: issue?.path.join(".") });
}

/** What a job is told: whether it waits, runs or has ended, and when it runs. */
function answer({ jobs, plan, ended }: GreenState, id: string, now: EpochMs) {
  const job = jobs[id];
  if (job === undefined) {
    const last = ended.findLast((one) => one.job.id === id);
    return last === undefined
      ? undefined
      : { id, status: last.reason, endedAt: iso(last.at), runs: last.runs.map(runAnswer) };
  }
  const current = plan?.plan;
  if (current === undefined) return { id, status: "unplanned", reason: "the plan is being made" };
  if (current.kind === "impossible") return { id, status: "unplanned", reason: current.reason };
  const runs = current.runs[id];
  const first = runs?.[0];
  if (runs === undefined || first === undefined) return { id, status: "unplanned", reason: "the plan is being made" };
  const runsNow = runs.some(({ from, to }) => from <= now && now < to);
  return {
    id,
    status: runsNow ? "running" : now < first.from ? "waiting" : "paused",
    startAt: iso(first.from),
    startsInMs: Math.max(0, first.from - now),
    endAt: iso(runs.at(-1)!.to),
    zone: first.zone,
    runs: runs.map(runAnswer),
  };
}

function runAnswer({ zone, from, to, powerW }: JobRun) {
  return { zone, from: iso(from), to: iso(to), powerW };
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString();
}
