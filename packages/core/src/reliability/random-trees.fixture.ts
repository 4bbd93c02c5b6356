import fc from "fast-check";
import { constant } from "./expression.ts";
import { type FaultTree, faultTree, type Gate, type GateOperator } from "./fault-tree.ts";

const operators: readonly GateOperator[] = ["and", "or", "atleast", "not", "xor", "nand", "nor"];

/** A tree of up to 9 events whose gates take any events, house events and earlier gates, with repetition. */
export const randomTrees = fc
  .record({
    probabilities: fc.array(fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 1e-9, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 9,
    }),
    gates: fc.array(
      fc.record({
        operator: fc.constantFrom(...operators),
        picks: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 5 }),
        k: fc.nat(1_000),
      }),
      { minLength: 1, maxLength: 14 },
    ),
    hasGroup: fc.boolean(),
  })
  .map(({ probabilities, gates, hasGroup }): FaultTree => {
    const events = probabilities.map((p, i) => ({ name: `e${i}`, probability: constant(p) }));
    const houseEvents = [
      { name: "on", state: true },
      { name: "off", state: false },
    ];
    const names = [...events.map(({ name }) => name), "on", "off"];
    const built = gates.map(({ operator, picks, k }, i): Gate => {
      // Later gates are likelier, so that trees grow deep.
      const args = picks.map((pick) => names[names.length - 1 - (Math.floor(Math.sqrt(pick)) % names.length)]!);
      const fitting =
        operator === "not" ? args.slice(0, 1) : operator === "xor" && args.length < 2 ? [...args, "e0"] : args;
      names.push(`g${i}`);
      const threshold = operator === "atleast" ? { k: 1 + (k % fitting.length) } : {};
      return { name: `g${i}`, operator, args: fitting, ...threshold };
    });
    const top = built.at(-1)!.name;
    if (!hasGroup || events.length < 3) return faultTree({ name: "random", top, gates: built, events, houseEvents });
    const group = {
      name: "common",
      model: "MGL",
      members: ["e0", "e1", "e2"],
      probability: constant(probabilities[0]!),
      factors: [
        { level: 2, value: constant(0.2) },
        { level: 3, value: constant(0.5) },
      ],
    } as const;
    return faultTree({ name: "random", top, gates: built, events, houseEvents, commonCauseGroups: [group] });
  });
