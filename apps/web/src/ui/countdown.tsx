import { useFormat } from "../i18n/index.ts";
import { useNow } from "../live/index.ts";

/** The time that is left until a moment of the server's clock, counted each second. */
export function Countdown({ until, className = "" }: { readonly until: number; readonly className?: string }) {
  const format = useFormat();
  const left = until - useNow(500);
  return (
    <span role="timer" className={`font-semibold ${className}`}>
      {format.clock(left)}
    </span>
  );
}
