import { InputError } from "../kernel/index.ts";
import { type Deviate, evaluateExpression, type Expression } from "./expression.ts";
import type { FaultTree } from "./fault-tree.ts";

/** A parameter's name where an expression uses it. */
interface Reference {
  readonly name: string;
  readonly line: number | undefined;
}

/**
 * Gives the values of a tree's expressions: first how random numbers come out, then expression by expression. All that is
 * asked with one such choice shares what the parameters came out as. Parameters may be defined by one another as deep as
 * anybody likes.
 */
export class ExpressionReader {
  readonly #missionTimeHours: number;
  readonly #parameters = new Map<string, { readonly value: Expression; readonly line: number | undefined }>();
  /** By parameter: the parameters that its value uses. */
  readonly #uses = new Map<string, readonly Reference[]>();

  constructor({ parameters, missionTimeHours }: FaultTree) {
    this.#missionTimeHours = missionTimeHours;
    for (const { name, value, line } of parameters) {
      this.#parameters.set(name, { value, line });
      this.#uses.set(name, referencesIn(value));
    }
  }

  /** @throws {InputError} at an expression that has no value: a parameter that is not defined, or by itself; see also `evaluateExpression` */
  valuesAt(draw: (deviate: Deviate, at: Expression) => number): (expression: Expression) => number {
    const values = new Map<string, number>();
    const context = {
      missionTimeHours: this.#missionTimeHours,
      deviate: draw,
      parameter: (name: string, line: number | undefined): number => {
        if (!values.has(name)) this.#evaluate({ name, line }, values, (value) => evaluateExpression(value, context));
        return values.get(name)!;
      },
    };
    return (expression) => evaluateExpression(expression, context);
  }

  /** Whether an expression's value changes with the random numbers in `sites`. */
  dependsOn(sites: { has(at: Expression): boolean }): (expression: Expression) => boolean {
    const users = new Map<string, string[]>();
    for (const [user, references] of this.#uses) {
      for (const { name } of references) users.set(name, [...(users.get(name) ?? []), user]);
    }
    const holdsOne = (expression: Expression): boolean =>
      sites.has(expression) || (expression.kind === "function" && expression.args.some(holdsOne));
    const pending = [...this.#parameters].filter(([, { value }]) => holdsOne(value)).map(([name]) => name);
    const reached = new Set(pending);
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      for (const user of users.get(name) ?? []) {
        if (reached.has(user)) continue;
        reached.add(user);
        pending.push(user);
      }
    }
    return (expression) => holdsOne(expression) || referencesIn(expression).some(({ name }) => reached.has(name));
  }

  /** The expression that a chain of bare names ends at. */
  sourceOf(expression: Expression): Expression {
    let at = expression;
    while (at.kind === "parameter") at = this.#parameters.get(at.name)!.value;
    return at;
  }

  /** Evaluates a parameter after those that it uses, by a stack of what is still to be known. */
  #evaluate(wanted: Reference, values: Map<string, number>, valueOf: (expression: Expression) => number): void {
    const open = new Set<string>();
    const stack = [wanted];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { name, line } = top;
      const parameter = this.#parameters.get(name);
      if (parameter === undefined)
        throw new InputError(`the parameter "${name}" is not defined; define it or give a number`, { line });
      const missing = open.has(name) ? [] : this.#uses.get(name)!.filter((use) => !values.has(use.name));
      open.add(name);
      for (const use of missing) {
        if (open.has(use.name))
          throw new InputError(`the parameter "${use.name}" is defined by itself; give it a value`, {
            line: this.#parameters.get(use.name)!.line,
          });
        stack.push(use);
      }
      if (missing.length > 0) continue;
      if (!values.has(name)) values.set(name, valueOf(parameter.value));
      open.delete(name);
      stack.pop();
    }
  }
}

function referencesIn(expression: Expression): Reference[] {
  if (expression.kind === "parameter") return [{ name: expression.name, line: expression.line }];
  return expression.kind === "function" ? expression.args.flatMap(referencesIn) : [];
}
