import type { Command } from "commander";
import { advice } from "./advice.ts";
import { footprint } from "./footprint.ts";
import { schedule } from "./schedule.ts";
import { shift } from "./shift.ts";

/** `homeostat carbon …`: power, carbon and schedules without the console. */
export function carbon(program: Command): void {
  const group = program.command("carbon").description("power, carbon and the scheduling of work that can wait");
  for (const register of [schedule, shift, footprint, advice]) register(group);
}
