import { type CommandKind, type Role, roles } from "@homeostat/core/protocol";

/** The least role that may give each command. */
const leastRole: Record<CommandKind, Role> = {
  injectFault: "operator",
  clearFault: "operator",
  clearAllFaults: "operator",
  approve: "operator",
  veto: "operator",
  extend: "operator",
  undo: "operator",
  takeOver: "operator",
  judgeFinding: "operator",
  submitJob: "operator",
  changeJob: "operator",
  withdrawJob: "operator",
  setPowerCap: "lead",
  throwKillSwitch: "operator",
  openWindow: "operator",
  closeWindow: "operator",
  pause: "operator",
  resume: "operator",
  resetKillSwitch: "lead",
  setPolicy: "lead",
};

/** Whether somebody in `role` may give a command of this kind. */
export function mayCommand(role: Role, kind: CommandKind): boolean {
  return roles.indexOf(role) >= roles.indexOf(leastRole[kind]);
}
