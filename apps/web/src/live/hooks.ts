import type { ConsoleState } from "@homeostat/core/journal";
import { useEffect, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { useLive } from "./live-store.ts";

/**
 * A part of the state that the page shows: the newest, or that at the time cursor. The component renders again only when
 * what `select` gives is another value, so select what you draw and no more.
 */
export function useSystem<T>(select: (state: ConsoleState) => T): T {
  return useLive((s) => select(s.shown));
}

/** As `useSystem`, for a selector that makes a new array or object of parts each time. */
export function useSystemParts<T>(select: (state: ConsoleState) => T): T {
  return useLive(useShallow((s) => select(s.shown)));
}

/** The server's time, now or at the cursor, counted on every `everyMs`. */
export function useNow(everyMs = 1000): number {
  const past = useLive((s) => s.past?.at);
  const [, count] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => count((n) => n + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return past ?? serverNow();
}

/** The server's time by this browser's reckoning. */
export function serverNow(): number {
  return Date.now() - useLive.getState().clockSkewMs;
}

/** Whether commands can be given: connected, in the present, and by somebody who may. */
export function useCanCommand(): boolean {
  return useLive((s) => s.phase === "following" && s.past === null && s.operator?.role !== "viewer");
}

export function select(component: string | null): void {
  useLive.setState({ selection: component });
}
