import type { Entry } from "@homeostat/core/journal";
import type { MarksAnswer } from "@homeostat/core/protocol";
import { useEffect, useMemo, useState } from "react";
import { fetchJson } from "./fetch-json.ts";
import { useLive } from "./live-store.ts";

export interface MarksView {
  readonly status: "loading" | "ready" | "failed";
  /** Everything but telemetry in the span, oldest first. */
  readonly entries: readonly Entry[];
}

/** What the journal says of a span, telemetry left out; without `to` up to now, and it goes on as entries come in. */
export function useMarks(from: number, to?: number): MarksView {
  const live = useLive((s) => s.marks);
  const journal = useLive((s) => s.journal);
  const [fetched, setFetched] = useState<MarksView & { readonly of: string }>({
    status: "loading",
    entries: [],
    of: "",
  });
  const isEndless = to === undefined;
  const query = new URLSearchParams({
    from: String(Math.floor(from)),
    to: String(isEndless ? Number.MAX_SAFE_INTEGER : Math.ceil(to)),
  }).toString();
  const of = `${journal} ${query}`;
  useEffect(() => {
    if (journal === undefined) return;
    const request = new AbortController();
    const load = async () => {
      try {
        const { entries } = await fetchJson<MarksAnswer>(`/api/marks?${query}`, request.signal);
        setFetched({ status: "ready", entries, of });
      } catch {
        if (!request.signal.aborted) setFetched({ status: "failed", entries: [], of });
      }
    };
    void load();
    return () => request.abort();
  }, [journal, query, of]);

  return useMemo(() => {
    const known: MarksView = fetched.of === of ? fetched : { status: "loading", entries: [] };
    const last = known.entries.at(-1)?.seq ?? 0;
    const fresh = isEndless && known.status === "ready" ? live.filter(({ seq, at }) => seq > last && at >= from) : [];
    return { status: known.status, entries: [...known.entries, ...fresh] };
  }, [fetched, of, live, isEndless, from]);
}
