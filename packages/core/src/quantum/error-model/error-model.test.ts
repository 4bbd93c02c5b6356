import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import {
  countErrorModel,
  detectorCoordinates,
  flatErrors,
  flattenErrorModel,
  parseErrorModel,
  writeErrorModel,
} from "./index.ts";

const data = join(
  process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data"),
  "quantum",
);

const folded = `error[a\\Cb](0.125) D0 D1 L2 ^ D1 ^ D4 # a comment
detector(1, 2) D0
shift_detectors(0, 10) 3
repeat[again] 1000000000000 {
    error(1e-05) D0 D2
    repeat 2 {
        shift_detectors(1) 1
        detector(0.5, 0, 7) D0
    }
}
logical_observable L70
ERROR(0)
`;

test("a model is written as it was read", () => {
  const model = parseErrorModel(folded);
  const text = writeErrorModel(model);
  expect(parseErrorModel(text)).toEqual(model);
  expect(text).toContain("error[a\\Cb](0.125) D0 D1 L2 ^ D1 ^ D4\n");
  expect(parseErrorModel("error(0.1) d0 l3\nDETECTOR(1) d2")).toMatchObject({
    instructions: [{ components: [{ detectors: [0], observables: [3] }] }, { detectors: [2] }],
  });
  expect(text).toContain("repeat[again] 1000000000000 {\n    error(0.00001) D0 D2\n    repeat 2 {\n        shift");
});

test("counts come from the folded model, however often it repeats", () => {
  expect(countErrorModel(parseErrorModel(folded))).toEqual({
    detectors: 2_000_000_000_004,
    observables: 71,
    errors: 1_000_000_000_002,
  });
});

test("flattening shifts detectors and coordinates, and cancels what stands twice", () => {
  const model = parseErrorModel(folded.replace("1000000000000", "2"));
  expect([...flatErrors(model)].map((e) => [e.probability, e.components])).toEqual([
    [
      0.125,
      [
        { detectors: [0, 1], observables: [2] },
        { detectors: [1], observables: [] },
        { detectors: [4], observables: [] },
      ],
    ],
    [1e-5, [{ detectors: [3, 5], observables: [] }]],
    [1e-5, [{ detectors: [5, 7], observables: [] }]],
    [0, []],
  ]);
  expect([...detectorCoordinates(model)]).toEqual([
    [0, [1, 2]],
    [4, [1.5, 10, 7]],
    [5, [2.5, 10, 7]],
    [6, [3.5, 10, 7]],
    [7, [4.5, 10, 7]],
  ]);
  expect([...flatErrors(parseErrorModel("error(.1) D3 D1 D3 L1 L1"))][0]!.components).toEqual([
    { detectors: [1], observables: [] },
  ]);
  expect(countErrorModel(flattenErrorModel(model))).toEqual(countErrorModel(model));
});

describe("broken models get one sentence with the line", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["error(0.1) D0\nerror(1.5) D1", /^line 2: an error has one probability between 0 and 1/],
    ["error D0", /^line 1: an error has one probability/],
    ["error(0.1) D0 ^ ^ D1", /^line 1: a \^ stands between two parts/],
    ["error(0.1) D0 ^", /^line 1: a \^ stands between two parts/],
    ["error(0.1) X5", /^line 1: "X5" is not a detector/],
    ["error(0.1) D-1", /^line 1: "D-1" is not a detector/],
    ["error(0.1 D0", /^line 1: an argument list is never closed/],
    ["error(0.1, x) D0", /^line 1: error has the argument "x"/],
    ["repeat 0 {\n}", /^line 1: a repeat says how often/],
    ["\nrepeat 5 {\nerror(0.1) D0", /^line 2: this repeat is never closed/],
    ["}", /^line 1: a } closes nothing/],
    ["repeat 5", /^line 1: a repeat needs a body/],
    ["detector D0 L0", /^line 1: "L0" is not a detector/],
    ["logical_observable D0", /^line 1: "D0" is not an observable/],
    ["shift_detectors(1) D5", /^line 1: shift_detectors says how far/],
    ["eror(0.1) D0", /^line 1: eror is no instruction of an error model/],
    ["error[x(0.1) D0", /^line 1: a tag is never closed/],
    ["error(0.1) D0 {", /^line 1: error has no body/],
    ["$%", /^line 1: "\$%" is not an instruction/],
  ];
  it.each(cases)("%s", (text, message) => expect(() => parseErrorModel(text)).toThrow(message));
});

describe.skipIf(!existsSync(data))("the given models", () => {
  it("reads the folded model of a thousand rounds", () => {
    const model = parseErrorModel(readFileSync(join(data, "formats/long_folded.dem"), "utf8"));
    expect(countErrorModel(model)).toMatchObject({ detectors: 8000, observables: 1 });
    expect(detectorCoordinates(model).get(7999)).toEqual([6, 2, 1000]);
  });
});
