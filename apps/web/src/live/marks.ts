import type { Entry } from "@homeostat/core/journal";
import type { MarksAnswer } from "@homeostat/core/protocol";
import { fetchJson } from "./fetch-json.ts";
import { useLive } from "./live-store.ts";

const hourMs = 3_600_000;
const mostMarks = 4_000;

/** Adds what just happened to the lanes of the time rail. */
export function addMarks(fresh: readonly Entry[]): void {
  const { marks } = useLive.getState();
  const last = marks.at(-1)?.seq ?? 0;
  const added = fresh.filter(({ seq }) => seq > last);
  if (added.length > 0) useLive.setState({ marks: [...marks, ...added].slice(-mostMarks) });
}

/** Fetches the last hour's lanes; what came in meanwhile stays. */
export async function loadMarks(): Promise<void> {
  const { newest, journal } = useLive.getState();
  try {
    const answer = await fetchJson<MarksAnswer>(`/api/marks?from=${newest.at - hourMs}&to=${newest.at}`);
    const { marks, journal: now } = useLive.getState();
    if (answer.journal !== journal || now !== journal) return;
    const last = answer.entries.at(-1)?.seq ?? 0;
    useLive.setState({ marks: [...answer.entries, ...marks.filter(({ seq }) => seq > last)].slice(-mostMarks) });
  } catch {
    // The rail goes on with what comes in; the next snapshot asks again.
  }
}
