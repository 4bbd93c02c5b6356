import { useFormat, useText } from "../i18n/index.ts";
import { useNow, useSystemParts } from "../live/index.ts";
import { appText } from "./text.ts";
import { verdictOf } from "./verdict.ts";
import { verdictWords } from "./verdict-words.ts";

/** The one sentence that answers: is it well, and does it need me? */
export function VerdictSentence() {
  const verdict = useVerdict();
  const text = useText(appText);
  const format = useFormat();
  const now = useNow();
  const tone =
    verdict.failing > 0 ? "text-failing" : verdict.degraded + verdict.other > 0 ? "text-degraded" : "text-ink";
  return (
    <p className={`min-w-0 font-serif text-lg leading-snug text-balance ${tone}`} data-testid="verdict">
      {verdictWords(verdict, text.verdict, format, now)}
    </p>
  );
}

/** The verdict of the state that is shown; a new object only when it reads differently. */
export function useVerdict() {
  const flat = useSystemParts((state) => {
    const { healing, ...rest } = verdictOf(state);
    return { ...rest, healing: healing.join("\n") };
  });
  return { ...flat, healing: flat.healing === "" ? [] : flat.healing.split("\n") };
}
