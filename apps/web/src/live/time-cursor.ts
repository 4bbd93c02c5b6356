import { fetchJson } from "./fetch-json.ts";
import type { DecisionAnswer, HistoryAnswer } from "@homeostat/core/protocol";
import { useLive } from "./live-store.ts";
import { isDecision } from "./mark-kinds.ts";
import { loadOlderMarks } from "./marks.ts";
import { Past } from "./past.ts";

/** Seconds of the past in a second of watching. */
export const replaySpeeds = [0.5, 1, 2, 4, 8, 16, 32] as const;

let stretch: Past | undefined;
let asked: AbortController | undefined;
let lastFrame = 0;

/** Shows everything as it was at `at`; `null` goes back to now. */
export function goTo(at: number | null): void {
  const { past, newest } = useLive.getState();
  if (at === null) {
    asked?.abort();
    asked = undefined;
    useLive.setState({ past: null, shown: newest });
    return;
  }
  void loadOlderMarks(at);
  const cursor = { playing: past?.playing ?? false, speed: past?.speed ?? 1, at };
  const { journal } = useLive.getState();
  if (stretch !== undefined && stretch.journal === journal && stretch.covers(at)) {
    useLive.setState({ past: { ...cursor, status: "ready" }, shown: stretch.stateAt(at) });
  } else {
    useLive.setState({ past: { ...cursor, status: "loading" } });
    void load(at);
  }
}

/** Starts or halts the replay from where the cursor is. */
export function setPlaying(playing: boolean): void {
  const { past } = useLive.getState();
  if (past === null) return;
  useLive.setState({ past: { ...past, playing } });
  if (playing) {
    lastFrame = performance.now();
    requestAnimationFrame(playOn);
  }
}

/** Plays again what began at `at`, from a little before, so that what was right can be seen too. */
export function replayFrom(at: number): void {
  goTo(at - 5_000);
  setPlaying(true);
}

export function setSpeed(speed: number): void {
  const { past } = useLive.getState();
  if (past !== null) useLive.setState({ past: { ...past, speed } });
}

/** Puts the cursor on the decision before (−1) or after (+1) it, where there is one; the journal knows the older ones. */
export async function stepDecision(step: -1 | 1): Promise<void> {
  const { past, newest, marks, marksFrom } = useLive.getState();
  const at = past?.at ?? newest.at;
  const moments = marks.filter(isDecision).map((mark) => mark.at);
  const known = step > 0 ? moments.find((moment) => moment > at) : moments.findLast((moment) => moment < at);
  if (known !== undefined && (step < 0 || at >= marksFrom)) return goTo(known);
  if (step > 0 && at >= marksFrom) return;
  try {
    const answer = await fetchJson<DecisionAnswer>(`/api/decision?at=${at}&step=${step}`);
    const { past: now, newest: last } = useLive.getState();
    // Whoever has moved the cursor meanwhile wants to be there.
    if (answer.at !== null && (now?.at ?? last.at) === (past === null ? last.at : at)) goTo(answer.at);
  } catch {
    // Nothing moves; the connection's own state says why.
  }
}

async function load(at: number): Promise<void> {
  asked?.abort();
  const request = new AbortController();
  asked = request;
  try {
    const answer = await fetchJson<HistoryAnswer>(`/api/history?at=${Math.round(at)}`, request.signal);
    if (request.signal.aborted) return;
    stretch = new Past(answer);
    const { past } = useLive.getState();
    if (past === null) return;
    // Beyond the ends of the journal the nearest moment is what there is.
    useLive.setState({ past: { ...past, status: "ready" }, shown: stretch.stateAt(past.at) });
  } catch {
    if (request.signal.aborted) return;
    const { past } = useLive.getState();
    if (past !== null) useLive.setState({ past: { ...past, status: "failed", playing: false } });
  }
}

function playOn(now: number): void {
  const { past, newest } = useLive.getState();
  if (past === null || !past.playing) return;
  const elapsed = Math.min(250, now - lastFrame);
  lastFrame = now;
  if (past.status === "ready") {
    const at = past.at + elapsed * past.speed;
    if (at >= newest.at) return goTo(null);
    goTo(at);
  }
  if (useLive.getState().past?.status !== "failed") requestAnimationFrame(playOn);
}
