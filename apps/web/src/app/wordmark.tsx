import { useText } from "../i18n/index.ts";
import { appText } from "./text.ts";

/** The name, after the needle of Ashby's machine as it comes back to rest. */
export function Wordmark() {
  const text = useText(appText);
  return (
    <div className="flex items-center gap-2 pr-1">
      <svg viewBox="0 0 32 32" className="size-6 shrink-0" aria-hidden="true">
        <rect width="32" height="32" rx="7" className="fill-accent" />
        <path
          d="M4 17h6l3-8 5 15 4-10 2 3h4"
          className="fill-none stroke-accent-ink"
          strokeWidth="2.4"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
      <span className="font-serif text-lg font-semibold tracking-tight">{text.name}</span>
    </div>
  );
}
