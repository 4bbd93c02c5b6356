import { gzip } from "node:zlib";
import { promisify } from "node:util";
import { initialState } from "@homeostat/core/journal";
import { hourMs, InputError, minuteMs } from "@homeostat/core/kernel";
import type { DecisionAnswer, HistoryAnswer, MarksAnswer } from "@homeostat/core/protocol";
import { type Request, type Response, Router } from "express";
import type { LiveJournal } from "../loop/index.ts";
import { MemoryReader } from "./memory-reader.ts";

/** How much follows the moment that was asked for. */
const afterMs = 2 * minuteMs;
const mostAfter = 600;
const mostMarks = 4_000;
const mostRows = 3_000;
const mostMoments = 240;
const longestName = 100;
const leastCompressedBytes = 2_000;

const compress = promisify(gzip);

/** What has been: states and entries around a moment, marks of a span, one component's samples, one metric of all components, memory cells. */
export function historyRoutes(journal: LiveJournal): Router {
  const router = Router();
  const { store } = journal;
  const memory = new MemoryReader(store);

  router.get("/history", async (request, response) => {
    const at = moment(request, "at");
    const base = (await store.stateBefore({ at })) ?? initialState;
    const before = await store.read({ from: base.seq + 1, until: at });
    const from = base.seq + before.length + 1;
    const after = await store.read({ from, until: at + afterMs, limit: mostAfter });
    const answer: HistoryAnswer = { journal: store.journal, base, entries: [...before, ...after] };
    await sendJson(request, response, answer);
  });

  router.get("/marks", async (request, response) => {
    const span = await store.span();
    const entries = await store.marks(moment(request, "from"), moment(request, "to"), mostMarks);
    const answer: MarksAnswer = { journal: store.journal, from: span.from, to: span.to, entries };
    await sendJson(request, response, answer);
  });

  router.get("/decision", async (request, response) => {
    const step = request.query["step"];
    if (step !== "-1" && step !== "1")
      throw new InputError("give -1 for the one before, 1 for the one after", { field: "step" });
    const at = await store.nearest("ProposalDecided", moment(request, "at"), step === "1" ? 1 : -1);
    await sendJson(request, response, { at: at ?? null } satisfies DecisionAnswer);
  });

  router.get("/metrics", async (request, response) => {
    const { component } = request.query;
    if (typeof component !== "string" || !journal.committed.model?.components.some(({ id }) => id === component)) {
      throw new InputError("name a component of the system", { field: "component" });
    }
    const to = moment(request, "to", journal.committed.at);
    const from = moment(request, "from", to - hourMs);
    await sendJson(request, response, await store.samples(component, from, to, mostRows));
  });

  router.get("/across", async (request, response) => {
    const { metric } = request.query;
    if (typeof metric !== "string" || metric === "" || metric.length > longestName)
      throw new InputError("name a metric", { field: "metric" });
    const to = moment(request, "to", journal.committed.at);
    const from = moment(request, "from", to - hourMs);
    await sendJson(request, response, await store.across(metric, from, to, mostMoments));
  });

  router.get("/memory", async (request, response) => {
    await sendJson(request, response, await memory.read(journal.committed));
  });

  return router;
}

/** A moment of the query in epoch milliseconds. */
function moment(request: Request, name: string, otherwise?: number): number {
  const text = request.query[name];
  if (text === undefined && otherwise !== undefined) return otherwise;
  const value = typeof text === "string" && text !== "" ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new InputError("give a moment in epoch milliseconds", { field: name });
  return value;
}

async function sendJson(request: Request, response: Response, body: unknown): Promise<void> {
  const text = Buffer.from(JSON.stringify(body));
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Vary", "Accept-Encoding");
  if (text.length < leastCompressedBytes || !/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
    response.end(text);
    return;
  }
  response.setHeader("Content-Encoding", "gzip");
  response.end(await compress(text, { level: 3 }));
}
