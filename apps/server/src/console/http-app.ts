import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@homeostat/core/kernel";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import type { Loop, LiveJournal } from "../loop/index.ts";
import { type ForkDesk, forkRoutes } from "../fork/index.ts";
import { type DeferralDesk, greenRoutes, machineGuard } from "../green/index.ts";
import { shotRoutes, type StreamDesk } from "../intake/index.ts";
import { serveAssets } from "./assets.ts";
import { historyRoutes } from "./history-routes.ts";
import { loginPage } from "./login-page.ts";
import { requireSession, sessionRoutes } from "./session-routes.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { TrustedOrigins } from "./trusted-origins.ts";

export interface HttpAppOptions {
  readonly journal: LiveJournal;
  readonly loop: Loop;
  readonly desk: DeferralDesk;
  readonly forks: ForkDesk;
  readonly streams: StreamDesk;
  readonly sessions: Sessions;
  readonly origins: TrustedOrigins;
  /** The built page; without it only the interface for programs is served. */
  readonly webDirectory: string | undefined;
  readonly clock: () => number;
  readonly log: Logger;
  readonly people: () => number;
  readonly onSessionChange: (session: Session) => void;
}

/** All that is reached over plain HTTP: the built page, the past, sessions, and how the server is. */
export function httpApp(options: HttpAppOptions): Express {
  const { journal, loop, sessions, clock } = options;
  const app = express();
  app.disable("x-powered-by");
  app.use(securityHeaders());
  app.use(greenRoutes(options));
  app.use("/api/quantum", machineGuard(options.sessions, options.origins), shotRoutes(options.streams));
  app.use(onlyOurs(options.origins));

  app.get("/api/health", (_request, response) => {
    const { seq, at, managed, model } = journal.committed;
    response.json({
      journal: journal.store.journal,
      seq,
      at,
      managed,
      system: model?.name,
      lastTickAt: loop.lastTickAt,
      people: options.people(),
    });
  });
  app.use("/api", sessionRoutes(sessions, clock, options.onSessionChange));
  app.use("/api", requireSession(sessions), historyRoutes(journal), forkRoutes(options.forks));
  app.use("/api", (_request, response) => {
    response.status(404).type("text").send("there is no such address");
  });
  app.get("/login", loginPage(sessions));
  app.use(giveSession(sessions));
  if (options.webDirectory !== undefined && existsSync(join(options.webDirectory, "index.html"))) {
    app.use(serveAssets(options.webDirectory));
  }
  app.use((_request, response) => {
    response.status(404).type("text").send("there is no such page");
  });
  app.use(sayWhatIsWrong(options.log));
  return app;
}

function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Libraries that measure text put a style element into the page.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", "blob:"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Only over TLS; a proxy that adds TLS adds this too.
    strictTransportSecurity: false,
    referrerPolicy: { policy: "no-referrer" },
  });
}

/** Refuses other names for this machine, and requests to change something that come from another page. */
function onlyOurs(origins: TrustedOrigins): RequestHandler {
  return (request, response, next) => {
    const isReading = request.method === "GET" || request.method === "HEAD";
    if (origins.isTrustedHost(request) && (isReading || origins.isTrustedOrigin(request))) return next();
    response.status(403).type("text").send("this address is not one of the console's; open it by the printed one");
  };
}

/** Gives each browser its session with the page; where people have to log in, sends them there. */
function giveSession(sessions: Sessions): RequestHandler {
  return (request, response, next) => {
    const wantsPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
    if (!wantsPage || sessions.read(request.headers.cookie) !== undefined) return next();
    const session = sessions.begin();
    if (session === undefined) return response.redirect(303, "/login");
    response.setHeader("Set-Cookie", sessions.setCookie(session));
    next();
  };
}

function sayWhatIsWrong(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const { status } = error as { status?: number };
    const isTheirs = error instanceof InputError || (status !== undefined && status >= 400 && status < 500);
    if (!isTheirs) log.error({ err: error }, "a request failed");
    response.status(isTheirs ? (status ?? 400) : 500).type("text");
    response.send(isTheirs ? (error as Error).message : "something went wrong in the server; its log says what");
  };
}
