import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { joinShots, readShots, shotBatch, shotFormats, shotLayout, shotReader, writeShots } from "./index.ts";

const data = join(
  process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data"),
  "quantum",
);
const ascii = (text: string) => new TextEncoder().encode(text);

describe.skipIf(!existsSync(data))("the given 64 shots", () => {
  const layout = shotLayout({ detectors: 24, observables: 1 });
  const file = (format: string) => new Uint8Array(readFileSync(join(data, `formats/shots64.${format}`)));
  for (const from of shotFormats)
    for (const to of shotFormats)
      it(`turns ${from} into ${to} byte for byte`, () => {
        expect(writeShots(to, layout, readShots(from, layout, file(from)))).toEqual(file(to));
      });
});

test("every format gives back what was written, however the bytes are cut", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...shotFormats),
      fc.record({ measurements: fc.nat(3), detectors: fc.integer({ min: 1, max: 600 }), observables: fc.nat(70) }),
      fc.integer({ min: 1, max: 2 }),
      fc.double({ min: 0, max: 0.3, noNaN: true }),
      fc.integer({ min: 1, max: 50 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (format, layout, groups, density, cut, chance) => {
        const bits = layout.measurements + layout.detectors + layout.observables;
        const batch = shotBatch(bits, groups * 64);
        const sparse = chance.take(50);
        for (const u of sparse) {
          const bit = Math.floor(u * bits * batch.shots);
          if (u > density * 3 || bit >= bits * batch.shots) continue;
          const shot = Math.floor(bit / bits);
          batch.rows[shot * batch.bytesPerShot + ((bit % bits) >>> 3)]! |= 1 << ((bit % bits) & 7);
        }
        const bytes = writeShots(format, layout, batch);
        const reader = shotReader(format, layout);
        const parts = [];
        for (let at = 0; at < bytes.length; at += cut * 7) parts.push(reader.push(bytes.subarray(at, at + cut * 7)));
        parts.push(reader.end());
        expect(joinShots(bits, parts)).toEqual(batch);
      },
    ),
    { numRuns: 60 },
  );
});

describe("broken shots get one sentence", () => {
  const layout = shotLayout({ detectors: 5 });
  const cases: readonly (readonly [string, string, Uint8Array, RegExp])[] = [
    ["a letter in 01", "01", ascii("00000\n0x000\n"), /^line 2: "x" stands among the bits/],
    ["a short line in 01", "01", ascii("00000\n000\n"), /^line 2: 3 bits; a shot has 5/],
    ["a long line in 01", "01", ascii("000000\n"), /^line 1: more than 5 bits/],
    ["an index too large in hits", "hits", ascii("1\n\n2,5\n"), /^line 3: the index 5 is too large; a shot has 5 bits/],
    ["a trailing comma in hits", "hits", ascii("1,\n"), /^line 1: a comma without an index/],
    ["a line without shot in dets", "dets", ascii("shot D1\nD2\n"), /^line 2: "D2" starts the line/],
    ["an observable that is none in dets", "dets", ascii("shot L0\n"), /^line 1: L0 is too large; a shot has 0 obs/],
    ["half a group in ptb64", "ptb64", new Uint8Array(39), /ends in the middle of a group of 64 shots/],
    ["a bit too many in b8", "b8", Uint8Array.of(1, 0x20), /^shot 1 has a bit set beyond its 5 bits/],
    ["runs too long in r8", "r8", Uint8Array.of(5, 6), /^the runs of shot 1 go beyond its 5 bits/],
    ["half a shot in r8", "r8", Uint8Array.of(5, 2), /ends in the middle of shot 1, at bit 3 of 5/],
  ];
  it.each(cases)("%s", (_, format, bytes, message) => {
    expect(() => readShots(format as (typeof shotFormats)[number], layout, bytes)).toThrow(message);
  });

  it("ptb64 holds no 65 shots", () => {
    expect(() => writeShots("ptb64", layout, shotBatch(5, 65))).toThrow(/whole groups of 64 shots, and 1 are left/);
  });
});

test("r8 at runs of exactly 255 and 256 zeros", () => {
  const layout = shotLayout({ measurements: 257 });
  const batch = shotBatch(257, 3);
  batch.rows[31]! |= 1 << 7; // shot 0, bit 255
  batch.rows[33 + 32]! |= 1; // shot 1, bit 256
  expect([...writeShots("r8", layout, batch)]).toEqual([255, 0, 1, 255, 1, 0, 255, 2]);
  expect(readShots("r8", layout, Uint8Array.of(255, 0, 1, 255, 1, 0, 255, 2))).toEqual(batch);
});
