import { useEffect, useRef } from "react";

/** What a key means; whoever shows the thing that it acts on listens. */
export type Intent = "search" | "only-unhealthy" | "break" | "approve" | "veto" | "stop-all";

const bus = new EventTarget();

/** Tells whoever listens that the person wants this. */
export function announce(intent: Intent): void {
  bus.dispatchEvent(new Event(intent));
}

/** Acts on an intent for as long as the component is there. */
export function useIntent(intent: Intent, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const hear = () => latest.current();
    bus.addEventListener(intent, hear);
    return () => bus.removeEventListener(intent, hear);
  }, [intent]);
}
