import { useFormat, useLanguage, terms, useText } from "../i18n/index.ts";
import { checkHash, type ConnectionPhase, goTo, useLive } from "../live/index.ts";
import { Button } from "../ui/index.ts";
import { appText } from "./text.ts";

const tone: Record<ConnectionPhase, string> = {
  connecting: "text-unknown",
  following: "text-healthy",
  resuming: "text-healing",
  lost: "text-failing",
  refused: "text-failing",
};

/** Whether what is shown is what is: the connection, or the past that is looked at; opened, the proof. */
export function ConnectionState() {
  const text = useText(appText);
  const phase = useLive((s) => s.phase);
  const isPast = useLive((s) => s.past !== null);
  return (
    <details className="group/details relative" data-testid="connection" data-phase={phase}>
      <summary
        className={`flex min-h-7 list-none items-center gap-1.5 rounded border border-line bg-raised px-2 font-semibold ${isPast ? "text-degraded" : tone[phase]}`}
      >
        <span aria-hidden="true" className="size-2 rounded-full bg-current" />
        <span className="sr-only">{text.connection.details}: </span>
        {isPast ? <PastLabel /> : text.connection[phase]}
      </summary>
      <Details isPast={isPast} />
    </details>
  );
}

function PastLabel() {
  const format = useFormat();
  const at = useLive((s) => s.past?.at ?? 0);
  return <span>{format.time(at)}</span>;
}

function Details({ isPast }: { readonly isPast: boolean }) {
  const text = useText(appText);
  const roles = useText(terms).role;
  const format = useFormat();
  const language = useLanguage((s) => s.language);
  const { people, operator, verified, seq } = useLiveDetails();
  return (
    <div
      lang={language}
      className="absolute right-0 z-40 mt-1 w-72 space-y-1 rounded border border-line bg-raised p-3 shadow-lg"
    >
      {operator !== undefined && <p>{text.connection.you(operator.name, roles[operator.role])}</p>}
      <p>{text.connection.people(people)}</p>
      <p data-testid="sequence" data-seq={seq}>
        {text.connection.entry(format.integer(seq))}
      </p>
      {verified !== undefined && (
        <p
          data-testid="verified"
          data-seq={verified.seq}
          data-equal={verified.equal}
          data-hash={verified.hash}
          className={verified.equal ? "text-healthy" : "text-failing"}
        >
          {text.connection.entry(format.integer(verified.seq))}:{" "}
          {verified.equal ? text.connection.equal : text.connection.unequal}
          <code className="block truncate font-mono text-2xs text-ink-soft">{verified.hash}</code>
        </p>
      )}
      <Button onClick={checkHash} testId="compare">
        {text.connection.compare}
      </Button>
      {isPast && (
        <button type="button" className="min-h-6 text-accent underline" onClick={() => goTo(null)}>
          {text.past.backToNow}
        </button>
      )}
    </div>
  );
}

function useLiveDetails() {
  const people = useLive((s) => s.people);
  const operator = useLive((s) => s.operator);
  const verified = useLive((s) => s.verified);
  const seq = useLive((s) => s.newest.seq);
  return { people, operator, verified, seq };
}
