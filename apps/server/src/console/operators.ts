import { timingSafeEqual } from "node:crypto";
import { statSync } from "node:fs";
import { type ListedOperator, readOperators, sha256 } from "./operators-file.ts";

/**
 * The people who may use this console, by a file. The file is looked at again for every question, so a role that is
 * changed or taken away counts at once; while it cannot be read, nobody may do anything.
 */
export class Operators {
  readonly #file: string;
  #listed: readonly ListedOperator[] = [];
  #changedAt = -1;

  /** @throws {InputError} where the file cannot be used */
  constructor(file: string) {
    this.#file = file;
    this.#read();
  }

  /** Whose token this is. */
  byToken(token: string): ListedOperator | undefined {
    const digest = sha256(token);
    return this.#now().find(({ tokenSha256 }) => timingSafeEqual(Buffer.from(tokenSha256, "hex"), digest));
  }

  /** The operator as listed now, as long as the token is still the one that `stamp` was made of. */
  byName(name: string, stamp: string): ListedOperator | undefined {
    return this.#now().find((listed) => listed.name === name && listed.tokenSha256.startsWith(stamp));
  }

  /** What a session remembers of the token: too little to find it, enough to see that it was replaced. */
  stampOf(name: string): string {
    return (
      this.#now()
        .find((listed) => listed.name === name)
        ?.tokenSha256.slice(0, 16) ?? ""
    );
  }

  #now(): readonly ListedOperator[] {
    try {
      if (statSync(this.#file).mtimeMs !== this.#changedAt) this.#read();
      return this.#listed;
    } catch {
      return [];
    }
  }

  #read(): void {
    this.#listed = [];
    this.#changedAt = statSync(this.#file).mtimeMs;
    this.#listed = readOperators(this.#file);
  }
}
