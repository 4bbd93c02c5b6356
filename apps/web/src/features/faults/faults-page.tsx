import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useMemo, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { serverNow, useMarks, useSystemParts } from "../../live/index.ts";
import { ActiveFault, Button, EmptyState, Panel, receiptsOf, saveFile, Select, Skeleton } from "../../ui/index.ts";
import { FaultKinds } from "./fault-kinds.tsx";
import { summarize } from "./receipt-summary.ts";
import { ReceiptTable } from "./receipt-table.tsx";
import { receiptsCsv } from "./receipts-csv.ts";
import { SummaryPanel } from "./summary-panel.tsx";
import { faultsPageText } from "./text.ts";

const spans = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
type Span = keyof typeof spans;

/** What happens if I break this? Every fault that was injected, what came of it, and how well the system heals. */
export function FaultsPage() {
  const text = useText(faultsPageText);
  const [span, setSpan] = useState<Span>("day");
  const [openedAt] = useState(serverNow);
  const { status, entries } = useMarks(openedAt - spans[span]);
  const receipts = useMemo(() => receiptsOf(entries), [entries]);
  const summary = useMemo(() => summarize(receipts), [receipts]);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto wide:flex-row wide:overflow-hidden">
      <h1 className="sr-only">{text.title}</h1>
      <div className="min-w-0 flex-1 wide:overflow-y-auto">
        <Panel title={text.underWay}>
          <UnderWay />
        </Panel>
        <Panel
          title={text.receipts}
          count={receipts.length}
          actions={
            <>
              <Select
                label={text.span}
                value={span}
                options={(Object.keys(spans) as Span[]).map((value) => ({ value, label: text.spans[value] }))}
                onChange={(value) => setSpan((Object.keys(spans) as Span[]).find((one) => one === value) ?? "day")}
              />
              <Button
                disabled={receipts.length === 0}
                onClick={() => saveFile("faults.csv", "text/csv", receiptsCsv(receipts))}
              >
                <Download className="size-4" aria-hidden="true" />
                {text.save}
              </Button>
            </>
          }
        >
          {status === "loading" ? (
            <Skeleton lines={6} label={text.loading} />
          ) : status === "failed" ? (
            <EmptyState title={text.failed} />
          ) : receipts.length === 0 ? (
            <EmptyState title={text.none}>{text.noneNext}</EmptyState>
          ) : (
            <ReceiptTable receipts={receipts} />
          )}
        </Panel>
      </div>
      <aside
        aria-label={text.beside}
        className="shrink-0 bg-surface max-wide:border-t wide:w-88 wide:overflow-y-auto wide:border-l wide:border-line"
      >
        <Panel title={text.summary}>
          <SummaryPanel summary={summary} />
        </Panel>
        <Panel title={text.can}>
          <FaultKinds />
        </Panel>
      </aside>
    </div>
  );
}

function UnderWay() {
  const text = useText(faultsPageText);
  const faults = useSystemParts((s) => Object.values(s.faults));
  if (faults.length > 0) {
    return (
      <div className="space-y-2 p-2">
        {faults.map((fault) => (
          <ActiveFault key={fault.id} fault={fault} />
        ))}
      </div>
    );
  }
  return (
    <p className="px-3 pb-3 text-ink-soft">
      {text.nothingUnderWay} {text.breakHow}{" "}
      <Link to="/" className="text-accent underline underline-offset-2">
        {text.toMap}
      </Link>
    </p>
  );
}
