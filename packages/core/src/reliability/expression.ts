import { InputError } from "../kernel/index.ts";
import { glmUnavailability, periodicTestUnavailability, unreliability } from "./availability.ts";

/** How many arguments each function takes. */
export const functionArity = {
  exponential: [2, 2],
  GLM: [4, 4],
  Weibull: [4, 4],
  "periodic-test": [4, 5],
  "lognormal-deviate": [2, 3],
  "normal-deviate": [2, 2],
  "uniform-deviate": [2, 2],
  "beta-deviate": [2, 2],
  "gamma-deviate": [2, 2],
  neg: [1, 1],
  add: [2, 1000],
  sub: [2, 1000],
  mul: [2, 1000],
  div: [2, 1000],
  pow: [2, 2],
  exp: [1, 1],
  log: [1, 1],
  sqrt: [1, 1],
  min: [2, 1000],
  max: [2, 1000],
  mean: [2, 1000],
} as const satisfies Record<string, readonly [least: number, most: number]>;

export type FunctionName = keyof typeof functionArity;
type DeviateName = Extract<FunctionName, `${string}-deviate`>;

/** A number, given plainly, by name, or by a function of the Open-PSA format; rates are per hour, times in hours. */
export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly line?: number | undefined }
  | { readonly kind: "parameter"; readonly name: string; readonly line?: number | undefined }
  | { readonly kind: "mission-time"; readonly line?: number | undefined }
  | {
      readonly kind: "function";
      readonly name: FunctionName;
      readonly args: readonly Expression[];
      readonly line?: number | undefined;
    };

/** A random number as a place on the quantile function of a distribution. */
export interface Deviate {
  readonly name: DeviateName;
  readonly args: readonly number[];
}

/** What an expression's value depends on. */
export interface ExpressionContext {
  readonly missionTimeHours: number;
  parameter(name: string, line: number | undefined): number;
  /** The value of a random number: its mean, or a draw. `at` is the expression, the same object on every evaluation. */
  deviate(deviate: Deviate, at: Expression): number;
}

export const constant = (value: number): Expression => ({ kind: "number", value });

/** The long-run unavailability of a unit from its mean times to failure and to repair, in the same unit. */
export function repairable(mttf: number, mttr: number): Expression {
  const sum: Expression = { kind: "function", name: "add", args: [constant(mttf), constant(mttr)] };
  return { kind: "function", name: "div", args: [constant(mttr), sum] };
}

/** @throws {InputError} with the expression's line for a value outside the function's domain */
export function evaluateExpression(expression: Expression, context: ExpressionContext): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "parameter":
      return context.parameter(expression.name, expression.line);
    case "mission-time":
      return context.missionTimeHours;
    case "function": {
      const args = expression.args.map((arg) => evaluateExpression(arg, context));
      const value = applyFunction(expression, args, context);
      if (Number.isNaN(value))
        throw new InputError(
          `${expression.name} of ${args.join(", ")} is not a number; give arguments within its domain`,
          { line: expression.line },
        );
      return value;
    }
  }
}

/** The mean of a distribution. A log-normal one is given by mean, error factor and level, or by mu and sigma. */
export function meanOf({ name, args }: Deviate): number {
  const [a = Number.NaN, b = Number.NaN] = args;
  switch (name) {
    case "lognormal-deviate":
      return args.length === 3 ? a : Math.exp(a + (b * b) / 2);
    case "normal-deviate":
      return a;
    case "uniform-deviate":
      return (a + b) / 2;
    case "beta-deviate":
      return a / (a + b);
    case "gamma-deviate":
      return a * b;
  }
}

function applyFunction(
  expression: Extract<Expression, { kind: "function" }>,
  args: readonly number[],
  context: ExpressionContext,
): number {
  const { name, line } = expression;
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN, d = Number.NaN] = args;
  const require = (isGood: boolean, what: string) => {
    if (!isGood) throw new InputError(`${name} has ${args.join(", ")}; ${what}`, { line });
  };
  switch (name) {
    case "exponential":
      require(a >= 0 && b >= 0, "give a rate and a time from 0 up");
      return unreliability(a, b);
    case "GLM":
      require(a >= 0 && a <= 1 && b >= 0 && c >= 0 && d >= 0, "give a probability, two rates and a time from 0 up");
      return glmUnavailability(a, b, c, d);
    case "Weibull":
      require(a > 0 && b > 0 && d >= 0, "give a scale and a shape above 0 and a time from 0 up");
      return d <= c ? 0 : -Math.expm1(-(((d - c) / a) ** b));
    case "periodic-test": {
      const [lambda, mu, tau, theta, time] = args.length === 4 ? [a, undefined, b, c, d] : [a, b, c, d, args[4]!];
      require(lambda >= 0 &&
        (mu ?? 0) >= 0 &&
        tau > 0 &&
        theta >= 0 &&
        time >= 0, "give rates and times from 0 up and an interval above 0");
      return periodicTestUnavailability({
        failuresPerHour: lambda,
        ...(mu === undefined ? {} : { repairsPerHour: mu }),
        intervalHours: tau,
        firstTestHours: theta,
        timeHours: time,
      });
    }
    case "lognormal-deviate":
      require(args.length === 2 ? b > 0 : a > 0 && b > 1 && c > 0.5 && c < 1, args.length === 2
        ? "give a sigma above 0"
        : "give a mean above 0, an error factor above 1 and a level between 0.5 and 1");
      return context.deviate({ name, args }, expression);
    case "normal-deviate":
      require(b > 0, "give a standard deviation above 0");
      return context.deviate({ name, args }, expression);
    case "uniform-deviate":
      require(a < b, "give a lower bound below the upper one");
      return context.deviate({ name, args }, expression);
    case "beta-deviate":
    case "gamma-deviate":
      require(a > 0 && b > 0, "give two numbers above 0");
      return context.deviate({ name, args }, expression);
    case "neg":
      return -a;
    case "add":
      return args.reduce((x, y) => x + y);
    case "sub":
      return args.reduce((x, y) => x - y);
    case "mul":
      return args.reduce((x, y) => x * y);
    case "div":
      require(args.slice(1).every((arg) => arg !== 0), "give a divisor other than 0");
      return args.reduce((x, y) => x / y);
    case "pow":
      return a ** b;
    case "exp":
      return Math.exp(a);
    case "log":
      return Math.log(a);
    case "sqrt":
      return Math.sqrt(a);
    case "min":
      return Math.min(...args);
    case "max":
      return Math.max(...args);
    case "mean":
      return args.reduce((x, y) => x + y) / args.length;
  }
}
