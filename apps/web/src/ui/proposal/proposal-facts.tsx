import { gPerHourOf, intensityHere } from "@homeostat/core/green";
import type { Proposal, Rehearsal } from "@homeostat/core/journal";
import type { ReactNode } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { useSystem } from "../../live/index.ts";
import { ComponentLink } from "../component-link.tsx";
import { MomentLink } from "../moment-link.tsx";
import { useWords } from "../words/use-words.ts";
import { PredictedFacts } from "./saving.tsx";
import { proposalText } from "./text.ts";

const mostEvidence = 3;
const mostNames = 4;

/** All that a person needs to decide: why, the effect done and not done, whom it touches, how to undo it, what at timeout. */
export function ProposalFacts({ proposal }: { readonly proposal: Proposal }) {
  const text = useText(proposalText);
  const words = useWords();
  const held = proposal.guards.filter(({ holds }) => holds);
  const { blastRadius, evidence, undo, risk } = proposal;
  const noUndo = text.noUndo[risk === 0 ? 0 : risk === 1 ? 1 : 2];
  return (
    <dl className="space-y-1.5">
      <Fact name={text.why}>
        <ul>
          {evidence.slice(0, mostEvidence).map((one) => (
            <li key={JSON.stringify(one)}>
              <MomentLink at={proposal.createdAt}>{words.evidence(one)}</MomentLink>
            </li>
          ))}
        </ul>
      </Fact>
      <Fact name={text.effect} isWide={proposal.rehearsal !== undefined}>
        {proposal.rehearsal === undefined ? (
          <span className="text-ink-soft">{text.notRehearsed}</span>
        ) : (
          <Effects rehearsal={proposal.rehearsal} at={proposal.createdAt} />
        )}
      </Fact>
      {proposal.saving !== undefined && (
        <Fact name={text.saves}>
          <PredictedFacts saving={proposal.saving} />
        </Fact>
      )}
      <Fact name={text.reach}>
        {blastRadius.slice(0, mostNames).map((id, index) => (
          <span key={id}>
            {index > 0 && ", "}
            <ComponentLink id={id} />
          </span>
        ))}
        {blastRadius.length > mostNames && ` ${text.reachMore(blastRadius.length - mostNames)}`}
      </Fact>
      <Fact name={text.undo}>{undo === null ? noUndo : words.action(undo)}</Fact>
      <Fact name={text.atTimeout}>{proposal.mode === "veto" ? text.itActs : text.nothingHappens}</Fact>
      {held.length > 0 && (
        <Fact name={text.guards}>
          <span className="font-semibold text-failing">{held.map((check) => words.guard(check)).join(", ")}</span>
        </Fact>
      )}
    </dl>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  /** Takes the whole width, under its name. */
  readonly isWide?: boolean;
}

function Fact({ name, children, isWide = false }: FactProps) {
  return (
    <div className={isWide ? "" : "grid grid-cols-[5.5rem_1fr] gap-x-2"}>
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Effects({ rehearsal, at }: { readonly rehearsal: Rehearsal; readonly at: number }) {
  const text = useText(proposalText);
  const format = useFormat();
  const { withAction, without, seeds, horizonMs, betterShare, slo } = rehearsal;
  const gPerKwh = useSystem((s) => intensityHere(s.green.intensities, undefined, at));
  const carbon = (powerW: number, intensity: number) => text.perHour(format.integer(gPerHourOf(powerW, intensity)));
  const spread = (share: number, deviation: number) => `${format.percent(share)} ± ${format.percent(deviation)}`;
  const rows = [
    ...(slo === undefined ? [] : [[slo.name, format.percent(slo.withAction), format.percent(slo.without)] as const]),
    [
      slo === undefined ? text.served : text.servedAll,
      spread(withAction.served, withAction.servedDeviation),
      spread(without.served, without.servedDeviation),
    ],
    [text.unhealthy, format.number(withAction.unhealthy), format.number(without.unhealthy)],
    [text.power, format.metric("powerW", withAction.powerW), format.metric("powerW", without.powerW)],
    ...(gPerKwh === undefined
      ? []
      : [[text.carbon, carbon(withAction.powerW, gPerKwh), carbon(without.powerW, gPerKwh)] as const]),
  ] as const;
  return (
    <>
      <table className="w-full text-xs">
        <thead>
          <tr className="text-ink-soft">
            <td />
            <th scope="col" className="text-right font-normal">
              {text.ifDone}
            </th>
            <th scope="col" className="text-right font-normal">
              {text.ifNot}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, done, not]) => (
            <tr key={name}>
              <th scope="row" className="text-left font-normal">
                {name}
              </th>
              <td className="text-right font-semibold">{done}</td>
              <td className="text-right">{not}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-xs text-ink-soft">
        {text.rehearsed(format.integer(seeds), format.duration(horizonMs), format.percent(betterShare))}
      </p>
    </>
  );
}
