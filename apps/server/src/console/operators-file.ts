import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { InputError } from "@homeostat/core/kernel";
import { type Role, roles } from "@homeostat/core/protocol";
import { parse, stringify } from "yaml";
import { z } from "zod";

const operatorsSchema = z.strictObject({
  operators: z
    .array(
      z.strictObject({
        name: z.string().regex(/^.{1,40}$/, "give a name of 1 to 40 characters"),
        role: z.enum(roles),
        /** SHA-256 of the token in hexadecimal; the token itself has at least 128 random bits. */
        tokenSha256: z.string().regex(/^[0-9a-f]{64}$/, "give the 64 hexadecimal digits of a SHA-256"),
      }),
    )
    .min(1),
});
export type ListedOperator = z.infer<typeof operatorsSchema>["operators"][number];

/** @throws {InputError} where the file cannot be used */
export function readOperators(file: string): readonly ListedOperator[] {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new InputError(`this is not YAML: ${(error as Error).message.split("\n")[0]}`, { file });
  }
  return checked(content, file);
}

/**
 * Adds somebody to an operators file, which is made where there is none; whoever is listed already gets a new token.
 *
 * @returns the token, which is kept nowhere else
 * @throws {InputError} where the file, or the name, cannot be used
 */
export function addOperator(file: string, name: string, role: Role): string {
  const token = randomBytes(32).toString("hex");
  const others = existsSync(file) ? readOperators(file).filter((listed) => listed.name !== name) : [];
  const operators = checked(
    { operators: [...others, { name, role, tokenSha256: sha256(token).toString("hex") }] },
    file,
  );
  const draft = `${file}.${process.pid}.part`;
  writeFileSync(draft, stringify({ operators }));
  renameSync(draft, file);
  return token;
}

/** What the file keeps of a token. */
export function sha256(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

function checked(content: unknown, file: string): readonly ListedOperator[] {
  const parsed = operatorsSchema.safeParse(content);
  if (parsed.success) return parsed.data.operators;
  const issue = parsed.error.issues[0];
  throw new InputError(issue?.message ?? "the file lists no operators", { file, field: issue?.path.join(".") });
}
