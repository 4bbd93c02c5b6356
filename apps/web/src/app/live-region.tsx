import { useEffect, useState } from "react";
import { useFormat, useText } from "../i18n/index.ts";
import { appText } from "./text.ts";
import { useVerdict } from "./verdict-sentence.tsx";
import { verdictWords } from "./verdict-words.ts";

const quietMs = 2_000;

/**
 * Tells a screen reader when the verdict changes or somebody is needed, and nothing else: not the counting down, and not
 * more often than every two seconds.
 */
export function LiveRegion() {
  const verdict = useVerdict();
  const text = useText(appText);
  const format = useFormat();
  const [said, say] = useState("");
  // The countdown is left out, so that only a change of the verdict is told.
  const words = verdictWords({ ...verdict, firstDeadline: undefined }, text.verdict, format, 0);
  useEffect(() => {
    const timer = setTimeout(() => say(words), quietMs);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <div className="sr-only" role="status" aria-live="polite">
      {said}
    </div>
  );
}
