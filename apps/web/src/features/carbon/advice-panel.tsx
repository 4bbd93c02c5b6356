import { loadsNow } from "@homeostat/core/autonomy";
import { type EfficiencyAdvice, efficiencyAdvice, type EfficiencyAlternative, seriesOf } from "@homeostat/core/green";
import { terms, useFormat, useText } from "../../i18n/index.ts";
import { select, useLive, useSystem } from "../../live/index.ts";
import { Select, useWords } from "../../ui/index.ts";
import { useAmounts } from "./amounts.ts";
import { carbonText } from "./text.ts";

/** How one component could do its work with less: what it runs on, its alternatives, and what each would cost. */
export function AdvicePanel() {
  const text = useText(carbonText).advice;
  const words = useWords();
  const selection = useLive((s) => s.selection);
  const shown = useSystem((s) => s);
  const { model, components, green, at } = shown;
  const powerW = (id: string) => components[id]?.metrics["powerW"] ?? 0;
  const ids = (model?.components ?? [])
    .filter(({ power }) => power !== undefined)
    .map(({ id }) => id)
    .sort((a, b) => powerW(b) - powerW(a));
  const chosen = ids.find((id) => id === selection) ?? ids[0];
  if (model === null || chosen === undefined) return <p className="px-3 pb-3 text-ink-soft">{text.none}</p>;
  const intensities = Object.values(green.intensities).map(seriesOf);
  const advice = efficiencyAdvice(model, chosen, { loads: loadsNow(shown, new Map()), intensities, at });
  return (
    <div className="space-y-2 px-3 pb-3">
      <Select
        label={text.of}
        value={chosen}
        options={ids.map((id) => ({ value: id, label: words.component(id) }))}
        onChange={select}
      />
      {advice === undefined ? <p className="text-ink-soft">{text.unmeasured}</p> : <Advice advice={advice} />}
    </div>
  );
}

function Advice({ advice }: { readonly advice: EfficiencyAdvice }) {
  const text = useText(carbonText).advice;
  const format = useFormat();
  const { carbon } = useAmounts();
  const { replicas, meanUse, powerW, idleW, gPerHour, responseMs, alternatives, cleanestHour } = advice;
  const figures = [powerW, ...alternatives.flatMap(({ savedW, savedGPerHour }) => [savedW, savedGPerHour])];
  const sources = [...new Set(figures.flatMap((figure) => figure?.source ?? []))];
  return (
    <>
      <p>
        {text.runsOn(
          format.integer(replicas),
          format.percent(meanUse),
          format.metric("powerW", powerW.value),
          format.metric("powerW", idleW.value),
        )}
        {gPerHour !== undefined && ` ${text.emits(carbon(gPerHour.value))}`}
      </p>
      {alternatives.length === 0 ? (
        <p className="text-ink-soft">{text.best}</p>
      ) : (
        <table className="w-full text-xs">
          <thead>
            <tr className="text-left text-ink-soft">
              <th className="font-normal">{text.alternative}</th>
              <th className="text-right font-normal">{text.saves}</th>
              <th className="text-right font-normal">{text.use}</th>
              <th className="text-right font-normal">{text.response}</th>
            </tr>
          </thead>
          <tbody>
            {alternatives.map((one) => (
              <AlternativeRow key={`${one.kind} ${one.to ?? ""}`} one={one} responseMs={responseMs} />
            ))}
          </tbody>
        </table>
      )}
      {cleanestHour !== undefined && (
        <p className="text-xs text-ink-soft">
          {text.cleanest(
            format.time(cleanestHour.at),
            format.integer(cleanestHour.gPerKwh),
            format.integer(cleanestHour.meanGPerKwh),
          )}
        </p>
      )}
      <details className="text-xs">
        <summary className="min-h-6 text-accent">{text.sources}</summary>
        <ul className="text-ink-soft">
          {sources.map((source) => (
            <li key={source}>{source}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

function AlternativeRow({ one, responseMs }: { readonly one: EfficiencyAlternative; readonly responseMs: number }) {
  const text = useText(carbonText).advice;
  const actions = useText(terms).action;
  const words = useWords();
  const format = useFormat();
  const { carbon } = useAmounts();
  const { kind, count, to, savedW, savedGPerHour, useAfter, responseAfterMs, leavesHeadroom } = one;
  const name =
    kind === "cleaner-zone"
      ? text.cleanerZone(to ?? "")
      : kind === "half-size-machine"
        ? text.halfSize
        : [
            actions[kind],
            count === undefined ? "" : `− ${format.integer(count)}`,
            to === undefined ? "" : words.component(to),
          ]
            .filter(Boolean)
            .join(" ");
  const saved = [
    savedW.value > 0 ? format.metric("powerW", savedW.value) : "",
    savedGPerHour === undefined ? "" : text.perHour(carbon(savedGPerHour.value)),
  ];
  return (
    <tr data-alternative={kind} className={leavesHeadroom ? "" : "text-ink-soft"}>
      <th scope="row" className="text-left font-normal">
        {name}
        {!leavesHeadroom && ` (${text.noHeadroom})`}
      </th>
      <td className="text-right font-semibold">{saved.filter(Boolean).join(" · ")}</td>
      <td className="text-right">{format.percent(useAfter)}</td>
      <td className="text-right whitespace-nowrap">
        {format.metric("latencyMs", responseMs)} →{" "}
        {Number.isFinite(responseAfterMs) ? format.metric("latencyMs", responseAfterMs) : "∞"}
      </td>
    </tr>
  );
}
