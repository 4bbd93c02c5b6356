import type { Entry } from "@homeostat/core/journal";
import type { MarksAnswer } from "@homeostat/core/protocol";
import { fetchJson } from "./fetch-json.ts";
import { type LiveStore, useLive } from "./live-store.ts";

const hourMs = 3_600_000;
const mostMarks = 4_000;

/** Adds what just happened to the lanes of the time rail. */
export function addMarks(fresh: readonly Entry[]): void {
  const { marks } = useLive.getState();
  const last = marks.at(-1)?.seq ?? 0;
  const added = fresh.filter(({ seq }) => seq > last);
  if (added.length > 0) useLive.setState(newest([...marks, ...added]));
}

/** Fetches the last hour's lanes; what came in meanwhile stays. */
export async function loadMarks(): Promise<void> {
  const { newest: state, journal } = useLive.getState();
  const from = state.at - hourMs;
  try {
    const answer = await fetchJson<MarksAnswer>(`/api/marks?from=${from}&to=${state.at}`);
    const { marks, journal: now } = useLive.getState();
    if (answer.journal !== journal || now !== journal) return;
    const last = answer.entries.at(-1)?.seq ?? 0;
    useLive.setState(newest([...answer.entries, ...marks.filter(({ seq }) => seq > last)], from));
  } catch {
    // The rail goes on with what comes in; the next snapshot asks again.
  }
}

/** Fetches the lanes around a moment that is older than what is known. */
export async function loadOlderMarks(at: number): Promise<void> {
  const { marksFrom, journal } = useLive.getState();
  if (at - marginMs >= marksFrom || isWithin(olderSpan, at)) return;
  const span = { from: at - hourMs, to: Math.min(at + hourMs, marksFrom), journal };
  try {
    const answer = await fetchJson<MarksAnswer>(`/api/marks?from=${Math.floor(span.from)}&to=${Math.ceil(span.to)}`);
    if (answer.journal !== useLive.getState().journal) return;
    olderSpan = span;
    useLive.setState({ olderMarks: answer.entries });
  } catch {
    // The lanes stay as they are; the next step of the cursor asks again.
  }
}

/** A rail shows up to an hour, half of it on either side of the cursor. */
const marginMs = hourMs / 2;
let olderSpan: { readonly from: number; readonly to: number; readonly journal: string | undefined } | undefined;

/** Whether a rail around `at` shows nothing that is not known. */
function isWithin(span: typeof olderSpan, at: number): boolean {
  const { journal, marksFrom } = useLive.getState();
  if (span === undefined || span.journal !== journal) return false;
  return at - marginMs >= span.from && (at + marginMs <= span.to || span.to === marksFrom);
}

/** The newest marks, as many as are kept, and from when on they are all there are. */
function newest(marks: readonly Entry[], from = useLive.getState().marksFrom): Pick<LiveStore, "marks" | "marksFrom"> {
  const kept = marks.slice(-mostMarks);
  return { marks: kept, marksFrom: kept.length < marks.length ? kept[0]!.at : from };
}
