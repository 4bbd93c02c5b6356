import { useEffect, useState } from "react";

export const armingMs = 3_000;

/** A three-second wait before something is done, in which it can be called off. */
export function useArming(isAllowed: boolean, act: () => void) {
  const [until, setUntil] = useState<number | undefined>(undefined);
  const [left, setLeft] = useState(armingMs);
  useEffect(() => {
    if (until === undefined) return;
    if (!isAllowed) {
      setUntil(undefined);
      return;
    }
    const timer = setInterval(() => {
      const rest = until - performance.now();
      setLeft(rest);
      if (rest > 0) return;
      // At once: a busy page may render later than the next beat, and nothing is done twice.
      clearInterval(timer);
      setUntil(undefined);
      act();
    }, 100);
    return () => clearInterval(timer);
  }, [until, isAllowed, act]);
  return {
    isArmed: until !== undefined,
    secondsLeft: Math.max(1, Math.ceil(left / 1_000)),
    arm: () => {
      setLeft(armingMs);
      setUntil(performance.now() + armingMs);
    },
    cancel: () => setUntil(undefined),
  };
}
