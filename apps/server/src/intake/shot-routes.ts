import { setImmediate } from "node:timers/promises";
import { InputError } from "@homeostat/core/kernel";
import type { ShotStreamLayout, ShotStreamLive, ShotsTaken } from "@homeostat/core/protocol";
import {
  parseShotFormat,
  type ShotBatch,
  shotBatch,
  shotLayout,
  shotReader,
  type ShotStream,
  sliceBits,
  writeErrorModel,
} from "@homeostat/core/quantum";
import { type Request, Router, text } from "express";
import { z } from "zod";
import type { DeskStream, StreamDesk } from "./stream-desk.ts";

const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "a name is 1 to 63 of a-z, 0-9, '.', '_' and '-'");
const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const shotsQuery = z.strictObject({
  format: z.string().default("b8"),
  of: z.enum(["detectors", "measurements"]).default("detectors"),
  observables: flag.default(false),
});
const liveQuery = z.strictObject({ after: z.coerce.number().int().min(0).default(0) });
const lagQuery = z.strictObject({ lag: z.enum(["0", "1"]).default("0") });

/** Shots that are decoded before others get their turn, by the bits of their detectors. */
const bitsAtOnce = 100_000;

/**
 * `/api/quantum/streams`: a lab defines a stream by its circuit or error model and sends shots in any of the six
 * formats, in pieces as they come; everybody sees what the server makes of them.
 */
export function shotRoutes(desk: StreamDesk): Router {
  const router = Router();
  const found = (request: Request<{ name: string }>): DeskStream => desk.find(nameOf(request));

  router.get("/streams", (_request, response) => {
    response.json(desk.list().map((one) => desk.item(one)));
  });
  router.put("/streams/:name", text({ type: () => true, limit: "20mb" }), (request, response) => {
    const body: unknown = request.body;
    if (typeof body !== "string" || body.trim() === "")
      throw new InputError("nothing came; send the text of a .stim circuit or a .dem model");
    response.status(201).json(desk.item(desk.define(nameOf(request), body)));
  });
  router.delete("/streams/:name", (request, response) => {
    desk.remove(nameOf(request));
    response.status(204).end();
  });
  router.post("/streams/:name/shots", async (request, response) => {
    response.json(await takeShots(desk, desk.sent(nameOf(request)), request));
  });
  router.get("/streams/:name/layout", (request, response) => {
    const layout: ShotStreamLayout = found(request).stream.layout;
    response.json(layout);
  });
  router.get("/streams/:name/live", (request, response) => {
    const { after } = parsed(liveQuery, request.query);
    response.json(liveOf(desk, found(request), after));
  });
  router.get("/streams/:name/prior.dem", (request, response) => {
    response.type("text").send(writeErrorModel(found(request).stream.prior.model));
  });
  router.get("/streams/:name/correlations", (request, response) => {
    const { lag } = parsed(lagQuery, request.query);
    const matrix = Float32Array.from(found(request).stream.statistics.correlations(lag === "1" ? 1 : 0));
    response.type("application/octet-stream").send(Buffer.from(matrix.buffer));
  });
  return router;
}

async function takeShots(desk: StreamDesk, to: DeskStream, request: Request): Promise<ShotsTaken> {
  const query = parsed(shotsQuery, request.query);
  const { stream } = to;
  const isMeasured = query.of === "measurements";
  const converter = isMeasured ? desk.converter(to) : undefined;
  const layout = isMeasured
    ? shotLayout({ measurements: to.measurements })
    : shotLayout({ detectors: stream.detectors, observables: query.observables ? stream.observables : 0 });
  const reader = shotReader(parseShotFormat(query.format), layout);
  const taken = { shots: 0, events: 0, mistakes: 0 };
  const take = async (batch: ShotBatch) => {
    const converted = converter?.convert(batch);
    const detectors = converted?.detectors ?? sliceBits(batch, 0, stream.detectors);
    const observables = isMeasured
      ? converted!.observables
      : query.observables
        ? sliceBits(batch, stream.detectors, stream.observables)
        : undefined;
    for (const byte of detectors.rows.subarray(0, detectors.shots * detectors.bytesPerShot)) taken.events += ones(byte);
    taken.shots += detectors.shots;
    taken.mistakes += await decodeInTurns(stream, detectors, observables);
  };
  for await (const bytes of request as AsyncIterable<Uint8Array>) await take(reader.push(bytes));
  await take(reader.end());
  return { ...taken, mistakes: isMeasured || query.observables ? taken.mistakes : null };
}

/** Nobody else waits for longer than a few milliseconds, however much is sent at once. */
async function decodeInTurns(
  stream: ShotStream,
  detectors: ShotBatch,
  observables: ShotBatch | undefined,
): Promise<number> {
  let mistakes = 0;
  const each = Math.max(1, Math.floor(bitsAtOnce / stream.detectors));
  for (let from = 0; from < detectors.shots; from += each) {
    const count = Math.min(each, detectors.shots - from);
    mistakes += stream.take(part(detectors, from, count), observables && part(observables, from, count));
    await setImmediate();
  }
  return mistakes;
}

function part({ bitsPerShot, bytesPerShot, rows }: ShotBatch, from: number, count: number): ShotBatch {
  return shotBatch(bitsPerShot, count, rows.subarray(from * bytesPerShot, (from + count) * bytesPerShot));
}

function liveOf(desk: StreamDesk, one: DeskStream, after: number): ShotStreamLive {
  const { stream } = one;
  const { statistics, prior, recent, layout } = stream;
  const { mistakes, shots: of } = stream.result(0);
  const fresh = Math.min(recent.shots, Math.max(0, statistics.shots - after));
  const rows = recent.rows.subarray((recent.shots - fresh) * recent.bytesPerShot, recent.shots * recent.bytesPerShot);
  return {
    shots: statistics.shots,
    unexplained: stream.unexplained,
    logicalError: stream.logicalError === undefined ? null : { ...stream.logicalError, mistakes, of },
    suppression: desk.suppression(one),
    detectionFraction: statistics.detectionFraction,
    detectionFractions: Array.from(statistics.detectionFractions(), (share) => Number(share.toPrecision(4))),
    weight: statistics.weight,
    decodeUs: stream.isWarm ? statistics.decodeUsPerRound() : null,
    backlog: statistics.backlog(),
    bursts: statistics.bursts,
    ancillas: stream.ancillas.map(({ stabilizer, seen, expected }) => ({
      qubit: layout.lattice.stabilizers[stabilizer]?.ancilla ?? -1,
      seen,
      expected,
    })),
    suspects: prior.drift?.suspects ?? [],
    review: prior.review ?? null,
    priorVersion: prior.version,
    recent: { from: statistics.shots - fresh, count: fresh, b8: Buffer.from(rows).toString("base64") },
  };
}

function nameOf({ params }: Request): string {
  return parsed(nameSchema, params["name"]);
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new InputError(issue?.message ?? "this is not what is expected here", { field: issue?.path.join(".") });
}

function ones(byte: number): number {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) count++;
  return count;
}
