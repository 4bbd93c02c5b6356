import type { Comparison, WhatIf } from "@homeostat/core/fork";
import type { ForkLine } from "@homeostat/core/protocol";
import { useEffect, useState } from "react";
import { fetchLines } from "../../../live/index.ts";

export type ForkView =
  | { readonly kind: "working"; readonly share: number }
  | { readonly kind: "done"; readonly comparison: Comparison }
  | { readonly kind: "failed"; readonly message: string };

const begun: ForkView = { kind: "working", share: 0 };

/** Asks the server what would have become of another decision; leaving ends the work there. */
export function useFork(decisionSeq: number, whatIf: WhatIf): ForkView {
  const [view, setView] = useState<ForkView>(begun);
  useEffect(() => {
    const leaving = new AbortController();
    const take = (line: ForkLine) => setView(line.kind === "progress" ? { kind: "working", share: line.share } : line);
    const query = new URLSearchParams({ decision: String(decisionSeq), whatIf });
    setView(begun);
    fetchLines<ForkLine>(`/api/fork?${query}`, take, leaving.signal).catch((error: unknown) => {
      if (!leaving.signal.aborted) setView({ kind: "failed", message: (error as Error).message });
    });
    return () => leaving.abort();
  }, [decisionSeq, whatIf]);
  return view;
}
