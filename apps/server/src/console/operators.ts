import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { InputError } from "@homeostat/core/kernel";
import { type Operator, roles } from "@homeostat/core/protocol";
import { parse } from "yaml";
import { z } from "zod";

const operatorsSchema = z.strictObject({
  operators: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(40),
        role: z.enum(roles),
        /** SHA-256 of the token in hexadecimal; the token itself has at least 128 random bits. */
        tokenSha256: z.string().regex(/^[0-9a-f]{64}$/, "give the 64 hexadecimal digits of a SHA-256"),
      }),
    )
    .min(1),
});
type Listed = z.infer<typeof operatorsSchema>["operators"][number];

/**
 * The people who may use this console, by a file. The file is looked at again for every question, so a role that is
 * changed or taken away counts at once; while it cannot be read, nobody may do anything.
 */
export class Operators {
  readonly #file: string;
  #listed: readonly Listed[] = [];
  #changedAt = -1;

  /** @throws {InputError} where the file cannot be used */
  constructor(file: string) {
    this.#file = file;
    this.#read();
  }

  /** Whose token this is. */
  byToken(token: string): Operator | undefined {
    const digest = createHash("sha256").update(token).digest();
    return this.#now().find(({ tokenSha256 }) => timingSafeEqual(Buffer.from(tokenSha256, "hex"), digest));
  }

  /** The operator as listed now, as long as the token is still the one that `stamp` was made of. */
  byName(name: string, stamp: string): Operator | undefined {
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

  #now(): readonly Listed[] {
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
    let content: unknown;
    try {
      content = parse(readFileSync(this.#file, "utf8"));
    } catch (error) {
      throw new InputError(`this is not YAML: ${(error as Error).message.split("\n")[0]}`, { file: this.#file });
    }
    const parsed = operatorsSchema.safeParse(content);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new InputError(issue?.message ?? "the file lists no operators", {
        file: this.#file,
        field: issue?.path.join("."),
      });
    }
    this.#listed = parsed.data.operators;
  }
}
