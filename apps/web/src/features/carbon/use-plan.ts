import type { GreenState } from "@homeostat/core/journal";
import type { DeferrableJob, DeferralPlan } from "@homeostat/core/system";
import { useEffect, useRef, useState } from "react";
import { newCommandId, sendCommand, serverNow } from "../../live/index.ts";
import { useWords } from "../../ui/index.ts";
import { PlanPreviewer } from "../../workers/index.ts";

export interface ShownPlan {
  /** The server's plan, or while a job is being changed the one that the change would lead to. */
  readonly plan: DeferralPlan | undefined;
  readonly isPreview: boolean;
  /** A job with the change that is under way. */
  readonly jobOf: (job: DeferrableJob) => DeferrableJob;
  readonly preview: (job: DeferrableJob) => void;
  /** Sends the change to the server; what it refuses is said in `problem`. */
  readonly keep: (job: DeferrableJob) => void;
  readonly cancel: () => void;
  /** Takes a job back; it can be brought back for a while. */
  readonly withdraw: (job: DeferrableJob) => void;
  /** What was done last and can be undone, for ten seconds. */
  readonly undoable: Undoable | undefined;
  readonly undo: () => void;
  readonly problem: string;
}

interface Undoable {
  readonly kind: "changed" | "withdrawn";
  /** The job as it was before. */
  readonly job: DeferrableJob;
}

const undoMs = 10_000;

type JobCommand =
  | { readonly kind: "changeJob" | "submitJob"; readonly job: DeferrableJob }
  | { readonly kind: "withdrawJob"; readonly job: string };

/** A change that a hand is making, and the plan that it would lead to. */
interface Change {
  readonly job: DeferrableJob;
  /** The job as the server has it; once that is another, the change has arrived or is out of date. */
  readonly base: DeferrableJob | undefined;
  /** When the server's plan was made that it began from; a newer one counts instead. */
  readonly seen: number | undefined;
  readonly plan: DeferralPlan | undefined;
}

/** The plan as the server has it, and as it would be with the change that a hand is making. */
export function usePlan(green: GreenState): ShownPlan {
  const words = useWords();
  const [change, setChange] = useState<Change>();
  const [problem, setProblem] = useState("");
  const [undoable, setUndoable] = useState<Undoable>();
  useEffect(() => {
    if (undoable === undefined) return undefined;
    const timer = setTimeout(() => setUndoable(undefined), undoMs);
    return () => clearTimeout(timer);
  }, [undoable]);
  const previewer = useRef<PlanPreviewer>(undefined);
  useEffect(() => {
    const own = new PlanPreviewer((plan) => setChange((now) => (now === undefined ? now : { ...now, plan })));
    previewer.current = own;
    return () => own.close();
  }, []);

  const seen = green.plan?.at;
  const isPreview = change !== undefined && change.base === green.jobs[change.job.id];
  const begin = (job: DeferrableJob) => {
    setProblem("");
    setChange((now) => ({ job, base: green.jobs[job.id], seen, plan: now?.seen === seen ? now?.plan : undefined }));
  };
  const cancel = () => {
    previewer.current?.forget();
    setChange(undefined);
  };
  const send = async (command: JobCommand) => {
    setProblem("");
    const result = await sendCommand({ ...command, id: newCommandId() });
    if (result.ok) return;
    setProblem(words.refusal(result));
    setUndoable(undefined);
    cancel();
  };
  const keep = (job: DeferrableJob) => {
    begin(job);
    void send({ kind: "changeJob", job });
  };
  return {
    plan: (change?.seen === seen ? change?.plan : undefined) ?? green.plan?.plan,
    isPreview,
    jobOf: (job) => (isPreview && change.job.id === job.id ? change.job : job),
    preview: (job) => {
      begin(job);
      const before = green.plan?.plan;
      previewer.current?.ask({
        jobs: Object.values({ ...green.jobs, [job.id]: job }),
        intensities: Object.values(green.intensities),
        at: serverNow(),
        ...(green.capW === null ? {} : { capW: green.capW }),
        ...(before === undefined ? {} : { runsBefore: before.runs }),
      });
    },
    keep: (job) => {
      const before = green.jobs[job.id];
      // Several steps in a row are undone together.
      if (before !== undefined)
        setUndoable((last) => (last?.job.id === job.id ? { ...last } : { kind: "changed", job: before }));
      keep(job);
    },
    cancel,
    withdraw: (job) => {
      setUndoable({ kind: "withdrawn", job });
      void send({ kind: "withdrawJob", job: job.id });
    },
    undoable,
    undo: () => {
      setUndoable(undefined);
      if (undoable?.kind === "changed") keep(undoable.job);
      else if (undoable !== undefined) void send({ kind: "submitJob", job: undoable.job });
    },
    problem,
  };
}
