import type { AcrossAnswer } from "@homeostat/core/protocol";
import { useEffect, useState } from "react";
import { fetchJson } from "./fetch-json.ts";
import { serverNow } from "./hooks.ts";
import { acrossOf, type Across, withMoment } from "./across-bins.ts";
import { useLive } from "./live-store.ts";

const bins = 120;
const drawEveryMs = 1_000;

export interface AcrossView extends Across {
  readonly status: "loading" | "ready" | "failed";
}

/**
 * One metric of all components over the last `spanMs`, in 120 bins: fetched once and then fed by what comes in. While the
 * past is looked at the span stands still, so that a cursor can be moved over it, until the cursor leaves it.
 */
export function useAcross(metric: string, spanMs: number): AcrossView {
  const pastAt = useLive((s) => s.past?.at);
  const [end, setEnd] = useState<number | undefined>();
  const wanted = endFor(pastAt, end, spanMs);
  if (wanted !== end) setEnd(wanted);
  const [view, setView] = useState<AcrossView>(() => loading(spanMs, serverNow()));

  useEffect(() => {
    const request = new AbortController();
    const to = end ?? serverNow();
    let across = loading(spanMs, to) as Across;
    const load = async () => {
      const query = new URLSearchParams({ metric, from: `${Math.round(to - spanMs)}`, to: `${Math.round(to)}` });
      try {
        across = acrossOf(await fetchJson<AcrossAnswer>(`/api/across?${query}`, request.signal), across);
        setView({ ...across, status: "ready" });
      } catch {
        if (!request.signal.aborted) setView({ ...across, status: "failed" });
      }
    };
    void load();
    if (end !== undefined) return () => request.abort();
    const stop = useLive.subscribe(({ newest }) => {
      across = withMoment(across, newest.at, metric, newest.components);
    });
    const timer = setInterval(() => setView((before) => ({ ...before, ...across })), drawEveryMs);
    return () => {
      request.abort();
      stop();
      clearInterval(timer);
    };
  }, [metric, spanMs, end]);

  return view;
}

/** Where the span ends: with the newest sample in the present (undefined), fixed while the cursor is within it. */
function endFor(pastAt: number | undefined, end: number | undefined, spanMs: number): number | undefined {
  if (pastAt === undefined) return undefined;
  const known = end ?? useLive.getState().newest.at;
  return pastAt >= known - spanMs && pastAt <= known ? known : pastAt + spanMs / 2;
}

function loading(spanMs: number, to: number): AcrossView {
  const binMs = spanMs / bins;
  return { firstBin: Math.floor((to - spanMs) / binMs) + 1, binMs, bins, rows: {}, status: "loading" };
}
