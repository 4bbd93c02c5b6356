import { Play } from "lucide-react";
import { terms, useFormat, useText } from "../../i18n/index.ts";
import { replayFrom } from "../../live/index.ts";
import { Button, ComponentLink, faultsText, MomentLink, type Receipt, useWords } from "../../ui/index.ts";
import { ReceiptCourse } from "./receipt-course.tsx";
import { faultsPageText } from "./text.ts";

/** What came of each injected fault, newest first. */
export function ReceiptTable({ receipts }: { readonly receipts: readonly Receipt[] }) {
  const text = useText(faultsPageText);
  const longestMs = Math.max(
    1,
    ...receipts.map(({ detectMs, decideMs, healMs }) => healMs ?? decideMs ?? detectMs ?? 0),
  );
  return (
    // A region that scrolls can be reached by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="group" tabIndex={0} aria-label={text.receipts} className="overflow-x-auto px-3 pb-3">
      <table className="w-full border-collapse" data-testid="receipts">
        <thead>
          <tr className="border-b border-line-strong text-left">
            <th className="eyebrow py-1.5 pr-3">{text.when}</th>
            <th className="eyebrow py-1.5 pr-3">{text.fault}</th>
            <th className="eyebrow w-2/5 py-1.5 pr-3">
              {text.course} <Legend />
            </th>
            <th className="eyebrow py-1.5 pr-3">{text.reach}</th>
            <th className="py-1.5">
              <span className="sr-only">{text.replay}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {receipts.map((receipt) => (
            <ReceiptRow key={receipt.id} receipt={receipt} longestMs={longestMs} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Legend() {
  const text = useText(faultsPageText);
  const entries = [
    [text.detected, "bg-failing"],
    [text.decided, "bg-degraded"],
    [text.healed, "bg-healing"],
  ] as const;
  return (
    <span className="ml-2 inline-flex gap-2 font-normal tracking-normal text-ink-soft normal-case" aria-hidden="true">
      {entries.map(([name, tone]) => (
        <span key={name} className="inline-flex items-center gap-1">
          <span className={`size-2 rounded-sm ${tone}`} />
          {name}
        </span>
      ))}
    </span>
  );
}

function ReceiptRow({ receipt, longestMs }: { readonly receipt: Receipt; readonly longestMs: number }) {
  const text = useText(faultsPageText);
  const faults = useText(faultsText);
  const kinds = useText(terms).fault;
  return (
    <tr className="border-b border-line align-top" data-receipt={receipt.id}>
      <td className="py-1.5 pr-3 whitespace-nowrap">
        <MomentLink at={receipt.at} />
      </td>
      <td className="py-1.5 pr-3">
        <ComponentLink id={receipt.fault.component} />
        <p className="text-xs text-ink-soft">
          {kinds[receipt.fault.kind]} · {faults.by(receipt.by)}
        </p>
      </td>
      <td className="py-2 pr-3">
        <ReceiptCourse receipt={receipt} longestMs={longestMs} />
      </td>
      <td className="py-1.5 pr-3">
        <Reach receipt={receipt} />
      </td>
      <td className="py-1 text-right">
        <Button onClick={() => replayFrom(receipt.at)} title={text.replay}>
          <Play className="size-3.5" aria-hidden="true" />
          <span className="sr-only">{text.replay}</span>
        </Button>
      </td>
    </tr>
  );
}

/** How many of those that were predicted were reached, and by name where the prediction was wrong. */
function Reach({ receipt: { predicted, affected, incident } }: { readonly receipt: Receipt }) {
  const text = useText(faultsPageText);
  const format = useFormat();
  const words = useWords();
  if (incident === undefined) return <span className="text-ink-soft">–</span>;
  const missed = affected.filter((id) => !predicted.includes(id));
  const spared = predicted.filter((id) => !affected.includes(id));
  const hit = predicted.length - spared.length;
  const names = (ids: readonly string[]) => format.list(ids.map((id) => words.component(id)));
  return (
    <>
      {text.reachOf(format.integer(hit), format.integer(predicted.length), format.integer(affected.length))}
      {missed.length > 0 && <p className="text-xs text-degraded">{text.missed(names(missed))}</p>}
      {spared.length > 0 && <p className="text-xs text-ink-soft">{text.spared(names(spared))}</p>}
    </>
  );
}
