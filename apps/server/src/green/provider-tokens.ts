import { InputError } from "@homeostat/core/kernel";

/**
 * The secrets of providers: `HOST=SECRET HOST=SECRET`, or one `SECRET` where all addresses have one host. A secret is a
 * token, or `NAME:PASSWORD` for providers that give one at `/login`.
 */
export class ProviderTokens {
  readonly #byHost = new Map<string, string>();
  readonly #forAll: string | undefined;

  /** @throws {InputError} for one secret and several hosts: a provider must not be told another's. */
  constructor(text: string | undefined, addresses: readonly string[]) {
    const words = (text ?? "").split(/\s+/).filter((word) => word !== "");
    let forAll: string | undefined;
    for (const word of words) {
      const [, host, secret] = /^([A-Za-z0-9.-]+(?::\d+)?)=(.+)$/.exec(word) ?? [];
      if (host !== undefined && secret !== undefined && /[.:]|^localhost$/.test(host)) this.#byHost.set(host, secret);
      else forAll = word;
    }
    const hosts = new Set(addresses.map((address) => new URL(address.replaceAll(/\{.*?\}/g, "now")).host));
    const untold = [...hosts].filter((host) => !this.#byHost.has(host));
    if (forAll !== undefined && untold.length > 1)
      throw new InputError(
        `HOMEOSTAT_INTENSITY_TOKEN: it does not say whose token this is, of ${untold.join(", ")}; give HOST=TOKEN, with spaces between several`,
      );
    this.#forAll = forAll;
  }

  of({ host }: URL): string | undefined {
    return this.#byHost.get(host) ?? this.#forAll;
  }
}
