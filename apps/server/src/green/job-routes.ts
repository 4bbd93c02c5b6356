import { heldBackJobs } from "@homeostat/core/autonomy";
import type { ConsoleState } from "@homeostat/core/journal";
import { canonicalJson, type EpochMs, InputError, minuteMs, ownValue, parseInstant } from "@homeostat/core/kernel";
import { componentOf, type DeferrableJob, deferrableJobSchema, type JobRun } from "@homeostat/core/system";
import { json, Router } from "express";
import { z } from "zod";
import type { LiveJournal } from "../loop/index.ts";
import type { DeferralDesk } from "./deferral-desk.ts";

const time = z.union([z.number(), z.string()]);

/** Work that asks for its slot; times in ISO 8601 or epoch milliseconds, lengths in minutes. */
const askedSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  component: z.string().optional(),
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
    response.json(Object.keys(journal.committed.green.jobs).map((id) => answer(journal.committed, id, clock())));
  });

  router.get("/:id", (request, response) => {
    const { id } = request.params;
    const found = answer(journal.committed, id, clock());
    if (found === undefined) response.status(404).type("text").send(`there is no job "${id}"`);
    else response.json(found);
  });

  router.post("/", async (request, response) => {
    const job = readJob(request.body, clock());
    const known = ownValue(journal.state.green.jobs, job.id);
    if (known !== undefined && !isSameWork(known, job))
      throw new InputError(`there is a job "${job.id}" already, which is other work; give another id`, { field: "id" });
    if (known === undefined) {
      checkNew(job, journal.state, clock());
      await journal.record([{ kind: "JobSubmitted", job, by: "machine" }], clock());
    } else await journal.settled();
    await desk.settled();
    response
      .status(known === undefined ? 201 : 200)
      .location(`/jobs/${job.id}`)
      .json(answer(journal.committed, job.id, clock()));
  });

  router.delete("/:id", async (request, response) => {
    const { id } = request.params;
    if (ownValue(journal.state.green.jobs, id) === undefined) {
      response.status(404).type("text").send(`there is no job "${id}"`);
      return;
    }
    await journal.record([{ kind: "JobEnded", job: id, reason: "withdrawn", by: "machine" }], clock());
    response.status(204).end();
  });

  return router;
}

/** Whether a job was asked for a second time, as by a machine that did not get the answer; pins are people's. */
function isSameWork(known: DeferrableJob, asked: DeferrableJob): boolean {
  const { pinnedAt: _pin, releaseAt: _release, ...own } = known;
  const { releaseAt: _now, ...other } = asked;
  return canonicalJson(own) === canonicalJson(other);
}

/** What no plan could do for a new job. */
function checkNew(job: DeferrableJob, { green, model }: ConsoleState, now: EpochMs): void {
  const earliest = Math.max(now, job.releaseAt) + job.durationMs;
  if (earliest > job.deadlineAt)
    throw new InputError(
      `started at once it would end at ${iso(earliest)}, behind its deadline ${iso(job.deadlineAt)}; give a later one`,
      { field: "deadlineAt" },
    );
  const unknown = job.after.find(
    (id) => ownValue(green.jobs, id) === undefined && !green.ended.some((one) => one.job.id === id),
  );
  if (unknown !== undefined) throw new InputError(`there is no job "${unknown}" to wait for`, { field: "after" });
  if (job.component !== undefined && componentOf(model, job.component) === undefined)
    throw new InputError(`there is no component "${job.component}"; name one of the system`, { field: "component" });
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
function answer(state: ConsoleState, id: string, now: EpochMs) {
  const { green } = state;
  const { plan, ended } = green;
  const job = ownValue(green.jobs, id);
  if (job === undefined) {
    const last = ended.findLast((one) => one.job.id === id);
    return last === undefined
      ? undefined
      : { id, status: last.reason, endedAt: iso(last.at), runs: last.runs.map(runAnswer) };
  }
  const current = plan?.plan;
  if (current === undefined) return { id, status: "unplanned", reason: "the plan is being made" };
  const runs = current.runs[id];
  const first = runs?.[0];
  if (runs === undefined || first === undefined) {
    const reason = current.kind === "impossible" ? current.reason : current.leftOut[id];
    return { id, status: "unplanned", reason: reason ?? "the plan is being made" };
  }
  const runsNow = runs.some(({ from, to }) => from <= now && now < to);
  const isOver = runs.at(-1)!.to <= now;
  return {
    id,
    status: isOver ? "completed" : runsNow ? "running" : now < first.from ? "waiting" : "paused",
    startAt: iso(first.from),
    startsInMs: Math.max(0, first.from - now),
    endAt: iso(runs.at(-1)!.to),
    zone: first.zone,
    runs: runs.map(runAnswer),
    ...heldBack(state, id, now),
  };
}

/** Why it is not told to start, where service needs what its component has. */
function heldBack(state: ConsoleState, id: string, now: EpochMs) {
  const need = heldBackJobs(state, now).get(id);
  return need === undefined ? {} : { heldBack: need };
}

function runAnswer({ zone, from, to, powerW }: JobRun) {
  return { zone, from: iso(from), to: iso(to), powerW };
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString();
}
