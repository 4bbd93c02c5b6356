import { InputError } from "@homeostat/core/kernel";
import { type ErrorRequestHandler, type Request, Router, text } from "express";
import { z } from "zod";
import { CannotDecode } from "./decode-thread.ts";
import { type DeskStream, itemOf } from "./desk-stream.ts";
import type { StreamDesk } from "./stream-desk.ts";

const nameSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "a name is 1 to 63 of a-z, 0-9, '.', '_' and '-'");
const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const shotsQuery = z.strictObject({
  format: z.string().default("b8"),
  of: z.enum(["detectors", "measurements"]).default("detectors"),
  observables: flag.default(false),
});
const liveQuery = z.strictObject({ after: z.coerce.number().int().min(0).default(0) });

/**
 * `/api/quantum/streams`: a lab defines a stream by its circuit or error model and sends shots in any of the six
 * formats, in pieces as they come; everybody sees what the server makes of them.
 */
export function shotRoutes(desk: StreamDesk): Router {
  const router = Router();
  const found = (request: Request<{ name: string }>): DeskStream => desk.find(nameOf(request));

  router.use("/streams", async (_request, _response, next) => {
    await desk.ready();
    next();
  });
  router.get("/streams", (_request, response) => {
    response.json(desk.list().map(itemOf));
  });
  router.put("/streams/:name", text({ type: () => true, limit: "20mb" }), async (request, response) => {
    const body: unknown = request.body;
    if (typeof body !== "string" || body.trim() === "")
      throw new InputError("nothing came; send the text of a .stim circuit or a .dem model");
    response.status(201).json(itemOf(await desk.define(nameOf(request), body)));
  });
  router.delete("/streams/:name", async (request, response) => {
    await desk.remove(nameOf(request));
    response.status(204).end();
  });
  router.post("/streams/:name/shots", async (request, response) => {
    const writing = parsed(shotsQuery, request.query);
    response.json(await desk.take(nameOf(request), writing, request as AsyncIterable<Uint8Array>));
  });
  router.get("/streams/:name/layout", (request, response) => {
    response.json(found(request).layout);
  });
  router.get("/streams/:name/live", async (request, response) => {
    const { after } = parsed(liveQuery, request.query);
    response.json(await found(request).look(after));
  });
  router.get("/streams/:name/prior.dem", async (request, response) => {
    response.type("text").send(await found(request).prior());
  });
  router.use(sayWhenAgain);
  return router;
}

/** Tells a lab that sends more than can be decoded when to send it again; nobody is there to be told of an aborted one. */
const sayWhenAgain: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (request.destroyed && !request.complete) return;
  if (!(error instanceof CannotDecode)) return next(error);
  response.status(error.status).set({ "Retry-After": String(error.retryAfterSeconds), Connection: "close" });
  response.type("text").send(error.message);
};

function nameOf({ params }: Request): string {
  return parsed(nameSchema, params["name"]);
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new InputError(issue?.message ?? "this is not what is expected here", { field: issue?.path.join(".") });
}
