import type { EpochMs } from "../kernel/index.ts";
import type { EventOf } from "./event.ts";
import type { GreenState } from "./state.ts";

type GreenEvent = EventOf<
  "IntensityReceived" | "JobSubmitted" | "JobChanged" | "JobEnded" | "PowerCapChanged" | "SchedulePlanned"
>;

/** How many ended jobs stay in the state; the journal keeps all. */
const recentJobs = 50;

/** What an event of carbon and deferrable work means. */
export function foldGreen(green: GreenState, event: GreenEvent, at: EpochMs): GreenState {
  switch (event.kind) {
    case "IntensityReceived":
      return { ...green, intensities: { ...green.intensities, [event.intensity.zone]: event.intensity } };
    case "JobSubmitted":
    case "JobChanged":
      return { ...green, jobs: { ...green.jobs, [event.job.id]: event.job } };
    case "JobEnded": {
      const job = green.jobs[event.job];
      if (job === undefined) return green;
      const { [event.job]: _ended, ...jobs } = green.jobs;
      const plan = green.plan?.plan;
      const runs = plan?.kind === "planned" ? (plan.runs[event.job] ?? []) : [];
      return { ...green, jobs, ended: [...green.ended, { job, reason: event.reason, at, runs }].slice(-recentJobs) };
    }
    case "PowerCapChanged":
      return { ...green, capW: event.capW };
    case "SchedulePlanned":
      return { ...green, plan: { at, plan: event.plan } };
  }
}
