import { type ForkLine, forkQuerySchema } from "@homeostat/core/protocol";
import { InputError } from "@homeostat/core/kernel";
import { Router } from "express";
import type { ForkDesk } from "./fork-desk.ts";

/** Questions that may wait for their turn. */
const mostWaiting = 4;

/** `GET /api/fork?decision=SEQ&whatIf=…`: both futures of a decision, as lines of JSON: progress, then the comparison. */
export function forkRoutes(desk: ForkDesk): Router {
  const router = Router();
  router.get("/fork", async (request, response) => {
    const query = forkQuerySchema.safeParse(request.query);
    if (!query.success) {
      const issue = query.error.issues[0];
      throw new InputError(issue?.message ?? "this is no question", { field: issue?.path.join(".") });
    }
    if (desk.waiting >= mostWaiting) {
      response.status(429).type("text").send("others are asking what would have been; try again in a minute");
      return;
    }
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const tell = (line: ForkLine) => {
      if (!response.headersSent) {
        response.setHeader("Content-Type", "application/x-ndjson; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
      }
      response.write(`${JSON.stringify(line)}\n`);
    };
    const { decision, whatIf } = query.data;
    await desk.fork(decision, whatIf, tell, gone.signal);
    response.end();
  });
  return router;
}
