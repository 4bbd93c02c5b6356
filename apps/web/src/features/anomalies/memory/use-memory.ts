import type { MemoryAnswer } from "@homeostat/core/protocol";
import { useEffect, useState } from "react";
import { fetchJson, useLive } from "../../../live/index.ts";

export interface MemoryView {
  readonly status: "loading" | "ready" | "failed";
  readonly memory: MemoryAnswer;
}

const nothing: MemoryAnswer = { cells: [], matches: [] };

const changesMemory = (kind: string): boolean => kind.startsWith("Incident") || kind === "FindingJudged";

/** What the immune system remembers, asked for again whenever an incident opens, changes or heals, or a person judges. */
export function useMemory(): MemoryView {
  const turn = useLive((s) => s.marks.findLast(({ event }) => changesMemory(event.kind))?.seq ?? 0);
  const [view, setView] = useState<MemoryView>({ status: "loading", memory: nothing });
  useEffect(() => {
    const request = new AbortController();
    const load = async () => {
      try {
        setView({
          status: "ready",
          memory: await fetchJson<MemoryAnswer>(`/api/memory?until=${turn}`, request.signal),
        });
      } catch {
        if (!request.signal.aborted) setView(({ memory }) => ({ status: "failed", memory }));
      }
    };
    void load();
    return () => request.abort();
  }, [turn]);
  return view;
}
