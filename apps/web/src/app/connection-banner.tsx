import { useFormat, useText } from "../i18n/index.ts";
import { useLive, useNow } from "../live/index.ts";
import { Button } from "../ui/index.ts";
import { appText } from "./text.ts";

/** Says that what is shown may be old, for as long as that is so. */
export function ConnectionBanner() {
  const phase = useLive((s) => s.phase);
  if (phase === "lost") return <Lost />;
  if (phase === "refused") return <Refused />;
  return null;
}

function Lost() {
  const text = useText(appText);
  const format = useFormat();
  const heardAt = useLive((s) => s.heardAt);
  const skew = useLive((s) => s.clockSkewMs);
  const silentMs = useNow() + skew - heardAt;
  return (
    <p role="alert" className="bg-failing-tint px-3 py-1.5 text-failing" data-testid="lost">
      {heardAt === 0
        ? text.connection.lost
        : text.connection.lastUpdate(format.ago(Math.max(1000, Math.round(silentMs / 1000) * 1000)))}
    </p>
  );
}

function Refused() {
  const text = useText(appText);
  return (
    <div role="alert" className="flex items-center gap-3 bg-failing-tint px-3 py-1.5 text-failing">
      {text.connection.refusedLong}
      <Button onClick={() => location.reload()}>{text.connection.reload}</Button>
    </div>
  );
}
