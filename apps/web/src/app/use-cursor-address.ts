import { useEffect } from "react";
import { useRouter } from "@tanstack/react-router";
import { goTo, select, useLive } from "../live/index.ts";
import type { CursorSearch } from "./cursor-search.ts";

const writeAfterMs = 250;

/**
 * Keeps cursor and selection and the address the same: what an address says is shown, and what is shown is written there,
 * a moment later so that dragging does not fill the history.
 */
export function useCursorAddress(): void {
  const router = useRouter();
  useEffect(() => {
    const read = () => {
      const { t = null, sel = null } = router.state.location.search as CursorSearch;
      const { past, selection } = useLive.getState();
      if (sel !== selection) select(sel);
      if (t !== (past === null ? null : Math.round(past.at))) goTo(t);
    };
    read();
    addEventListener("popstate", read);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = useLive.subscribe((now, before) => {
      if (now.past?.at === before.past?.at && now.selection === before.selection) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        const { past, selection } = useLive.getState();
        const t = past === null ? undefined : Math.round(past.at);
        const sel = selection ?? undefined;
        void router.navigate({
          to: ".",
          search: (before: Record<string, unknown>) => ({ ...before, t, sel }),
          replace: true,
          resetScroll: false,
        } as never);
      }, writeAfterMs);
    });
    return () => {
      removeEventListener("popstate", read);
      stop();
      clearTimeout(timer);
    };
  }, [router]);
}
