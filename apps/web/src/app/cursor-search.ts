/** What every address carries: the moment that is looked at and the component that is selected. */
export interface CursorSearch {
  /** Epoch milliseconds; absent for now. */
  readonly t?: number;
  readonly sel?: string;
}

/** Reads it from an address; what makes no sense is left out, and everything else stays for the page. */
export function parseCursorSearch(search: Record<string, unknown>): CursorSearch {
  const { t, sel, ...rest } = search;
  const at = Number(t);
  return {
    ...rest,
    ...(t !== undefined && Number.isFinite(at) && at > 0 ? { t: at } : {}),
    ...(typeof sel === "string" && sel !== "" ? { sel } : {}),
  };
}
