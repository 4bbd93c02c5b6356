import type { ReactNode } from "react";
import { useFormat } from "../i18n/index.ts";
import { goTo } from "../live/index.ts";

/** A moment; pressed, the whole page shows it. */
export function MomentLink({ at, children }: { readonly at: number; readonly children?: ReactNode }) {
  const format = useFormat();
  return (
    <button
      type="button"
      title={format.moment(at)}
      onClick={() => goTo(at)}
      className="inline min-h-6 text-left text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {children ?? <time dateTime={new Date(at).toISOString()}>{format.time(at)}</time>}
    </button>
  );
}
