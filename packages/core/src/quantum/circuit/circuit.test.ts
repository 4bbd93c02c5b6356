import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { countCircuit, findGate, gates, parseCircuit, pauliProduct, productsOf, writeCircuit } from "./index.ts";

const data = join(
  process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data"),
  "quantum",
);

const everything = `
QUBIT_COORDS(1, -2.5) 0
r 0 1 2 # reset
CNOT 0 1 rec[-0] 2`.replace(" rec[-0] 2", "");

test("names ignore case and have aliases, tags and inversions are kept", () => {
  const text = writeCircuit(
    parseCircuit(`${everything}
    M[a\\Bb \\C#](0.25) !0 1
    mpp !X0*Y1*Z2 X1
    CX sweep[5] 1 rec[-1] 2
    REPEAT[twice] 2 {
      REPEAT 3 {
        DETECTOR(0, 1e3) rec[-4] rec[-1]
      }
    }
    OBSERVABLE_INCLUDE(70) rec[-2] X0`),
  );
  expect(text).toBe(`QUBIT_COORDS(1, -2.5) 0
R 0 1 2
CX 0 1
M[a\\Bb \\C#](0.25) !0 1
MPP !X0*Y1*Z2 X1
CX sweep[5] 1 rec[-1] 2
REPEAT[twice] 2 {
    REPEAT 3 {
        DETECTOR(0, 1000) rec[-4] rec[-1]
    }
}
OBSERVABLE_INCLUDE(70) rec[-2] X0
`);
  expect(countCircuit(parseCircuit(text))).toEqual({
    qubits: 3,
    measurements: 4,
    detectors: 6,
    observables: 71,
    sweepBits: 6,
    ticks: 0,
  });
});

test("every gate of the format is known under all its names", () => {
  expect(gates).toHaveLength(80);
  const aliases = "CNOT ZCX ZCY ZCZ H_XZ SQRT_Z SQRT_Z_DAG MZ MRZ RZ SWAPCZ CORRELATED_ERROR".split(" ");
  for (const alias of aliases) expect(findGate(alias.toLowerCase())?.aliases).toContain(alias);
});

test("repeated Paulis of a product multiply", () => {
  const product = (text: string) => {
    const item = parseCircuit(`MPP ${text}`).instructions[0]!;
    return item.kind === "gate" ? pauliProduct(productsOf(item.targets)[0]!) : undefined;
  };
  expect(product("X0*X0")).toEqual({ qubits: [], paulis: [], isNegative: false });
  expect(product("X0*Y0*Z0*X1*Z1*Y1")).toEqual({ qubits: [], paulis: [], isNegative: false });
  expect(product("X0*Y0*X1*Y1")).toEqual({ qubits: [0, 1], paulis: [2, 2], isNegative: true });
  expect(product("!X0*!Z1*!Y2")).toEqual({ qubits: [0, 1, 2], paulis: [1, 2, 3], isNegative: true });
});

describe("broken circuits get one sentence with the line", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["H 0\nHH 0", /^line 2: HH is no gate/],
    ["CX 0 1 2", /^line 1: CX acts on pairs, but here are 3 targets/],
    ["CX 0 0", /^line 1: CX acts on two different qubits/],
    ["M 0\nDETECTOR rec[-2]", /^line 2: rec\[-2\] is before the first result; 1 results are recorded/],
    ["DETECTOR rec[-1]", /^line 1: rec\[-1\] is before the first result; nothing is recorded/],
    ["REPEAT 0 {\nH 0\n}", /^line 1: a REPEAT says how often/],
    ["REPEAT 2 {\n}", /^line 1: this REPEAT has nothing to repeat/],
    ["REPEAT 2 {\nH 0", /^line 1: this REPEAT is never closed/],
    ["}", /^line 1: a } closes nothing/],
    ["H 0 {", /^line 1: H has no body/],
    ["H(0.1) 0", /^line 1: H takes no numbers/],
    ["X_ERROR 0", /^line 1: X_ERROR takes one probability/],
    ["X_ERROR(1.01) 0", /^line 1: X_ERROR takes one probability/],
    ["PAULI_CHANNEL_1(0.1, 0.2) 0", /^line 1: PAULI_CHANNEL_1 takes 3 probabilities, but here are 2/],
    ["PAULI_CHANNEL_1(0.5, 0.4, 0.3) 0", /^line 1: the probabilities of PAULI_CHANNEL_1/],
    ["H !0", /^line 1: H acts on qubits such as 5/],
    ["H rec[-1]", /^line 1: rec\[-1\] is before the first result/],
    ["M 0\nCX 0 rec[-1]", /^line 2: CX cannot change a result/],
    ["MPP X0*", /^line 1: a \* stands between two Paulis/],
    ["MPP X0*Y0", /^line 1: X0\*Y0 is not Hermitian/],
    ["MPP 5", /^line 1: MPP acts on products of Paulis/],
    ["E(0.1) X0*Y1", /^line 1: E acts on Paulis/],
    ["H 0\nELSE_CORRELATED_ERROR(0.1) X0", /^line 2: ELSE_CORRELATED_ERROR follows directly/],
    ["OBSERVABLE_INCLUDE(-1) 0", /^line 1: OBSERVABLE_INCLUDE takes the index/],
    ["DETECTOR(1) 5", /^line 1: DETECTOR lists results/],
    ["MPAD 2", /^line 1: MPAD records the bits/],
    ["H 99999999", /^line 1: the index 99999999 is above/],
    ["M rec[0]", /^line 1: "rec\[0\]" is no target/],
    ["M[x 0", /^line 1: a tag is never closed/],
    ["M[\\q] 0", /^line 1: a tag holds the escape \\q/],
    ["TICK 5", /^line 1: TICK has no targets/],
    ["SHIFT_COORDS", /^line 1: SHIFT_COORDS says how far/],
  ];
  it.each(cases)("%s", (text, message) => expect(() => parseCircuit(text)).toThrow(message));
});

describe.skipIf(!existsSync(data))("the given circuits", () => {
  it.each(globSync("**/*.stim", { cwd: data }))("%s is written as it was read", (file) => {
    const text = readFileSync(join(data, file), "utf8");
    const plain = text.replace(/#.*/g, "").replace(/^\s*\n/gm, "");
    expect(writeCircuit(parseCircuit(text))).toBe(plain);
  });
});
