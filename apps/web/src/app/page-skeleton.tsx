import { useText } from "../i18n/index.ts";
import { appText } from "./text.ts";

/** The page's place, while its chunk is on the way. */
export function PageSkeleton() {
  return (
    <div className="flex-1 animate-pulse bg-sunken" aria-busy="true">
      <span className="sr-only">{useText(appText).loading}</span>
    </div>
  );
}
