/** The languages of the console; a catalogue that leaves one out does not compile. */
export const languages = ["en", "zh-CN"] as const;
export type Language = (typeof languages)[number];

type Sentence = string | ((...words: never[]) => string);
/** A tree of sentences; those with something to fill in are functions. */
export interface TextTree {
  readonly [key: string]: Sentence | TextTree;
}

/** The same keys with the same parameters, in any words. */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...words: infer W) => string
      ? (...words: W) => string
      : Translated<T[K]>;
};

export interface Catalogue<T> {
  readonly en: Translated<T>;
  readonly "zh-CN": Translated<T>;
}

/**
 * The words of one feature, in every language. English gives the keys; a key that is missing, left over or takes other
 * parameters in another language does not compile.
 */
export function defineText<T extends TextTree>(catalogue: {
  readonly en: T;
  readonly "zh-CN": NoInfer<Translated<T>>;
}): Catalogue<T> {
  return catalogue as unknown as Catalogue<T>;
}

const english = new Intl.PluralRules("en");

/** The English form that goes with a count, with the count before it: `plural(2, "action")` is "2 actions". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${english.select(count) === "one" ? one : many}`;
}

/** What `useText` gives for a catalogue. */
export type TextOf<C> = C extends Catalogue<infer T> ? Translated<T> : never;
