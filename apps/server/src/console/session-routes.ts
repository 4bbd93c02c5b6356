import { InputError } from "@homeostat/core/kernel";
import { json, type RequestHandler, Router } from "express";
import { z } from "zod";
import { RateLimit } from "./rate-limit.ts";
import type { Session, Sessions } from "./sessions.ts";

const loginSchema = z.strictObject({ token: z.string().min(1).max(200) });
const renameSchema = z.strictObject({ name: z.string().min(1).max(80) });

/** Tries to log in that are allowed at once and in the long run, of all browsers together. */
const loginBurst = 10;
const loginsPerSecond = 0.5;

/** Log in, log out, take another name. `onChange` is told of a session that has become another. */
export function sessionRoutes(sessions: Sessions, clock: () => number, onChange: (session: Session) => void): Router {
  const router = Router();
  const logins = new RateLimit(loginBurst, loginsPerSecond, clock());
  router.use("/session", json({ limit: "2kb" }));

  router.get("/session", (request, response) => {
    const session = sessions.read(request.headers.cookie);
    const operator = session === undefined ? null : (sessions.operatorOf(session) ?? null);
    response.json({ operator, needsLogin: sessions.needsLogin });
  });

  router.post("/session", (request, response) => {
    const { token } = parsed(loginSchema, request.body);
    if (!logins.take(clock())) {
      response.status(429).type("text").send("too many tries; wait a few seconds and try again");
      return;
    }
    const session = sessions.logIn(token);
    if (session === undefined) {
      response.status(401).type("text").send("this token is not known here; ask whoever keeps the operators file");
      return;
    }
    response.setHeader("Set-Cookie", sessions.setCookie(session));
    response.json({ operator: sessions.operatorOf(session) });
  });

  router.patch("/session", (request, response) => {
    const { name } = parsed(renameSchema, request.body);
    const session = sessions.read(request.headers.cookie);
    const renamed = session === undefined ? undefined : sessions.rename(session, name);
    if (renamed === undefined) {
      const why = sessions.needsLogin ? "names come from the operators file" : "give a name of 1 to 40 characters";
      response.status(session === undefined ? 401 : 400).type("text");
      response.send(session === undefined ? "open the console first" : why);
      return;
    }
    onChange(renamed);
    response.setHeader("Set-Cookie", sessions.setCookie(renamed));
    response.json({ operator: sessions.operatorOf(renamed) });
  });

  router.delete("/session", (_request, response) => {
    response.setHeader("Set-Cookie", sessions.clearCookie());
    response.status(204).end();
  });

  return router;
}

/** Where people have to log in, refuses whoever has not. */
export function requireSession(sessions: Sessions): RequestHandler {
  return (request, response, next) => {
    if (!sessions.needsLogin || sessions.read(request.headers.cookie) !== undefined) return next();
    response.status(401).type("text").send("log in first");
  };
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new InputError(issue?.message ?? "this is not what is expected here", { field: issue?.path.join(".") });
}
