import { InvalidArgumentError } from "commander";

/** An option's value as a whole number from `least` to `most`. @throws {InvalidArgumentError} for anything else */
export function wholeNumberIn(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}
