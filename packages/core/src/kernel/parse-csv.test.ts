import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv, parseInstant, parseSample } from "./index.ts";

describe("parseCsv", () => {
  it("reads back whatever is written by the rules", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "1", '"', ",", "\n", " ") }).map((text) => text.trim());
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
    const write = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), (records, end) => {
        const { header, rows } = parseCsv(`\ufeff${records.map((r) => r.map(write).join(",")).join(end)}${end}`);
        expect([header, ...rows]).toEqual(records);
      }),
    );
  });

  it("says which line is wrong", () => {
    expect(() => parseCsv("a,b\n1,2\n\n3\n", "x.csv")).toThrow("x.csv:4: 1 cells where the header names 2 columns");
    expect(() => parseCsv('a,b\n1,"2\n')).toThrow("line 2: this quote is never closed");
    expect(() => parseCsv("")).toThrow("the file is empty");
    expect(parseCsv("a,b\n1,2\n\n3,4").lines).toEqual([2, 4]);
  });
});

describe("parseInstant", () => {
  it("reads the forms that files use, and nothing else", () => {
    const noon = Date.UTC(2018, 6, 3, 12);
    for (const text of ["2018-07-03 12:00:00", "2018-07-03T12:00Z", "2018-07-03T14:00:00+0200", `${noon / 1000}`])
      expect(parseInstant(text)).toBe(noon);
    expect(parseInstant("2018-07-03 12:00:00.250000")).toBe(noon + 250);
    expect(parseInstant("2018/07/03 12:00 UTC")).toBe(noon);
    for (const scale of [1, 1e3, 1e6]) expect(parseInstant(`${noon * scale}`)).toBe(noon);
    expect(parseInstant("2018-07-03")).toBe(Date.UTC(2018, 6, 3));
    for (const text of ["", "noon", "03/07/2018", "2018-13-03", "2018-02-29", "2018-04-31"])
      expect(parseInstant(text)).toBeNaN();
  });
});

describe("parseSample", () => {
  it("tells numbers, what was not measured, and what is no number apart", () => {
    expect(["1e3", " -2.5 ", "+inf", "-Infinity"].map(parseSample)).toEqual([1_000, -2.5, Infinity, -Infinity]);
    for (const cell of ["", " ", "NaN", "null", "N/A"]) expect(parseSample(cell)).toBeNaN();
    for (const cell of ["many", "1,5", "1.2.3", "0x"]) expect(parseSample(cell)).toBeUndefined();
  });
});
