import type { EntryAvailability } from "@homeostat/core/reliability";
import { useFormat, useText } from "../../i18n/index.ts";
import { ComponentLink, useWords } from "../../ui/index.ts";
import { reliabilityText } from "./text.ts";
import { useFigures } from "./use-figures.ts";
import type { ReliabilityView } from "./use-reliability.ts";

/** How available each entry point is, beside what is promised of it and what its dependencies allow. */
export function EntryTable({ report, asItIs }: Pick<ReliabilityView, "report" | "asItIs">) {
  const text = useText(reliabilityText).entries;
  const figures = useFigures();
  const words = useWords();
  const entries = report?.entries ?? [];
  const shortfalls = entries.flatMap(({ entry, dependenciesAllow, slos }) =>
    slos
      .filter(({ promised }) => dependenciesAllow < promised)
      .map(({ promised }) =>
        text.composition(
          words.component(entry),
          figures.availability(promised),
          figures.availability(dependenciesAllow),
        ),
      ),
  );
  return (
    <div className="overflow-x-auto px-3 pb-3">
      <table className="w-full border-collapse" data-testid="entries">
        <thead>
          <tr className="border-b border-line-strong text-left text-xs text-ink-soft">
            {[text.entry, text.expected, text.down, text.allowed, text.slo, text.budget].map((head) => (
              <th key={head} scope="col" className="py-1 pr-3 font-semibold">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow
              key={entry.entry}
              now={entry}
              before={asItIs?.entries.find((other) => other.entry === entry.entry)}
            />
          ))}
        </tbody>
      </table>
      {shortfalls.map((sentence) => (
        <p key={sentence} className="pt-2 font-semibold text-degraded">
          {sentence}
        </p>
      ))}
    </div>
  );
}

interface EntryRowProps {
  readonly now: EntryAvailability;
  readonly before: EntryAvailability | undefined;
}

function EntryRow({ now, before }: EntryRowProps) {
  const text = useText(reliabilityText).entries;
  const figures = useFigures();
  const format = useFormat();
  const hasMoved = before !== undefined && before.unavailability !== now.unavailability;
  return (
    <tr className="border-b border-line align-baseline" data-entry={now.entry} data-unavailability={now.unavailability}>
      <td className="py-1 pr-3">
        <ComponentLink id={now.entry} />
      </td>
      <td className="pr-3 font-semibold whitespace-nowrap">
        {figures.availability(now.availability)}
        {hasMoved && (
          <span className="block text-xs font-normal text-ink-soft">
            {text.was(figures.availability(before.availability))}
          </span>
        )}
      </td>
      <td className="pr-3 whitespace-nowrap">
        {figures.minutes(now.downMinutesPerYear)}
        {hasMoved && (
          <span className="block text-xs text-ink-soft">{text.was(figures.minutes(before.downMinutesPerYear))}</span>
        )}
      </td>
      <td className="pr-3 whitespace-nowrap">{figures.availability(now.dependenciesAllow)}</td>
      <td className="pr-3">
        {now.slos.length === 0 && <span className="text-ink-soft">{text.none}</span>}
        {now.slos.map(({ name, promised, isMet }) => (
          <p key={name} className={isMet ? "text-healthy" : "text-failing"}>
            {isMet ? "● " : "■ "}
            {name} {figures.availability(promised)}, {isMet ? text.met : text.missed}
          </p>
        ))}
      </td>
      <td className="pr-3">
        {now.slos.map(({ name, budgetSpent, isMet }) => (
          <p key={name} className={`whitespace-nowrap ${isMet ? "" : "font-semibold text-failing"}`}>
            {text.spent(format.percent(budgetSpent))}
          </p>
        ))}
      </td>
    </tr>
  );
}
