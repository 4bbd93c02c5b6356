import type { MetricsAnswer } from "@homeostat/core/protocol";
import { useEffect, useState } from "react";
import { fetchJson } from "./fetch-json.ts";
import { serverNow } from "./hooks.ts";
import { useLive } from "./live-store.ts";
import { noSamples, type Samples, samplesOf, withSample } from "./sample-buffer.ts";

/** Charts are drawn anew at most this often, however often samples come. */
const drawEveryMs = 400;

export interface SampleView extends Samples {
  readonly status: "loading" | "ready" | "failed";
  /** The span that is shown, epoch milliseconds. */
  readonly span: readonly [from: number, to: number];
}

/**
 * One component's samples of the last `spanMs`, fetched once and then fed by what comes in; while the past is looked at,
 * those around the cursor.
 */
export function useSamples(component: string, spanMs: number): SampleView {
  const pastAt = useLive((s) => s.past?.at);
  const isPast = pastAt !== undefined;
  // A chart of the past moves on by whole steps, so that a replay does not fetch at every frame.
  const step = spanMs / 4;
  const centre = isPast ? Math.round(pastAt / step) * step : undefined;
  const [view, setView] = useState<SampleView & { readonly of: string }>(() => empty(component, spanMs));

  useEffect(() => {
    const request = new AbortController();
    const span: readonly [number, number] =
      centre === undefined ? [serverNow() - spanMs, serverNow()] : [centre - spanMs / 2, centre + spanMs / 2];
    const query = new URLSearchParams({
      component,
      from: String(Math.round(span[0])),
      to: String(Math.round(span[1])),
    });
    let samples: Samples = noSamples;
    const load = async () => {
      try {
        samples = samplesOf(await fetchJson<MetricsAnswer>(`/api/metrics?${query}`, request.signal));
        setView({ ...samples, status: "ready", span, of: component });
      } catch {
        if (!request.signal.aborted) setView({ ...noSamples, status: "failed", span, of: component });
      }
    };
    void load();
    if (centre !== undefined) return () => request.abort();
    const stop = useLive.subscribe(({ newest }) => {
      const held = newest.components[component];
      if (held !== undefined) samples = withSample(samples, held.seenAt, held.metrics, serverNow() - spanMs);
    });
    const timer = setInterval(() => {
      const now = serverNow();
      setView((before) => ({ ...before, ...samples, span: [now - spanMs, now] }));
    }, drawEveryMs);
    return () => {
      request.abort();
      stop();
      clearInterval(timer);
    };
  }, [component, spanMs, centre]);

  return view.of === component ? view : empty(component, spanMs);
}

function empty(component: string, spanMs: number): SampleView & { readonly of: string } {
  const now = serverNow();
  return { ...noSamples, status: "loading", span: [now - spanMs, now], of: component };
}
