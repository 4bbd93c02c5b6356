import type { ReactNode } from "react";

interface FactsProps {
  readonly rows: readonly {
    readonly name: string;
    readonly value: ReactNode;
    readonly note?: string;
    readonly testId?: string;
  }[];
}

/** Names and values, one under the other. */
export function Facts({ rows }: FactsProps) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 px-3 py-2">
      {rows.map(({ name, value, note, testId }) => (
        <div key={name} className="contents">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="text-right" data-testid={testId}>
            <span className="font-semibold">{value}</span>
            {note !== undefined && <span className="block text-xs text-ink-soft">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
