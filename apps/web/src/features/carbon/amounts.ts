import { type Format, type TextOf, useFormat, useText } from "../../i18n/index.ts";
import { carbonText } from "./text.ts";

/** Grams or kilograms, and kilowatt-hours, in the reader's language. */
export function useAmounts() {
  const text = useText(carbonText);
  const format = useFormat();
  return {
    carbon: (grams: number) => carbonWords(text, format, grams),
    energy: (kwh: number) => text.kwh(format.number(kwh)),
  };
}

function carbonWords(text: TextOf<typeof carbonText>, format: Format, grams: number): string {
  return Math.abs(grams) >= 1000 ? text.kilograms(format.number(grams / 1000)) : text.grams(format.number(grams));
}
