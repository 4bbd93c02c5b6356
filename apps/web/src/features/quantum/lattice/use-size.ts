import { type RefObject, useEffect, useRef, useState } from "react";
import type { Size } from "./lattice-view.ts";

const nothing: Size = { width: 0, height: 0 };

/** The inner size of an element in whole CSS pixels, followed as it changes. */
export function useSize<T extends HTMLElement>(): [RefObject<T | null>, Size] {
  const element = useRef<T>(null);
  const [size, setSize] = useState<Size>(nothing);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, size];
}
