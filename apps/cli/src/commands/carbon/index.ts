import type { Command } from "commander";
import { schedule } from "./schedule.ts";

/** `homeostat carbon …`: power, carbon and schedules without the console. */
export function carbon(program: Command): void {
  const group = program.command("carbon").description("power, carbon and the scheduling of work that can wait");
  for (const register of [schedule]) register(group);
}
