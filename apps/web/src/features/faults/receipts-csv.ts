import { csv, type Receipt } from "../../ui/index.ts";

const columns = [
  "at",
  "fault",
  "component",
  "dose",
  "by",
  "clearedAt",
  "detectMs",
  "decideMs",
  "healMs",
  "predicted",
  "affected",
  "incident",
];

/** Receipts for a spreadsheet: instants as ISO 8601, spans in milliseconds, components by id and joined by blanks. */
export function receiptsCsv(receipts: readonly Receipt[]): string {
  return csv([
    columns,
    ...receipts.map(({ fault, ...receipt }) => [
      new Date(receipt.at).toISOString(),
      fault.kind,
      fault.component,
      fault.dose,
      receipt.by,
      receipt.clearedAt === undefined ? undefined : new Date(receipt.clearedAt).toISOString(),
      receipt.detectMs,
      receipt.decideMs,
      receipt.healMs,
      receipt.predicted.join(" "),
      receipt.affected.join(" "),
      receipt.incident,
    ]),
  ]);
}
