import { useFormat, useText } from "../../../i18n/index.ts";
import { useSystemParts } from "../../../live/index.ts";
import { ActiveFault, ComponentLink, Panel, ProposalCard, useWords } from "../../../ui/index.ts";
import { useLab } from "../lab/lab-store.ts";
import { quantumText } from "../text.ts";

/** Whether the hardware of a stream is still what its decoder believes, what is proposed, and what it brought. */
export function LivePanel() {
  const text = useText(quantumText).live;
  const format = useFormat();
  const words = useWords();
  const stream = useLab((s) => s.stream);
  const live = useLab((s) => s.live);
  const component = stream?.component ?? null;
  const findings = useSystemParts((s) => Object.values(s.findings).filter((one) => one.component === component));
  const faults = useSystemParts((s) => Object.values(s.faults).filter(({ fault }) => fault.component === component));
  const waiting = useSystemParts((s) =>
    Object.values(s.proposals).filter(
      ({ proposal, status }) => status.kind === "waiting" && proposal.action.component === component,
    ),
  );
  if (stream === null || live === undefined) return null;
  const told = findings.flatMap(({ id, evidence }) =>
    evidence.map((each, i) => ({ key: `${id}/${i}`, sentence: words.evidence(each) })),
  );
  const { review } = live;
  return (
    <Panel title={component === null ? text.title : words.component(component)} testId="quantum-live">
      <div className="space-y-2 px-3 pb-3" aria-live="polite">
        {component !== null && <ComponentLink id={component} />}
        {told.length === 0 ? (
          <p className="font-serif text-base text-healthy" data-testid="live-verdict" data-result="fits">
            <span aria-hidden="true">● </span>
            {text.fits}
          </p>
        ) : (
          <ul className="space-y-1" data-testid="live-verdict" data-result="found">
            {told.map(({ key, sentence }) => (
              <li key={key} className="text-degraded">
                <span aria-hidden="true">▲ </span>
                {sentence}
              </li>
            ))}
          </ul>
        )}
        {faults.map((fault) => (
          <ActiveFault key={fault.id} fault={fault} />
        ))}
        {waiting.map((held) => (
          <ProposalCard key={held.proposal.id} held={held} />
        ))}
        {review !== null && (
          <p data-testid="prior-review" data-verdict={review.verdict}>
            {text.review[review.verdict]}:{" "}
            {text.mistakes(
              format.integer(review.mistakes),
              format.integer(review.mistakesBefore),
              format.integer(review.shots),
            )}
          </p>
        )}
        {live.unexplained > 0 && <p className="text-degraded">{text.unexplained(format.integer(live.unexplained))}</p>}
      </div>
    </Panel>
  );
}
