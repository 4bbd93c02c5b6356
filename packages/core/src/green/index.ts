export type { Draw, JobPlan } from "./schedule/job-plan.ts";
export { type PlanOptions, planSchedule, type SchedulePlan } from "./schedule/plan-schedule.ts";
export {
  parseScheduleProblem,
  type Region,
  type ScheduleFile,
  type ScheduleJob,
  type ScheduleProblem,
  scheduleFileSchema,
} from "./schedule/schedule-problem.ts";
