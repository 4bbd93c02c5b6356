import { noEdits } from "@homeostat/core/reliability";
import type { SystemModel } from "@homeostat/core/system";
import { useEffect, useRef, useState } from "react";
import { ReliabilityAnalyst, type ReliabilityReport } from "../../workers/index.ts";
import { useTrial } from "./trial-store.ts";

export interface ReliabilityView {
  /** The figures with what is tried; undefined until the first answer. */
  readonly report: ReliabilityReport | undefined;
  /** Those of the system as it is. */
  readonly asItIs: ReliabilityReport | undefined;
  /** Why there is no answer to what is tried. */
  readonly problem: string | undefined;
}

/** The figures of a system, from the engine in its worker, following what is tried. */
export function useReliability(model: SystemModel): ReliabilityView {
  const edits = useTrial((s) => s.edits);
  const zoneFailureProbability = useTrial((s) => s.zoneFailureProbability);
  const [view, setView] = useState<ReliabilityView>({ report: undefined, asItIs: undefined, problem: undefined });
  const analyst = useRef<ReliabilityAnalyst>(undefined);
  useEffect(() => {
    const started = new ReliabilityAnalyst((answer) =>
      setView((before) => {
        if ("problem" in answer) return { ...before, problem: answer.problem };
        const { report } = answer;
        return { report, asItIs: report.isAsItIs ? report : before.asItIs, problem: undefined };
      }),
    );
    analyst.current = started;
    return () => started.close();
  }, []);
  useEffect(() => {
    // First the system as it is, to compare with.
    analyst.current?.ask({ model, edits: noEdits, zoneFailureProbability });
  }, [model, zoneFailureProbability]);
  useEffect(() => {
    analyst.current?.ask({ model, edits, zoneFailureProbability });
  }, [model, edits, zoneFailureProbability]);
  return view;
}
