import { type Comparison, type CurveName, curveNames } from "@homeostat/core/fork";
import { useFormat, useText } from "../../../i18n/index.ts";
import { ChartFrame, TimeChart } from "../../../ui/charts/index.ts";
import { forkText } from "./text.ts";

const height = 132;

/** Both futures on one axis of time, counted from the decision. */
export function ForkCharts({ comparison }: { readonly comparison: Comparison }) {
  const text = useText(forkText);
  const known = curveNames.filter((name) => comparison.otherwise[name].some((value) => value !== null));
  return (
    <>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
        <Key className="border-t-2 border-accent">{`${text.happened} (${text.recorded})`}</Key>
        <Key className="border-t-2 border-dashed border-degraded">
          {`${text.would[comparison.whatIf]} (${text.simulated})`}
        </Key>
        {comparison.fidelity.grade !== "exact" && (
          <Key className="border-t-2 border-dotted border-ink-soft">{text.check}</Key>
        )}
      </ul>
      <div className="mt-1 grid gap-x-5 gap-y-2 wide:grid-cols-2">
        {known.map((name) => (
          <ForkChart key={name} name={name} comparison={comparison} />
        ))}
      </div>
    </>
  );
}

function Key({ className, children }: { readonly className: string; readonly children: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden="true" className={`w-5 ${className}`} />
      {children}
    </li>
  );
}

function ForkChart({ name, comparison }: { readonly name: CurveName; readonly comparison: Comparison }) {
  const text = useText(forkText);
  const format = useFormat();
  const formatValue = useCurveFormat(name);
  const { at, from, recorded, otherwise, asItWas, least, most, whatIf, fidelity } = comparison;
  const last = (values: readonly (number | null)[]) => values.findLast((value) => value !== null) ?? 0;
  const title = text.charts[name];
  const label = `${title}: ${text.happened} ${formatValue(last(recorded[name]))}, ${text.would[whatIf]} ${formatValue(last(otherwise[name]))}`;
  const check = { label: text.check, tone: "ink-soft", values: asItWas[name], dashed: true } as const;
  return (
    <figure className="min-w-0">
      <figcaption className="eyebrow">{title}</figcaption>
      <ChartFrame label={label} height={height}>
        <TimeChart
          at={at}
          height={height}
          series={[
            { label: text.happened, tone: "accent", values: recorded[name] },
            { label: text.would[whatIf], tone: "degraded", values: otherwise[name], dashed: true },
            ...(fidelity.grade === "exact" ? [] : [check]),
          ]}
          band={{ low: least[name], high: most[name], tone: "degraded" }}
          {...(name === "served" ? { high: 1 } : {})}
          formatValue={formatValue}
          formatTime={(moment) => text.sinceDecision(format.clock(moment - from))}
        />
      </ChartFrame>
    </figure>
  );
}

export function useCurveFormat(name: CurveName): (value: number) => string {
  const text = useText(forkText);
  const format = useFormat();
  switch (name) {
    case "served":
      return (value) => format.percent(value);
    case "unhealthy":
      return (value) => (Number.isInteger(value) ? format.integer(value) : "");
    case "errorMinutes":
      return (value) => text.minutes(format.number(value));
    case "energyWh":
      return (value) => `${format.number(value)} Wh`;
  }
}
