import type { RequestHandler } from "express";
import type { Sessions } from "../console/sessions.ts";
import type { TrustedOrigins } from "../console/trusted-origins.ts";

/**
 * Lets machines in that send no `Origin`: programs do not, browsers always do where they change something, and theirs
 * must be ours. Where people have to log in, a machine gives an operator's token: `Authorization: Bearer TOKEN`.
 */
export function machineGuard(sessions: Sessions, origins: TrustedOrigins): RequestHandler {
  return (request, response, next) => {
    const refuse = (status: number, sentence: string) => response.status(status).type("text").send(sentence);
    if (!origins.isTrustedHost(request)) return refuse(403, "this address is not one of the console's");
    if (request.headers.origin !== undefined && !origins.isTrustedOrigin(request))
      return refuse(403, "this page is not one of the console's");
    const isReading = request.method === "GET" || request.method === "HEAD";
    const session = sessions.read(request.headers.cookie);
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const machine = token === undefined ? undefined : sessions.logIn(token);
    const operator = sessions.operatorOf(session ?? machine ?? { id: "", name: "", since: 0, stamp: "" });
    if (!sessions.needsLogin) return next();
    if (operator === undefined) return refuse(401, "give an operator's token: Authorization: Bearer TOKEN");
    if (!isReading && operator.role === "viewer") return refuse(403, "a viewer may not change anything");
    next();
  };
}
