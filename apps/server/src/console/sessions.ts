import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { dayMs, type EpochMs, hourMs } from "@homeostat/core/kernel";
import type { Operator } from "@homeostat/core/protocol";
import { z } from "zod";
import type { Operators } from "./operators.ts";

const sessionSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string().min(1).max(40),
  since: z.number(),
  /** Of the token with which the person logged in; empty where no login is needed. */
  stamp: z.string(),
});
/** One browser's session; all of it is in a signed cookie, so it outlives a restart of the server. */
export type Session = z.infer<typeof sessionSchema>;

/** How long a session lasts: without a login for as long as the browser keeps it, with one for a working day. */
const openSessionMs = 400 * dayMs;
const loginSessionMs = 12 * hourMs;

/** Names that the journal uses for itself. */
const reservedNames = new Set(["autopilot"]);

/** Who is who: makes, signs and reads sessions, and says what each may be taken for now. */
export class Sessions {
  /** Named for the journal: cookies know no ports, and two consoles on one machine must not share them. */
  readonly cookie: string;
  readonly #key: Uint8Array;
  readonly #operators: Operators | undefined;
  readonly #clock: () => EpochMs;

  constructor(journal: string, key: Uint8Array, operators: Operators | undefined, clock: () => EpochMs) {
    this.cookie = `homeostat-${journal.slice(0, 8)}`;
    this.#key = key;
    this.#operators = operators;
    this.#clock = clock;
  }

  get needsLogin(): boolean {
    return this.#operators !== undefined;
  }

  /** A session for a browser that has none; undefined where people have to log in. */
  begin(): Session | undefined {
    if (this.needsLogin) return undefined;
    const id = randomBytes(16).toString("hex");
    return { id, name: `operator-${id.slice(0, 4)}`, since: this.#clock(), stamp: "" };
  }

  /** A session for whoever has this token. */
  logIn(token: string): Session | undefined {
    const operator = this.#operators?.byToken(token);
    if (operator === undefined || this.#operators === undefined) return undefined;
    const stamp = this.#operators.stampOf(operator.name);
    return { id: randomBytes(16).toString("hex"), name: operator.name, since: this.#clock(), stamp };
  }

  /** The same session under another name; undefined where names come from a file, or for a name that cannot be. */
  rename(session: Session, name: string): Session | undefined {
    const clean = name.normalize("NFC").replace(/\s+/g, " ").trim();
    const isFit = /^[^\p{C}]{1,40}$/u.test(clean) && !reservedNames.has(clean.toLowerCase());
    return this.needsLogin || !isFit ? undefined : { ...session, name: clean };
  }

  /** What this session may be taken for at this moment; asked anew for every command. */
  operatorOf(session: Session): Operator | undefined {
    if (this.#clock() - session.since > (this.needsLogin ? loginSessionMs : openSessionMs)) return undefined;
    if (this.#operators === undefined) return { name: session.name, role: "lead", isKnown: false };
    const operator = this.#operators.byName(session.name, session.stamp);
    if (operator === undefined || session.stamp === "") return undefined;
    return { name: operator.name, role: operator.role, isKnown: true };
  }

  /** The session in a `Cookie` header, where it is ours and still counts. */
  read(cookies: string | undefined): Session | undefined {
    const value = cookies
      ?.split(/; */)
      .find((pair) => pair.startsWith(`${this.cookie}=`))
      ?.slice(this.cookie.length + 1);
    const [body, signature] = value?.split(".") ?? [];
    if (body === undefined || signature === undefined) return undefined;
    const expected = this.#sign(body);
    const given = Buffer.from(signature, "base64url");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const parsed = sessionSchema.safeParse(JSON.parse(Buffer.from(body, "base64url").toString()));
    return parsed.success && this.operatorOf(parsed.data) !== undefined ? parsed.data : undefined;
  }

  /** The `Set-Cookie` header that gives a browser its session. */
  setCookie(session: Session): string {
    const body = Buffer.from(JSON.stringify(session)).toString("base64url");
    const seconds = (this.needsLogin ? loginSessionMs : openSessionMs) / 1000;
    return `${this.cookie}=${body}.${this.#sign(body).toString("base64url")}; ${attributes}; Max-Age=${seconds}`;
  }

  /** The `Set-Cookie` header that takes it away. */
  clearCookie(): string {
    return `${this.cookie}=; ${attributes}; Max-Age=0`;
  }

  #sign(body: string): Buffer {
    return createHmac("sha256", this.#key).update(body).digest();
  }
}

const attributes = "Path=/; HttpOnly; SameSite=Strict";
