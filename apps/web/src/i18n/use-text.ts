import type { Catalogue, Translated } from "./define-text.ts";
import { useLanguage } from "./language-store.ts";

/** The words of a catalogue in the reader's language. */
export function useText<T>(catalogue: Catalogue<T>): Translated<T> {
  return catalogue[useLanguage((s) => s.language)];
}
