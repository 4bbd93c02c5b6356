export { type Catalogue, defineText, type Language, languages, plural, type TextOf } from "./define-text.ts";
export { type Format, formatFor, useFormat } from "./format.ts";
export { useLanguage } from "./language-store.ts";
export { terms } from "./terms.ts";
export { useText } from "./use-text.ts";
