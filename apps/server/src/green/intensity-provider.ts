import { type EpochMs, hourMs, InputError } from "@homeostat/core/kernel";
import type { ProviderTokens } from "./provider-tokens.ts";

/** More than a year of any provider's readings. */
const mostBytes = 20_000_000;

export interface ProviderOptions {
  readonly tokens: ProviderTokens;
  /** How long an answer may take, milliseconds. */
  readonly patienceMs: number;
}

/**
 * A provider of carbon intensity behind one address. `{now}` in it stands for the hour that has begun, and `{now-24h}`
 * for the one a day ago. A name with a password, as WattTime gives them, is exchanged for a token at `/login`.
 */
export class IntensityProvider {
  /** The address without what may be secret in it: what people see, and what is wrong is said of. */
  readonly name: string;
  readonly #address: string;
  readonly #options: ProviderOptions;
  #loggedIn: string | undefined;

  constructor(address: string, options: ProviderOptions) {
    const { host, pathname } = new URL(address.replaceAll(/\{.*?\}/g, "now"));
    this.name = `${host}${pathname}`;
    this.#address = address;
    this.#options = options;
  }

  /**
   * Its answer as it came.
   *
   * @throws {InputError} in one sentence, for no answer, or one that says no
   */
  async ask(now: EpochMs): Promise<string> {
    const url = new URL(filledIn(this.#address, now));
    const secret = this.#options.tokens.of(url);
    if (secret === undefined || !secret.includes(":")) return this.#read(await this.#fetch(url, tokenHeaders(secret)));
    const isFresh = this.#loggedIn === undefined;
    this.#loggedIn ??= await this.#logIn(url, secret);
    let answer = await this.#fetch(url, tokenHeaders(this.#loggedIn));
    if (!isFresh && (answer.status === 401 || answer.status === 403)) {
      this.#loggedIn = await this.#logIn(url, secret);
      answer = await this.#fetch(url, tokenHeaders(this.#loggedIn));
    }
    return this.#read(answer);
  }

  async #logIn({ origin }: URL, secret: string): Promise<string> {
    const login = new URL("/login", origin);
    const authorization = `Basic ${Buffer.from(secret).toString("base64")}`;
    const text = await this.#read(await this.#fetch(login, { authorization }));
    try {
      const { token } = JSON.parse(text) as { token?: unknown };
      if (typeof token === "string" && token !== "") return token;
    } catch {
      // Said below, as for an answer without a token.
    }
    throw new InputError(`${login.host}/login gave no token; check the name and password in HOMEOSTAT_INTENSITY_TOKEN`);
  }

  async #fetch(url: URL, headers: Record<string, string>): Promise<Response> {
    const { patienceMs } = this.#options;
    try {
      return await fetch(url, {
        headers: { accept: "application/json, text/csv", ...headers },
        signal: AbortSignal.timeout(patienceMs),
        // A token must not follow to another host.
        redirect: "manual",
      });
    } catch (error) {
      throw this.#unreachable(error);
    }
  }

  async #read(answer: Response): Promise<string> {
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new InputError(this.#refusal(answer));
    }
    try {
      return await readAtMost(answer, mostBytes);
    } catch (error) {
      throw error instanceof InputError ? new InputError(`${this.name} ${error.reason}`) : this.#unreachable(error);
    }
  }

  #unreachable(error: unknown): InputError {
    const { name, cause } = error as Error & { cause?: { code?: string; message?: string } };
    if (name === "TimeoutError")
      return new InputError(`${this.name} did not answer within ${this.#options.patienceMs / 1000} s`);
    const why = cause?.code ?? cause?.message ?? (error as Error).message;
    return new InputError(`${this.name} cannot be reached (${why}); check the address and the network`);
  }

  #refusal({ status, headers }: Response): string {
    const said = `${this.name} answered ${status}`;
    if (status === 401 || status === 403) return `${said}: it does not take the token; check HOMEOSTAT_INTENSITY_TOKEN`;
    if (status === 404 || status === 400)
      return `${said}: it knows no such thing; check the address and the zone in it`;
    if (status === 429) return `${said}: it was asked too often for this token`;
    if (status >= 500) return `${said}: something is wrong there`;
    const to = headers.get("location");
    return to === null
      ? `${said}: check the address`
      : `${said}: it has moved to ${to.split("?")[0]}; give that address`;
  }
}

function tokenHeaders(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { "auth-token": token, authorization: `Bearer ${token}` };
}

function filledIn(address: string, now: EpochMs): string {
  return address.replaceAll(/\{now(?:([+-]\d+)h)?\}/g, (_, hours: string | undefined) => {
    const at = Math.floor(now / hourMs) * hourMs + Number(hours ?? 0) * hourMs;
    return `${new Date(at).toISOString().slice(0, 16)}Z`;
  });
}

async function readAtMost({ body }: Response, most: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > most) throw new InputError(`answered more than ${most / 1e6} MB; ask for a shorter time`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
