import type { Format, TextOf } from "../i18n/index.ts";
import type { appText } from "./text.ts";
import type { Verdict } from "./verdict.ts";

const mostNames = 2;

/** The verdict in words; `now` is needed for the countdown only. */
export function verdictWords(
  verdict: Verdict,
  text: TextOf<typeof appText>["verdict"],
  format: Format,
  now: number,
): string {
  if (verdict.total === 0) return text.waiting;
  const { failing, degraded, other, total, healing, needsYou } = verdict;
  const isUnwell = failing + degraded + other > 0;
  const parts = [isUnwell ? text.unwell(failing, degraded, other, total) : text.allWell(total)];
  if (healing.length > 0) {
    const rest = healing.length - mostNames;
    parts.push(text.healing(format.list(rest > 0 ? [...healing.slice(0, mostNames), `+${rest}`] : healing)));
  }
  if (needsYou > 0) {
    const { firstDeadline } = verdict;
    parts.push(text.needsYou(needsYou, firstDeadline === undefined ? undefined : format.clock(firstDeadline - now)));
  }
  if (verdict.isStopped) parts.push(text.stopped);
  else if (verdict.isPaused) parts.push(text.paused);
  return parts.join(text.separator) + text.end;
}
