import { writeOpenPsa } from "@homeostat/core/reliability";
import { Download } from "lucide-react";
import { useText } from "../../i18n/index.ts";
import { Button, saveFile, Select } from "../../ui/index.ts";
import type { ReliabilityReport } from "../../workers/index.ts";
import { importanceCsv } from "./importance-csv.ts";
import { reliabilityText } from "./text.ts";
import { changeCount, takeAllBack, useTrial } from "./trial-store.ts";
import { useFigures } from "./use-figures.ts";
import { useSubjectWords } from "./use-subject-words.ts";

const zoneProbabilities = [0, 1e-5, 1e-4, 1e-3, 1e-2];

/** What is tried, what is assumed, and the way out to files. */
export function TrialBar({ name, report }: { readonly name: string; readonly report: ReliabilityReport | undefined }) {
  const text = useText(reliabilityText).trial;
  const figures = useFigures();
  const words = useSubjectWords();
  const changes = useTrial((s) => changeCount(s.edits));
  const zoneFailureProbability = useTrial((s) => s.zoneFailureProbability);
  const file = name.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase();
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5">
      <p data-testid="trial" data-changes={changes} className={changes === 0 ? "text-ink-soft" : "font-semibold"}>
        {changes === 0 ? text.asItIs : text.tried(changes)}
      </p>
      {changes > 0 && (
        <Button onClick={takeAllBack} testId="take-all-back">
          {text.takeAllBack}
        </Button>
      )}
      <div className="flex items-center gap-1" title={text.zoneHelp}>
        <span aria-hidden="true">{text.zone}</span>
        <Select
          label={text.zone}
          value={String(zoneFailureProbability)}
          options={zoneProbabilities.map((p) => ({ value: String(p), label: figures.probability(p) }))}
          onChange={(value) => useTrial.setState({ zoneFailureProbability: Number(value) })}
        />
      </div>
      {report !== undefined && (
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <p className="text-xs text-ink-soft" data-testid="cost" data-milliseconds={report.milliseconds}>
            {text.cost(String(report.bddNodes), figures.probability(report.milliseconds))}
          </p>
          <Button
            icon={Download}
            title={text.openPsaHelp}
            testId="save-open-psa"
            onClick={() => saveFile(`${file}.xml`, "application/xml", writeOpenPsa(report.tree))}
          >
            {text.openPsa}
          </Button>
          <Button
            icon={Download}
            title={text.csvHelp}
            testId="save-csv"
            onClick={() =>
              saveFile(
                `${file}.csv`,
                "text/csv",
                importanceCsv(report.importances, ({ subject }) => words.event(subject)),
              )
            }
          >
            {text.csv}
          </Button>
        </div>
      )}
    </div>
  );
}
