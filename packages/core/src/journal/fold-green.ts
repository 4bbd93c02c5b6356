import type { EpochMs } from "../kernel/index.ts";
import type { IntensityRecord } from "../system/index.ts";
import type { EventOf } from "./event.ts";
import type { GreenState } from "./state.ts";

type GreenEvent = EventOf<
  | "IntensityReceived"
  | "IntensityForgotten"
  | "IntensityFeedChanged"
  | "JobSubmitted"
  | "JobChanged"
  | "JobEnded"
  | "PowerCapChanged"
  | "SchedulePlanned"
>;

/** How many ended jobs stay in the state; the journal keeps all. */
const recentJobs = 50;

/** What an event of carbon and deferrable work means. */
export function foldGreen(green: GreenState, event: GreenEvent, at: EpochMs): GreenState {
  switch (event.kind) {
    case "IntensityReceived": {
      const { zone } = event.intensity;
      return {
        ...green,
        intensities: withIntensity(green.intensities, event.intensity),
        receivedAt: { ...green.receivedAt, [zone]: at },
      };
    }
    case "IntensityForgotten": {
      const { [event.zone]: _series, ...intensities } = green.intensities;
      const { [event.zone]: _moment, ...receivedAt } = green.receivedAt;
      return { ...green, intensities, receivedAt };
    }
    case "IntensityFeedChanged": {
      const { [event.feed]: before, ...others } = green.silentFeeds;
      const { zone, problem } = event;
      if (problem === null) return { ...green, silentFeeds: others };
      return { ...green, silentFeeds: { ...others, [event.feed]: { zone, problem, since: before?.since ?? at } } };
    }
    case "JobSubmitted": {
      const { id, recurringId, releaseAt } = event.job;
      const recurring = recurringId === undefined ? green.recurring : { ...green.recurring, [recurringId]: releaseAt };
      return { ...green, jobs: { ...green.jobs, [id]: event.job }, recurring };
    }
    case "JobChanged":
      return { ...green, jobs: { ...green.jobs, [event.job.id]: event.job } };
    case "JobEnded": {
      const job = green.jobs[event.job];
      if (job === undefined) return green;
      const { [event.job]: _ended, ...jobs } = green.jobs;
      const runs = green.plan?.plan.runs[event.job] ?? [];
      return { ...green, jobs, ended: [...green.ended, { job, reason: event.reason, at, runs }].slice(-recentJobs) };
    }
    case "PowerCapChanged":
      return { ...green, capW: event.capW };
    case "SchedulePlanned":
      return { ...green, plan: { at, plan: event.plan } };
  }
}

/** What is only typical gives way to what is reported, and never takes its place. */
function withIntensity(known: GreenState["intensities"], next: IntensityRecord): GreenState["intensities"] {
  const reported = Object.entries(known).filter(([, { basis }]) => basis === "reported");
  if (next.basis !== "reported") return reported.length > 0 ? known : { ...known, [next.zone]: next };
  return { ...Object.fromEntries(reported), [next.zone]: next };
}
