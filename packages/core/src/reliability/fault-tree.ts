import type { Expression } from "./expression.ts";

/** `atleast` is k-of-n; `xor` of more than two arguments is true where an odd number of them is. */
export type GateOperator = "and" | "or" | "atleast" | "not" | "xor" | "nand" | "nor" | "null";

/** An intermediate event: what joins other events. */
export interface Gate {
  readonly name: string;
  readonly operator: GateOperator;
  /** How many of the arguments must be true; of `atleast` alone. */
  readonly k?: number | undefined;
  /** Names of gates, basic events and house events. */
  readonly args: readonly string[];
  /** What people read in place of the name. */
  readonly label?: string | undefined;
  /** Part of another gate's formula rather than a gate that the author named. */
  readonly isInner?: boolean | undefined;
  /** Where it stands in the file, 1-based. */
  readonly line?: number | undefined;
  /** Where each argument stands. */
  readonly argLines?: readonly number[] | undefined;
}

/** Something that happens or not, with a probability, independently of every other. */
export interface BasicEvent {
  readonly name: string;
  readonly probability: Expression;
  readonly label?: string | undefined;
  readonly line?: number | undefined;
}

/** Something that is known to be so, or not. */
export interface HouseEvent {
  readonly name: string;
  readonly state: boolean;
  readonly line?: number | undefined;
}

/** A named number that several events may share; random numbers in it are drawn once for all of them. */
export interface Parameter {
  readonly name: string;
  readonly value: Expression;
  readonly line?: number | undefined;
}

export type CommonCauseModel = "beta-factor" | "MGL" | "alpha-factor";

/** Events of equal probability that can fail together, for a cause that they share. */
export interface CommonCauseGroup {
  readonly name: string;
  readonly model: CommonCauseModel;
  /** Names of basic events; the group gives them their probability. */
  readonly members: readonly string[];
  /** The probability of one member, whatever the cause. */
  readonly probability: Expression;
  /** Factor by level: how many members fail together. */
  readonly factors: readonly { readonly level: number; readonly value: Expression }[];
  readonly line?: number | undefined;
}

/** A fault tree: a Boolean formula in events that happen with known probabilities. */
export interface FaultTree {
  readonly name: string;
  /** The name of the gate (or event) whose probability is asked. */
  readonly top: string;
  readonly gates: readonly Gate[];
  readonly events: readonly BasicEvent[];
  readonly houseEvents: readonly HouseEvent[];
  readonly parameters: readonly Parameter[];
  readonly commonCauseGroups: readonly CommonCauseGroup[];
  /** What `mission-time` stands for, hours. */
  readonly missionTimeHours: number;
  /** The file that it was read from, for messages. */
  readonly file?: string | undefined;
}

/** A tree with the parts that are not given left empty; the mission lasts a year (8760 h). */
export function faultTree(parts: Partial<FaultTree> & Pick<FaultTree, "name" | "top" | "gates">): FaultTree {
  return { events: [], houseEvents: [], parameters: [], commonCauseGroups: [], missionTimeHours: 8760, ...parts };
}
