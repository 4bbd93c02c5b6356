import type { ReactNode } from "react";

/** A place with nothing in it: says so, and what to do next. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="p-4 text-ink-soft">
      <p className="font-serif text-base text-ink">{title}</p>
      {children !== undefined && <div className="mt-1">{children}</div>}
    </div>
  );
}
