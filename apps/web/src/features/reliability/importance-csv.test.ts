import { expect, it } from "vitest";
import { importanceCsv } from "./importance-csv.ts";

it("quotes what CSV takes for its own, and keeps every digit", () => {
  const row = {
    name: "db",
    subject: { kind: "replica", component: "db", replica: 1, isOnly: true },
    probability: 0.1,
    birnbaum: 0.1234567890123,
    criticality: 1,
    fussellVesely: 1,
    raw: 10,
    rrw: Number.POSITIVE_INFINITY,
  } as const;
  expect(importanceCsv([row], () => 'the "main", database')).toBe(
    "event,description,probability,birnbaum,criticality,fussellVesely,raw,rrw\r\n" +
      'db,"the ""main"", database",0.1,0.1234567890123,1,1,10,Infinity\r\n',
  );
});
