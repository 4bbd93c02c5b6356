import { useText } from "../../../i18n/index.ts";
import { nowText } from "../text.ts";
import type { OutlineOrder } from "./outline-rows.ts";

interface ColumnHeadProps {
  readonly order: OutlineOrder;
  readonly current: OutlineOrder;
  readonly onOrder: (order: OutlineOrder) => void;
  readonly label: string;
  readonly help?: string;
  readonly className: string;
}

/** The head of a column, by which the rows can be put in order. */
export function ColumnHead({ order, current, onOrder, label, help, className }: ColumnHeadProps) {
  const text = useText(nowText).outline;
  const isCurrent = order === current;
  return (
    <span
      role="columnheader"
      aria-sort={isCurrent ? (order === "name" ? "ascending" : "descending") : "none"}
      className={`flex items-center ${className}`}
    >
      <button
        type="button"
        title={help ?? text.sortBy(label)}
        onClick={() => onOrder(order)}
        className={`eyebrow min-h-6 px-2 py-1.5 hover:text-ink ${isCurrent ? "text-ink underline underline-offset-4" : ""}`}
      >
        {label}
      </button>
    </span>
  );
}
