import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { systemJsonSchema } from "./index.ts";

it("the published schema of the system file is the one that the parser uses", () => {
  const published = readFileSync(join(import.meta.dirname, "../../../../docs/system.schema.json"), "utf8");
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(systemJsonSchema())));
});
