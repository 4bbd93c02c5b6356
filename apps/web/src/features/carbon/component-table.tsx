import { defensibleFigures, gPerHourOf, intensityAt, seriesOf } from "@homeostat/core/green";
import { useFormat, useText } from "../../i18n/index.ts";
import { useNow, useSystem, useSystemParts } from "../../live/index.ts";
import { ComponentLink } from "../../ui/index.ts";
import { useAmounts } from "./amounts.ts";
import { carbonText } from "./text.ts";

/** Power and carbon of each component from what it reports now, the largest first. */
export function ComponentTable() {
  const text = useText(carbonText);
  const format = useFormat();
  const { carbon } = useAmounts();
  const now = useNow(60_000);
  const power = useSystemParts((s) =>
    Object.fromEntries(
      Object.entries(s.components).flatMap(([id, { metrics }]) => {
        const watts = metrics["powerW"];
        return watts === undefined ? [] : [[id, Math.round(watts * 10) / 10]];
      }),
    ),
  );
  const record = useSystem((s) => Object.values(s.green.intensities)[0]);
  const gPerKwh = record === undefined ? undefined : intensityAt(seriesOf(record), now);
  const pue = defensibleFigures.pue.value;
  const rows = Object.entries(power).sort(([, a], [, b]) => b - a);
  const total = rows.reduce((sum, [, watts]) => sum + watts, 0);
  const grams = (watts: number) => (gPerKwh === undefined ? "–" : carbon(gPerHourOf(watts, gPerKwh)));
  if (rows.length === 0) return <p className="px-3 pb-3 text-ink-soft">{text.noPower}</p>;
  return (
    <div className="px-3 pb-3">
      <table className="w-full">
        <thead>
          <tr className="text-left text-xs text-ink-soft">
            <th className="font-normal">{text.component}</th>
            <th className="text-right font-normal">{text.power}</th>
            <th className="text-right font-normal">{text.perHour}</th>
          </tr>
        </thead>
        <tbody>
          <tr className="border-b border-line font-semibold">
            <td>{text.total}</td>
            <td className="text-right">{format.metric("powerW", total)}</td>
            <td className="text-right">{grams(total)}</td>
          </tr>
          {rows.slice(0, 40).map(([id, watts]) => (
            <tr key={id} data-component={id}>
              <td>
                <ComponentLink id={id} />
              </td>
              <td className="text-right">{format.metric("powerW", watts)}</td>
              <td className="text-right">{grams(watts)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {record !== undefined && gPerKwh !== undefined && (
        <p className="mt-1 text-xs text-ink-soft">
          {text.componentsHelp(record.zone, format.integer(gPerKwh), format.number(pue))} {record.source};{" "}
          {defensibleFigures.pue.source}.
        </p>
      )}
    </div>
  );
}
