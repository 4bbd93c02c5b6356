import { InputError } from "../kernel/index.ts";
import { type Expression, functionArity, type FunctionName } from "./expression.ts";
import type {
  BasicEvent,
  CommonCauseGroup,
  CommonCauseModel,
  FaultTree,
  Gate,
  GateOperator,
  HouseEvent,
  Parameter,
} from "./fault-tree.ts";
import { readXml, type XmlElement } from "./read-xml.ts";

export interface ReadOptions {
  /** The file's name, for messages. */
  readonly file?: string | undefined;
  /** The gate to ask for; the one that no other gate takes where it is left out. */
  readonly top?: string | undefined;
  /** What `system-mission-time` stands for, hours; a year where it is left out. */
  readonly missionTimeHours?: number | undefined;
}

const operators = new Set(["and", "or", "atleast", "not", "xor", "nand", "nor"]);
const references = new Set(["gate", "basic-event", "house-event", "event"]);
const models = new Set(["beta-factor", "MGL", "alpha-factor"]);
/** An expression nested deeper than this is refused rather than evaluated by as deep a recursion. */
const DEEPEST_EXPRESSION = 200;

/**
 * Reads a fault tree in the Open-PSA Model Exchange Format 2.0: gates (and, or, atleast, not, xor, nand, nor), basic and
 * house events, parameters, expressions, common-cause groups (beta-factor, MGL, alpha-factor), components, public and
 * private names. Everything else is refused with its line.
 *
 * @throws {InputError} with file and line
 */
export function readOpenPsa(text: string, options: ReadOptions = {}): FaultTree {
  const { file } = options;
  const root = readXml(text, file);
  try {
    if (root.name !== "opsa-mef")
      throw new InputError(`<${root.name}> is not an Open-PSA model; give a document of <opsa-mef>`, {
        line: root.line,
      });
    return new Reader(root).tree(options);
  } catch (error) {
    throw error instanceof InputError ? error.within({ file }) : error;
  }
}

/** Where a definition stands: its containers, and whether its name is known outside them. */
interface Scope {
  readonly path: readonly string[];
  readonly isPrivate: boolean;
}

class Reader {
  readonly #gates: Gate[] = [];
  readonly #events: BasicEvent[] = [];
  readonly #houseEvents: HouseEvent[] = [];
  readonly #parameters: Parameter[] = [];
  readonly #groups: CommonCauseGroup[] = [];
  /** Names of events and gates by path, and of parameters, which are apart. */
  readonly #names = { event: new Map<string, string>(), parameter: new Map<string, string>() };
  /** What is read once every name is known; groups first, as their members may leave their probability to them. */
  readonly #pendingGroups: (() => void)[] = [];
  readonly #pending: (() => void)[] = [];
  #name: string | undefined;

  constructor(root: XmlElement) {
    this.#name = root.attributes["name"];
    for (const element of root.children) this.#readPart(element, { path: [], isPrivate: false });
    for (const read of this.#pendingGroups) read();
    for (const read of this.#pending) read();
  }

  tree({ file, top, missionTimeHours = 8760 }: ReadOptions): FaultTree {
    const gates = this.#gates;
    if (gates.length === 0) throw new InputError("the model defines no gate; define at least one", { line: 1 });
    return {
      name: this.#name ?? "fault tree",
      top: top === undefined ? this.#onlyRoot() : this.#chosenTop(top),
      gates,
      events: this.#events,
      houseEvents: this.#houseEvents,
      parameters: this.#parameters,
      commonCauseGroups: this.#groups,
      missionTimeHours,
      file,
    };
  }

  #chosenTop(top: string): string {
    const name = this.#names.event.get(top) ?? top;
    if (!this.#gates.some((gate) => gate.name === name))
      throw new InputError(`there is no gate "${top}"; name a gate of the model`);
    return name;
  }

  #onlyRoot(): string {
    const taken = new Set(this.#gates.flatMap(({ args }) => args));
    const roots = this.#gates.filter(({ name, isInner }) => isInner !== true && !taken.has(name));
    // Without a root every gate stands in a cycle or under one; the check of the tree says which.
    const root = roots[0] ?? this.#gates[0]!;
    if (roots.length > 1) {
      const names = roots.slice(0, 4).map(({ name }) => `"${name}"`);
      throw new InputError(
        `the model has ${roots.length} gates that no other gate takes (${names.join(", ")}${roots.length > 4 ? ", …" : ""}); say which of them is the top event`,
        { line: roots[1]!.line },
      );
    }
    return root.name;
  }

  #readPart(element: XmlElement, scope: Scope): void {
    const { name, children } = element;
    switch (name) {
      case "label":
      case "attributes":
        return;
      case "model-data":
        for (const child of children) this.#readPart(child, scope);
        return;
      case "define-fault-tree":
      case "define-component": {
        const own = required(element, "name");
        if (name === "define-fault-tree") this.#name ??= own;
        const inner = { path: [...scope.path, own], isPrivate: isPrivate(element, scope) };
        for (const child of children) this.#readPart(child, inner);
        return;
      }
      case "define-gate":
        this.#defineGate(element, scope);
        return;
      case "define-basic-event":
        this.#defineBasicEvent(element, scope);
        return;
      case "define-house-event": {
        const own = this.#declare("event", element, scope);
        const state = children.find((child) => child.name === "constant");
        this.#houseEvents.push({ name: own, state: state !== undefined && booleanOf(state), line: element.line });
        return;
      }
      case "define-parameter": {
        const own = this.#declare("parameter", element, scope);
        this.#pending.push(() =>
          this.#parameters.push({ name: own, value: this.#onlyExpression(element, scope), line: element.line }),
        );
        return;
      }
      case "define-CCF-group":
        this.#defineGroup(element, scope);
        return;
      default:
        refuse(element, "fault trees with gates, events, parameters and common-cause groups are read");
    }
  }

  /** Registers a definition and gives the name that it goes by: its own where it is public, else its path. */
  #declare(kind: "event" | "parameter", element: XmlElement, scope: Scope): string {
    const own = required(element, "name");
    const path = [...scope.path, own].join(".");
    const name = isPrivate(element, scope) ? path : own;
    const names = this.#names[kind];
    if (kind === "parameter" && names.has(name))
      throw new InputError(`the parameter "${name}" is already defined; give each parameter a name of its own`, {
        line: element.line,
      });
    names.set(path, name);
    names.set(name, name);
    return name;
  }

  /** What a name means where it is used: the innermost container that knows it wins. */
  #resolve(kind: "event" | "parameter", name: string, scope: Scope): string {
    const names = this.#names[kind];
    for (let depth = scope.path.length; depth > 0; depth--) {
      const found = names.get([...scope.path.slice(0, depth), name].join("."));
      if (found !== undefined) return found;
    }
    return names.get(name) ?? name;
  }

  #defineGate(element: XmlElement, scope: Scope): void {
    const name = this.#declare("event", element, scope);
    const slot = this.#gates.length;
    this.#gates.push({ name, operator: "null", args: [], line: element.line });
    this.#pending.push(() => {
      const formulas = contentOf(element);
      if (formulas.length > 1)
        throw new InputError(`the gate "${name}" has ${formulas.length} formulas; join them in one`, {
          line: formulas[1]!.line,
        });
      const formula = formulas[0];
      const label = labelOf(element);
      const common = { name, line: element.line, ...(label === undefined ? {} : { label }) };
      if (formula === undefined) this.#gates[slot] = { ...common, operator: "and", args: [] };
      else if (operators.has(formula.name)) this.#readFormulas(slot, common, formula, scope);
      else
        this.#gates[slot] = {
          ...common,
          operator: "null",
          args: [this.#reference(formula, scope)],
          argLines: [formula.line],
        };
    });
  }

  /** Reads a formula and those inside it, each as a gate of its own, without recursion. */
  #readFormulas(slot: number, gate: Pick<Gate, "name" | "line" | "label">, formula: XmlElement, scope: Scope): void {
    let inner = 0;
    const pending = [{ slot, gate: { ...gate } as Pick<Gate, "name" | "line" | "label" | "isInner">, formula }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const args: string[] = [];
      const argLines: number[] = [];
      for (const child of contentOf(next.formula)) {
        argLines.push(child.line);
        if (!operators.has(child.name)) {
          args.push(this.#reference(child, scope));
          continue;
        }
        let name: string;
        do name = `${gate.name}--${++inner}`;
        while (this.#names.event.has(name));
        args.push(name);
        pending.push({
          slot: this.#gates.length,
          gate: { name, line: child.line, isInner: true },
          formula: child,
        });
        this.#gates.push({ name, operator: "null", args: [] });
      }
      const operator = next.formula.name as GateOperator;
      const k = operator === "atleast" ? { k: integer(next.formula, "min") } : {};
      this.#gates[next.slot] = { ...next.gate, operator, ...k, args, argLines };
    }
  }

  #reference(element: XmlElement, scope: Scope): string {
    if (element.name === "constant") return this.#constant(booleanOf(element));
    if (!references.has(element.name))
      refuse(element, `a formula is made of ${[...operators].join(", ")} and of references to gates and events`);
    return this.#resolve("event", required(element, "name"), scope);
  }

  /** A constant in a formula is a house event that nobody named. */
  #constant(state: boolean): string {
    const name = state ? "--true" : "--false";
    if (!this.#houseEvents.some((event) => event.name === name)) this.#houseEvents.push({ name, state });
    return name;
  }

  #defineBasicEvent(element: XmlElement, scope: Scope): void {
    const name = this.#declare("event", element, scope);
    const label = labelOf(element);
    this.#pending.push(() => {
      const hasNone = contentOf(element).length === 0;
      if (hasNone && this.#groups.some(({ members }) => members.includes(name))) return;
      this.#events.push({
        name,
        probability: this.#onlyExpression(element, scope),
        line: element.line,
        ...(label === undefined ? {} : { label }),
      });
    });
  }

  #defineGroup(element: XmlElement, scope: Scope): void {
    const { line } = element;
    const name = required(element, "name");
    const model = required(element, "model");
    if (!models.has(model))
      throw new InputError(
        `the common-cause model "${model}" is not read here; give one of ${[...models].join(", ")}`,
        {
          line,
        },
      );
    const part = (tag: string): XmlElement => {
      const found = element.children.find((child) => child.name === tag);
      if (found === undefined)
        throw new InputError(`the common-cause group "${name}" lacks <${tag}>; add it`, { line });
      return found;
    };
    const members: string[] = [];
    const factors: CommonCauseGroup["factors"][number][] = [];
    this.#pendingGroups.push(() => {
      for (const member of part("members").children) {
        const given = required(member, "name");
        members.push(this.#resolve("event", given, scope));
      }
      const listed = element.children.find((child) => child.name === "factors")?.children ?? [part("factor")];
      for (const [i, factor] of listed.entries()) {
        const standard = model === "alpha-factor" ? i + 1 : model === "MGL" ? i + 2 : members.length;
        const level = factor.attributes["level"] === undefined ? standard : integer(factor, "level");
        factors.push({ level, value: this.#onlyExpression(factor, scope) });
      }
      const probability = this.#onlyExpression(part("distribution"), scope);
      this.#groups.push({ name, model: model as CommonCauseModel, members, probability, factors, line });
      for (const member of members) {
        if (this.#names.event.has(member)) continue;
        this.#names.event.set(member, member);
        this.#events.push({ name: member, probability, line });
      }
    });
  }

  #onlyExpression(element: XmlElement, scope: Scope): Expression {
    const parts = contentOf(element);
    const name = element.attributes["name"];
    if (parts.length !== 1)
      throw new InputError(
        `<${element.name}${name === undefined ? "" : ` name="${name}"`}> holds ${parts.length === 0 ? "no value" : `${parts.length} values`}; give it one, such as <float value="0.01"/>`,
        { line: element.line },
      );
    return this.#expression(parts[0]!, scope, 0);
  }

  #expression(element: XmlElement, scope: Scope, depth: number): Expression {
    const { name, line } = element;
    if (depth > DEEPEST_EXPRESSION)
      throw new InputError(`the expression is nested more than ${DEEPEST_EXPRESSION} deep; name parts of it`, { line });
    switch (name) {
      case "float":
      case "int":
        return { kind: "number", value: numeric(element, "value"), line };
      case "bool":
        return { kind: "number", value: booleanOf(element) ? 1 : 0, line };
      case "pi":
        return { kind: "number", value: Math.PI, line };
      case "parameter":
        return { kind: "parameter", name: this.#resolve("parameter", required(element, "name"), scope), line };
      case "system-mission-time":
        return { kind: "mission-time", line };
      default: {
        if (!Object.hasOwn(functionArity, name))
          return refuse(element, "numbers, parameters, arithmetic, failure models and deviates are read");
        const [least, most] = functionArity[name as FunctionName];
        const count = element.children.length;
        if (count < least || count > most)
          throw new InputError(
            `<${name}> has ${count} arguments; give it ${least === most ? least : most === 1000 ? `at least ${least}` : `${least} to ${most}`}`,
            { line },
          );
        const args = element.children.map((child) => this.#expression(child, scope, depth + 1));
        return { kind: "function", name: name as FunctionName, args, line };
      }
    }
  }
}

/** The children of a definition that are not about it but its content. */
function contentOf({ children }: XmlElement): XmlElement[] {
  return children.filter(({ name }) => name !== "label" && name !== "attributes");
}

function labelOf({ children }: XmlElement): string | undefined {
  return children.find(({ name }) => name === "label")?.text;
}

function isPrivate(element: XmlElement, scope: Scope): boolean {
  const role = element.attributes["role"];
  return role === undefined ? scope.isPrivate : role === "private";
}

function refuse(element: XmlElement, what: string): never {
  throw new InputError(`<${element.name}> is not read here; ${what}`, { line: element.line });
}

function required(element: XmlElement, attribute: string): string {
  const value = element.attributes[attribute]?.trim();
  if (value === undefined || value === "")
    throw new InputError(`<${element.name}> has no ${attribute}; give it one`, { line: element.line });
  return value;
}

function numeric(element: XmlElement, attribute: string): number {
  const text = required(element, attribute);
  const value = Number(text);
  if (!Number.isFinite(value))
    throw new InputError(`"${text}" is not a number; give one such as 0.01`, { line: element.line });
  return value;
}

function integer(element: XmlElement, attribute: string): number {
  const value = numeric(element, attribute);
  if (!Number.isInteger(value))
    throw new InputError(`${attribute} is ${value}; give a whole number`, { line: element.line });
  return value;
}

function booleanOf(element: XmlElement): boolean {
  const value = required(element, "value");
  if (value !== "true" && value !== "false")
    throw new InputError(`"${value}" is neither true nor false; give one of them`, { line: element.line });
  return value === "true";
}
